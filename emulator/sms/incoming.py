"""How Africa's Talking posts a message from a phone: a form."""

from datetime import datetime

from emulator.callbacks import Courier
from emulator.inbox import Draft, Writer
from emulator.networks import network_code
from emulator.postman import Letter
from emulator.settings import Settings

# The three forms a date was seen in; all are UTC.
DATE_FORMATS = {
    "space": lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S"),
    "iso": lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "millis": lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z",
}


def writer(settings: Settings, courier: Courier) -> Writer:
    """Return how Africa's Talking posts a message from a phone: a form."""

    def write(draft: Draft, identity: str, moment: datetime) -> Letter:
        network = network_code(draft.number, settings.rules.style)
        fields = [("date", DATE_FORMATS[draft.date_format](moment)), ("from", draft.number), ("id", identity)]
        if draft.link_id is not None:
            fields.append(("linkId", draft.link_id))
        fields += [("text", draft.text), ("to", draft.to), ("networkCode", network)]
        if draft.cost:
            fields.append(("cost", draft.cost))
        return lambda: courier.post("sms", fields)

    return write
