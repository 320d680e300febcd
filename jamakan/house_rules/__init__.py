"""The rules a house goes by that staff may change while it runs (ADR 7).

The environment gives each its value until staff give another; what `JAMAKAN_PINNED` names stays the environment's.

    model.py     what they are, and what each may be: the same checks for the environment and for staff
    reading.py   those in force now
    changing.py  another value, with its author and its line in the trail
"""
