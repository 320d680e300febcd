"""Numbers in addresses: no longer than any we give out, however many digits somebody writes."""

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

DIGITS = 18  # all such numbers fit into 63 bits; Python refuses to read thousands of digits at all


class Id(IntegerConverter):
    """`<int:…>` in a rule. A longer number is an address that is nobody's."""

    def to_python(self, value: str) -> int:
        if len(value) > DIGITS:
            raise ValidationError
        return int(super().to_python(value))


def use(app: Flask) -> None:
    """Before any rule is added."""
    app.url_map.converters["int"] = Id
