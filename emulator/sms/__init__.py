"""SMS: sending, delivery reports, incoming."""
