"""People as rows: listed and found, their story, and what staff change about them."""
