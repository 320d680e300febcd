"""Why an expression is refused."""


class ExpressionError(ValueError):
    """An expression that cannot be used: `reason` in words, at `position` (0-based index into its source)."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"{reason} (character {position + 1})")
        self.position = position
        self.reason = reason
