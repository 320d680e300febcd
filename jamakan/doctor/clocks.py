"""How far apart two clocks may be."""

from jamakan.doctor.verdicts import Verdict, failure, ok, warning

NOTICED, HARMFUL = 2.0, 30.0  # seconds; an attempt counts as stuck after 60 by whichever clock looks


def skew_verdict(whose: str, seconds: float) -> Verdict:
    """On the clock of another server, `seconds` ahead of this machine's."""
    if abs(seconds) < NOTICED:
        return ok(f"{whose}'s clock agrees with this machine's")
    says = f"{whose}'s clock is {abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} this machine's"
    do = "run an NTP client (systemd-timesyncd, chrony) on both"
    return failure(says, do) if abs(seconds) >= HARMFUL else warning(says, do)
