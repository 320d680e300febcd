"""What the emulator answers over HTTP: the carrier's API, the control API and the web phone."""
