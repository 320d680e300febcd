"""Bounds of one expression. Form authors are strangers: nothing they write may cost more than this."""

EXPRESSION_LENGTH = 10_000  # characters; the longest seen in public humanitarian forms has about 4,000
EXPRESSION_DEPTH = 50  # nested calls and brackets; each level costs some ten Python frames out of a thousand
EXPRESSION_NODES = 2_000  # operands, operators and calls together
EXPRESSION_TEXT = 10_000  # characters of a result: calculates that feed each other could double it at every step
EXPRESSION_REGEX_MEMORY = 1 << 20  # bytes RE2 may use for one compiled pattern; beyond, the pattern is refused
EXPRESSION_REGEX_CACHE = 256  # compiled patterns kept; a form rarely has more than a few
