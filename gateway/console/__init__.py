"""The staff console: server-rendered pages, French first. A page reads, checks who asks, and hands over to the core.

Start with `installing.py` (what is registered), `gate.py` (who may), `words/` (French and English), `shell.py` (what
every template has at hand).
"""
