"""What must fail: the same judges on software that does it the usual way. One that finds nothing here is blind."""
