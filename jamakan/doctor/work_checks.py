"""Whether the work gets done: by whom, how much waits, and what only a person can decide."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from jamakan.core import Core
from jamakan.doctor.verdicts import Verdict, failure, ok, warning
from jamakan.house_rules.model import HouseRules
from jamakan.house_rules.reading import merged
from jamakan.state import queues, wake
from jamakan.state.queues import Work
from jamakan.store import figures
from jamakan.store.figures import Figures
from jamakan.store.inspection import schema
from jamakan.store.messages import BROADCAST, CONFIRMATION, FOLLOWUP, REPLY, UNASKED
from jamakan.store.spending import TOTAL, Cost

BACKUP_AGE = timedelta(hours=24)
RECOVERED = 120.0  # seconds after which whatever happened should be mended
LATE = {  # how long a message may be due
    REPLY: timedelta(minutes=1),
    CONFIRMATION: timedelta(minutes=5),
    FOLLOWUP: timedelta(hours=1),
    BROADCAST: timedelta(hours=1),
}
MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Hands:
    """What Redis knows of the work at `now`, and what our key makes of the word that the house's key was tried on."""

    work: Work
    mark: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Papers:
    """What SQL knows of the work at `now`, and the rules it goes by."""

    figures: Figures
    now: datetime
    rules: HouseRules


def hands_examined(core: Core) -> Hands:
    """Raises RedisError."""
    return Hands(queues.look(core.redis), core.key_mark, datetime.now(UTC))


def papers_examined(core: Core) -> Papers | None:
    """None when the tables are not this version's. Raises DatabaseAway."""
    now, settings = datetime.now(UTC), core.settings
    with core.db.read() as connection:
        if not schema.look(connection, settings.vault).up_to_date:
            return None
        found = figures.look(connection, now, settings.zone)
    return Papers(found, now, merged(settings, found.rules))


def same_key(hands: Hands) -> Verdict:
    if not hands.work.key_mark:
        return warning("no process has written its key's mark here yet", "start the gateway")
    if hands.work.key_mark != hands.mark:
        return failure("the house runs with another JAMAKAN_KEY", "give every process on every machine the same key")
    return ok("the house's key is ours")


def worker(name: str, hands: Hands) -> Verdict:
    """Whether somebody works off a queue."""
    queue = hands.work.queues[name]
    unit = f"systemctl status jamakan-worker@{name}"
    if not queue.workers:
        return failure(f"nobody works for '{name}', {queue.waiting} job(s) wait", unit)
    if queue.failed:
        return warning(
            f"{queue.failed} job(s) of '{name}' failed in the last day", f"journalctl -u jamakan-worker@{name}"
        )
    return ok(f"{queue.workers} at work, last heard {queue.heard_seconds or 0:.0f} s ago")


def clock(hands: Hands) -> Verdict:
    if not hands.work.clock:
        return failure("no clock leads: nothing forgotten is found again", "systemctl status jamakan-clock")
    return ok(f"{hands.work.clock} leads")


def entries(hands: Hands) -> Verdict:
    work = hands.work
    if work.oldest_entry is None:
        return ok("no answer waits for SQL")
    says = f"{work.entries} answer(s) wait for SQL, the oldest {work.oldest_entry:.0f} s"
    if work.oldest_entry < RECOVERED:
        return ok(says)
    return failure(says, "is SQL there, does worker store run? Nothing is lost while Redis has room")


def duties(papers: Papers) -> Verdict:
    """The clock asks, a worker does it, and SQL notes it: all three must run."""
    ended = [times.last_at for times in papers.figures.duties.values() if times.last_at]
    if not ended:
        return failure("no duty of the clock has ever ended", "do the clock and the workers run?")
    ago = (papers.now - max(ended)).total_seconds()
    says = f"a duty of the clock ended {ago:.0f} s ago"
    return failure(says, "do the clock and the workers run?") if ago > RECOVERED else ok(says)


def programme(hands: Hands) -> Verdict:
    if hands.work.programme:
        return ok("dialogues see what is open")
    return failure("dialogues see no activity and no survey", "python3 run.py project")


def backup(hands: Hands) -> Verdict:
    how = "systemctl enable --now jamakan-backup.timer, or python3 run.py backup DIRECTORY"
    if hands.work.backed_up is None:
        return warning("no backup was ever made", how)
    age = hands.now - datetime.fromtimestamp(hands.work.backed_up, UTC)
    says = f"the last whole backup is {age.total_seconds() / 3600:.0f} h old"
    return warning(says, how) if age > BACKUP_AGE else ok(says)


def late(papers: Papers) -> Verdict:
    for purpose, due in papers.figures.due.items():
        limit = LATE[purpose]
        closed = purpose in UNASKED and not papers.rules.hours.is_open(papers.now - limit)
        if due.since and papers.now - due.since > limit and not closed:
            return failure(
                f"{due.count} {purpose} message(s) could leave, the oldest since {due.since:%Y-%m-%d %H:%M} UTC",
                "is a channel stopped, does worker send run?",
            )
    count = sum(due.count for due in papers.figures.due.values())
    return ok(f"{count} message(s) due, {papers.figures.later} for later")


def stuck(papers: Papers) -> Verdict:
    if papers.figures.stuck:
        return failure(
            f"{papers.figures.stuck} attempt(s) without an outcome, and nobody sweeps", "does worker send run?"
        )
    return ok("every attempt has an outcome")


def uncertain(papers: Papers) -> Verdict:
    if papers.figures.uncertain:
        return warning(
            f"{papers.figures.uncertain} message(s) may have been sent or not: a person decides",
            "python3 run.py messages --needs-a-person, then resend",
        )
    return ok("no message is uncertain")


def quarantined(papers: Papers) -> Verdict:
    if papers.figures.quarantined:
        return warning(
            f"{papers.figures.quarantined} entries could not be stored", "report it: they are kept, sealed"
        )
    return ok("everything that came was stored")


def channels(papers: Papers) -> Verdict:
    if papers.figures.stopped:
        why = "; ".join(f"{channel}: {stopped.reason}" for channel, stopped in sorted(papers.figures.stopped.items()))
        names = "', '".join(f"python3 run.py channels open {channel}" for channel in sorted(papers.figures.stopped))
        return failure(f"stopped: {why}", f"mend the account at the carrier, then '{names}'")
    return ok("every channel is open")


def spending(papers: Papers) -> Verdict:
    spent = papers.figures.spent.get(TOTAL, Cost()).micros / MICROS
    cap, warn_at = papers.rules.monthly_cap, papers.rules.budget_warning
    if cap is None:
        return warning(f"{spent:,.0f} FCFA this month, without limit", "set a cap in the console's settings")
    says = f"{spent:,.0f} of {cap:,.0f} FCFA this month"
    if spent >= cap:
        return failure(f"{says}: nothing more leaves", "raise the cap in the console's settings, or wait")
    return warning(says, "see what costs, or raise the cap") if spent >= cap * warn_at else ok(says)


HANDS_CHECKS: tuple[tuple[str, Callable[[Hands], Verdict]], ...] = (
    ("key", same_key),
    *((f"worker {name}", partial(worker, name)) for name in wake.JOBS),
    ("clock", clock),
    ("answers", entries),
    ("programme", programme),
    ("backup", backup),
)
PAPERS_CHECKS = (
    ("duties", duties),
    ("due", late),
    ("stuck", stuck),
    ("uncertain", uncertain),
    ("quarantine", quarantined),
    ("channels", channels),
    ("spending", spending),
)
