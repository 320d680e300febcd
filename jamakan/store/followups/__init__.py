"""Follow-up rules in SQL, and whom they concern."""
