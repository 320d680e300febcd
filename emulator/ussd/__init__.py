"""USSD: dialled codes, screens and sessions."""
