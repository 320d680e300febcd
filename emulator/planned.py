"""What tests want to become of messages to certain numbers."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens to a message.

    `code` is what the carrier answers, 0 for the usual; `lifecycle` names one of its life cycles, "" for the rule's;
    `reason` is what a failure says, "" for the life cycle's; `left` how often it applies, None for ever.
    """

    code: int | str = 0
    lifecycle: str = ""
    reason: str = ""
    left: int | None = None


class Planned:
    """The outcomes set for numbers at one carrier. Callers hold the carrier's lock."""

    def __init__(self) -> None:
        self.by_number: dict[str, Outcome] = {}

    def use(self, number: str) -> Outcome | None:
        """Return the outcome set for a number, using up one of a counted one."""
        outcome = self.by_number.get(number)
        if outcome is None or outcome.left is None:
            return outcome
        if outcome.left == 1:
            del self.by_number[number]
        else:
            self.by_number[number] = replace(outcome, left=outcome.left - 1)
        return outcome

    def clear(self) -> None:
        """Forget them."""
        self.by_number.clear()
