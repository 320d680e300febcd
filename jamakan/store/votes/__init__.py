"""Votes among the proposals of an activity, in SQL."""
