"""The actions of flows that only SQL carries out: what a turn does about them is to tell the store.

Those the conversation itself knows (register, consent, stop, …) are in `play`.
"""

STORED: frozenset[str] = frozenset()
TOLD_BY_STORE: frozenset[str] = frozenset()  # of STORED: an SMS of the store's answers them, not the last screen
