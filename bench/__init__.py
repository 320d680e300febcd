"""Measurements, each a program that says what it saw. Never part of the tests: machines are shared and noisy."""
