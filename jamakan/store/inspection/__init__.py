"""How the database of this house is set, read without changing anything."""
