"""The core: one conversation turn, storage, sending, and the programme they serve."""

VERSION = "0.1.0"  # as in pyproject.toml
