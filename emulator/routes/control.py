"""The control API: what tests and the web phone tell the carrier. README.md documents it."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from emulator.networks import normalise
from emulator.planned import Outcome, Planned
from emulator.routes import bodies
from emulator.routes.answers import as_json
from emulator.routes.current import carrier, current
from emulator.routes.reading import body, merged
from emulator.settings import AFRICASTALKING

control = Blueprint("control", __name__, url_prefix="/_control")


@control.get("/")
def state() -> Response:
    """Return everything that is set."""
    house = carrier()
    return as_json(
        {
            "now": house.clock.now().isoformat(),
            "frozen": house.clock.frozen,
            "waiting": house.clock.waiting,
            "balance": house.account.balance,
            "username": house.settings.username,
            "rules": house.settings.rules.model_dump(),
            "urls": house.settings.urls.model_dump(),
        }
    )


@control.post("/reset")
def reset() -> Response:
    """Start anew, as on the first day."""
    body(bodies.Nothing)
    current().reset()
    return state()


@control.patch("/rules")
def rules() -> Response:
    """Change some rules."""
    settings = carrier().settings
    settings.rules = merged(settings.rules)
    return as_json(settings.rules.model_dump())


@control.patch("/urls")
def urls() -> Response:
    """Change some callback addresses."""
    settings = carrier().settings
    settings.urls = merged(settings.urls)
    return as_json(settings.urls.model_dump())


@control.put("/balance")
def balance() -> Response:
    """Set the balance."""
    asked = body(bodies.Balance)
    with carrier().lock:
        carrier().account.set(asked.balance)
    return as_json({"balance": carrier().account.balance})


@control.post("/clock/advance")
def advance() -> Response:
    """Move time forward; on return everything that fell due has been done."""
    ran = carrier().clock.advance(body(bodies.Advance).seconds)
    return as_json({"now": carrier().clock.now().isoformat(), "ran": ran})


@control.post("/clock/freeze")
def freeze() -> Response:
    """Stop the time."""
    carrier().clock.freeze()
    return state()


@control.post("/clock/run")
def run() -> Response:
    """Let the time go on."""
    carrier().clock.run()
    return state()


@control.get("/faults")
def faults() -> Response:
    """Return the faults still to come."""
    return as_json([{**asdict(fault), "numbers": sorted(fault.numbers)} for fault in carrier().faults.waiting])


@control.post("/faults")
def add_fault() -> Response:
    """Ask for a fault."""
    carrier().faults.add(body(bodies.AskedFault).fault())
    return faults()


@control.delete("/faults")
def clear_faults() -> Response:
    """Forget the faults, and let go of the calls that hang."""
    carrier().faults.clear()
    return faults()


@control.get("/outcomes")
def outcomes() -> Response:
    """Return what is set for each number, at one `carrier`."""
    planned = carrier().planned.get(request.args.get("carrier", AFRICASTALKING), Planned())
    with carrier().lock:
        return as_json({number: asdict(one) for number, one in planned.by_number.items()})


@control.post("/outcomes")
def set_outcome() -> Response:
    """Set what becomes of messages to a number."""
    asked = body(bodies.AskedOutcome)
    with carrier().lock:
        outcome = Outcome(asked.code, asked.lifecycle, asked.reason, asked.times)
        carrier().planned[asked.carrier].by_number[asked.number] = outcome
    return outcomes()


@control.delete("/outcomes")
def clear_outcomes() -> Response:
    """Forget what was set for numbers, and who opted out."""
    with carrier().lock:
        for planned in carrier().planned.values():
            planned.clear()
        carrier().outcomes.opted_out.clear()
    return outcomes()


@control.get("/ledger")
def ledger() -> Response:
    """Return the accepted messages, of one `number`, `kind` or `carrier` when asked."""
    with carrier().lock:
        entries = list(carrier().ledger.entries)
    return as_json([asdict(entry) for entry in entries if _matches(asdict(entry), "number", "kind", "carrier")])


@control.get("/callbacks")
def callbacks() -> Response:
    """Return the callbacks sent and what was answered, of one `kind` or `number`, the `last` so many, when asked."""
    sent = [asdict(callback) for callback in list(carrier().courier.log)]
    return as_json(_last([callback for callback in sent if _matches(callback, "kind", "number")]))


@control.get("/messages")
def messages() -> Response:
    """Return how each accepted message fares, of one `id` or `number`, the `last` so many, when asked."""
    lives = [
        {
            "id": life.entry.id,
            "number": life.entry.number,
            "text": life.entry.text,
            "lifecycle": life.lifecycle,
            "arrived": life.arrived,
            "reports": [{"status": status, "at": at, "answer": answer} for status, at, answer in life.told],
        }
        for life in list(carrier().lives.kept)
    ]
    return as_json(_last([life for life in lives if _matches(life, "id", "number")]))


def _matches(row: dict[str, Any], *names: str) -> bool:
    return all(_wanted(name, row[name]) == row[name] for name in names)


def _wanted(name: str, usual: str) -> str:
    asked = request.args.get(name, usual)
    return (normalise(asked) or asked) if name == "number" else asked  # a + in a query arrives as a space


def _last(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    count = request.args.get("last", default=len(rows), type=int)
    return rows[-count:] if count > 0 else []
