"""Knowledge tests in SQL: the one each activity has, results, and what reports read."""
