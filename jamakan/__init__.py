"""The core: one conversation turn, storage, sending, and the programme they serve."""
