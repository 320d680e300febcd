"""Broadcasts in SQL: states, rows, recipients, audiences, the writing of messages, progress and failures."""
