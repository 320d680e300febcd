"""What each role may do, as one table."""

from enum import StrEnum


class May(StrEnum):
    """What a page or a button asks of its visitor. The first three are about who they are, not about a role."""

    ANYBODY = "anybody"  # no sign-in needed
    HALFWAY = "halfway"  # the password was right, the second factor is still to come
    SIGNED_IN = "signed_in"

    VIEW = "view"  # the programme, with names and numbers masked
    NAMES = "names"  # people's names
    NUMBERS = "numbers"  # people's numbers in full; each look is audited
    ACTIVITIES = "activities"  # make and change them, move seats
    CHECK_IN = "check_in"  # say who came
    WRITE = "write"  # draft broadcasts, answer messages
    APPROVE = "approve"  # let somebody else's broadcast leave
    EXPORT = "export"  # files with masked numbers
    EXPORT_NUMBERS = "export_numbers"  # files with full numbers
    AUDIT = "audit"  # read the trail
    STAFF = "staff"  # accounts and settings
    SENSITIVE = "sensitive"  # confidential cases: abuse, corruption; each look is audited


VIEWER, OPERATOR, APPROVER, ADMINISTRATOR = "viewer", "operator", "approver", "administrator"
TRUSTED = "trusted"  # whom people who tell of an abuse are called by

_VIEWER = frozenset({May.ANYBODY, May.HALFWAY, May.SIGNED_IN, May.VIEW})
_OPERATOR = _VIEWER | {May.NAMES, May.NUMBERS, May.ACTIVITIES, May.CHECK_IN, May.WRITE, May.EXPORT}
_APPROVER = _OPERATOR | {May.APPROVE, May.EXPORT_NUMBERS, May.AUDIT}
_TRUSTED = _OPERATOR | {May.SENSITIVE}
_ADMINISTRATOR = _APPROVER | {May.STAFF, May.SENSITIVE}  # a small house has nobody else

ROLES = {
    VIEWER: _VIEWER,
    OPERATOR: _OPERATOR,
    TRUSTED: _TRUSTED,
    APPROVER: _APPROVER,
    ADMINISTRATOR: _ADMINISTRATOR,
}
NEEDS_SECOND_FACTOR = frozenset({ADMINISTRATOR})  # in production
