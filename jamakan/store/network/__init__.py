"""The network as rows: who is a member, which panels there are, who was asked when."""
