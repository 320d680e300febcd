"""`python -m emulator`: see README.md."""

from emulator.command import main

if __name__ == "__main__":
    main()
