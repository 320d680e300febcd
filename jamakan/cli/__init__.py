"""The `jamakan` command."""

from jamakan.cli.group import main

__all__ = ["main"]
