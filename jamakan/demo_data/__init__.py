"""A believable year of the programme, played by made-up people on a moved clock.

Everything comes in as it does from real phones: turns of the conversation, one after the other, stored by the
house's own worker, answered through its outbox to a carrier in this process. Staff's acts are the functions that
the console calls. Nothing is inserted. `ledger` holds what everybody did, so that figures can be checked without
asking the house.
"""
