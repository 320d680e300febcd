"""The other languages of the service: one catalogue a language, French to its words, beside the flows' own French and
English. An empty catalogue changes nothing; a complete one makes its language one of the service."""
