"""Pretend carriers, with a web phone: a neighbour of the house that imports nothing of it."""
