"""The web phone."""
