"""Reading a form: every field in the kind it must have, every problem told beside its field, nothing typed lost."""

from collections.abc import Collection, Mapping
from datetime import date, time

from gateway.console.words import gettext


class Form:
    """What was typed. Reading a field that is wrong notes the problem and gives a value to go on with.

    form = Form(request.form)
    seats = form.integer("seats", 1, 5000)
    if form.problems: show the page again with `form`, status 422
    """

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.problems: dict[str, str] = {}

    def value(self, field: str) -> str:
        """What to show in the field again."""
        return self.typed.get(field, "")

    def text(self, field: str, most: int, *, needed: bool = True) -> str:
        """A line or more of text, control characters dropped, spaces around too."""
        typed = self.value(field).replace("\r\n", "\n")
        said = "".join(letter for letter in typed if letter == "\n" or letter.isprintable()).strip()
        if needed and not said:
            self.problems[field] = gettext("Ce champ est vide.")
        if len(said) > most:
            self.problems[field] = gettext("Trop long : %(most)d caractères au plus.") % {"most": most}
        return said[:most]

    def integer(self, field: str, least: int, most: int) -> int:
        """A whole number; an empty field is `least` when that is nothing."""
        typed = "".join(self.value(field).split())
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
        if number is None and not typed and least == 0:
            return 0
        if number is None or not least <= number <= most:
            words = gettext("Il faut un nombre entre %(least)d et %(most)d.")
            self.problems[field] = words % {"least": least, "most": most}
            return least
        return number

    def choice(self, field: str, known: Collection[str]) -> str:
        """One of the known values."""
        if self.value(field) not in known:
            self.problems[field] = gettext("Choisissez dans la liste.")
        return self.value(field)

    def day(self, field: str) -> date:
        """A date, as browsers send it (2026-11-23) or as people write it (23/11/2026)."""
        typed = self.value(field).strip()
        try:
            if "/" in typed:
                day, month, year = typed.split("/")
                return date(int(year), int(month), int(day))
            return date.fromisoformat(typed)
        except ValueError:
            self.problems[field] = gettext("Il faut une date JJ/MM/AAAA. Exemple : 17/12/2026")
            return date.min

    def clock(self, field: str) -> time:
        """A time of day: 09:00, 9h, 9h30."""
        typed = self.value(field).strip().lower().replace("h", ":").rstrip(":")
        hour, _, minute = typed.partition(":")
        try:
            return time(int(hour), int(minute or 0))
        except ValueError:
            self.problems[field] = gettext("Il faut une heure. Exemple : 09:00")
            return time.min
