"""What waits for a person: messages nobody's flow understood, cases, the templates of answers, and their counts."""
