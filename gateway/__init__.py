"""HTTP only: what carriers post, and health."""
