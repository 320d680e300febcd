"""Knowledge tests: the same questions before and after an activity, and what changed meanwhile. See docs/tests.md."""
