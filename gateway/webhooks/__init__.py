"""What carriers post. A handler reads, hands over and answers; it decides nothing about dialogues."""
