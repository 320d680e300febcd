"""The actions of flows that only SQL carries out: what a turn does about them is to tell the store.

Those the conversation itself knows (register, consent, stop, …) are in `play`.
"""

STORED: frozenset[str] = frozenset(
    {
        "difficulties",
        "declare",
        "present",
        "open_case",
        "call_me",
        "follow_case",
        "satisfied",
        "vote",
        "test_taken",
        "erase",
        "withdraw",
        "show_data",
        "join_network",
        "leave_network",
        "renew_network",
        "end_network",
    }
)
TOLD_BY_STORE: frozenset[str] = frozenset(
    {"open_case", "follow_case", "erase", "withdraw", "show_data"}
)  # of STORED: an SMS of the store's answers them, not the last screen
