"""`python -m jamakan`."""

from jamakan.cli import main

main()
