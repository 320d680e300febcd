"""Routes to phones. Each channel is a parser of its carrier's callbacks and a sender of SMS; it knows no flow."""
