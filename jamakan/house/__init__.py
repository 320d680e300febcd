"""The house on one machine: its processes, the embedded Valkey, the demo and its smoke test.

Imports nothing of gateway, workers or emulator: it starts them by their command lines.
"""
