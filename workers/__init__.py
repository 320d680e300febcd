"""Jobs only: RQ functions that call the core, the workers that run them, and the clock."""
