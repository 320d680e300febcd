"""The figures of the house as Prometheus wants them. Labels come from small sets, never from what people send."""

import platform
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import accumulate

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from jamakan import VERSION, metering
from jamakan.core import Core
from jamakan.house_rules.reading import merged
from jamakan.metering import Readings
from jamakan.state import queues
from jamakan.state.inspection import info, memory_share, refusal
from jamakan.state.queues import Work
from jamakan.store.figures import Figures
from jamakan.store.spending import TOTAL
from jamakan.watched import Watched

PATIENCE_SECONDS = 0.5  # for SQL: a scrape takes a thread from callers meanwhile
MICROS = 1_000_000
TURNS = frozenset({"ussd", "sms"})
BUCKETS = (*(str(bound) for bound in metering.LE), "+Inf")


class HouseCollector(Collector):
    """Asks Redis at each scrape, SQL through `figures`. What cannot be asked is absent; an `up` figure says so."""

    def __init__(self, core: Core, figures: Watched[Figures]) -> None:
        self._core = core
        self._figures = figures

    def describe(self) -> Iterable[Metric]:
        """Nothing: asking servers only to learn the names would be a scrape at every start."""
        return ()

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily(
            "jamakan_build", "This version", {"version": VERSION, "python": platform.python_version()}
        )
        yield from self._redis()
        found = self._figures.now(PATIENCE_SECONDS)
        yield gauge("jamakan_sql_up", "1: SQL answers, and has the tables of this version", found is not None)
        if found is not None:
            settings = self._core.settings
            rules = merged(settings, found.rules)
            yield from messages(found)
            yield from duties(found)
            yield gauge(
                "jamakan_hours_open", "1: what nobody asked for may leave", rules.hours.is_open(datetime.now(UTC))
            )
            yield from money(found, settings.channels, rules.monthly_cap)

    def _redis(self) -> Iterator[Metric]:
        redis = self._core.redis
        yield gauge("jamakan_redis_up", "1: Redis keeps what is written now", not refusal(redis))
        try:
            memory = memory_share(info(redis, "memory"))
            work_now, counted = queues.look(redis), metering.readings(redis)
        except RedisError:
            return
        if memory is not None:
            yield gauge("jamakan_redis_memory_ratio", "How much of the memory it may use is used", memory)
        yield from work(work_now)
        yield from carriers(counted)
        yield from turns(counted)


def gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=float(value))


def labelled(name: str, says: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    """A gauge with one label."""
    family = GaugeMetricFamily(name, says, labels=[label])
    for value, figure in values.items():
        family.add_metric([value], figure)
    return family


def work(found: Work) -> Iterator[Metric]:
    """The stream, the queues and who works them."""
    yield gauge("jamakan_stream_entries", "Answers that wait for SQL", found.entries)
    yield gauge("jamakan_stream_oldest_seconds", "For how long the oldest of them waits", found.oldest_entry or 0.0)
    each = found.queues.items()
    yield labelled("jamakan_queue_jobs", "Jobs that wait", "queue", {name: one.waiting for name, one in each})
    yield labelled(
        "jamakan_queue_failed_jobs", "Failed within a day", "queue", {name: one.failed for name, one in each}
    )
    yield labelled("jamakan_workers", "Processes at work", "queue", {name: one.workers for name, one in each})
    yield gauge("jamakan_clock_leading", "1: a clock leads", bool(found.clock))
    yield gauge("jamakan_programme_shown", "1: dialogues see what is open", found.programme)
    if found.backed_up is not None:
        yield gauge("jamakan_last_backup_timestamp_seconds", "When the last backup was whole", found.backed_up)


def carriers(counted: Readings) -> Iterator[Metric]:
    """Calls to carriers, and what they said of each message."""
    calls = HistogramMetricFamily("jamakan_carrier_call_seconds", "Calls to a carrier", labels=["channel"])
    for channel, latency in counted.latencies.items():
        buckets = list(zip(BUCKETS, accumulate(latency.counts), strict=True))
        calls.add_metric([channel], buckets, sum_value=latency.seconds)
    yield calls
    outcomes = CounterMetricFamily(
        "jamakan_carrier_messages", "What carriers said of messages", labels=["channel", "outcome"]
    )
    for (channel, outcome), count in counted.messages.items():
        outcomes.add_metric([channel, outcome], count)
    yield outcomes


def turns(counted: Readings) -> Iterator[Metric]:
    """What the store took in: turns by what came of them, carriers' reports by their kind."""
    stored = CounterMetricFamily("jamakan_turns", "Turns stored", labels=["kind", "outcome"])
    reports = CounterMetricFamily("jamakan_reports", "Carriers' reports stored", labels=["kind"])
    for (kind, outcome), count in counted.entries.items():
        if kind in TURNS:
            stored.add_metric([kind, outcome], count)
        else:
            reports.add_metric([kind], count)
    yield stored
    yield reports


def messages(found: Figures) -> Iterator[Metric]:
    """Messages on their way out, and what only a person can decide."""
    now = datetime.now(UTC)
    due = sum(one.count for one in found.due.values())
    states = {"due": due, "later": found.later, "sending": found.sending, "uncertain": found.uncertain}
    ages = {
        purpose: max(0.0, (now - one.since).total_seconds()) if one.since else 0.0
        for purpose, one in found.due.items()
    }
    yield labelled("jamakan_messages", "Messages on their way out", "state", states)
    yield labelled("jamakan_oldest_due_seconds", "For how long the oldest due message waits", "purpose", ages)
    yield gauge("jamakan_stuck_attempts", "Attempts without an outcome that nobody swept", found.stuck)
    yield gauge("jamakan_quarantined_entries", "Entries that could not be stored", found.quarantined)


def duties(found: Figures) -> Iterator[Metric]:
    """When each duty of the clock last ended well: it asks, a worker does it, SQL notes it."""
    ended = {name: times.last_at.timestamp() for name, times in found.duties.items() if times.last_at}
    yield labelled("jamakan_duty_last_timestamp_seconds", "When a duty of the clock last ended well", "duty", ended)


def money(found: Figures, channels: Iterable[str], cap: float | None) -> Iterator[Metric]:
    """What this month costs, and channels that stopped."""
    stopped = dict.fromkeys(channels, 0.0) | dict.fromkeys(found.stopped, 1.0)
    spent = {channel: cost.micros / MICROS for channel, cost in found.spent.items() if channel != TOTAL}
    yield labelled("jamakan_channel_stopped", "1: stopped until the account is mended", "channel", stopped)
    yield labelled("jamakan_month_spend_xof", "Spent and reserved this month", "channel", spent)
    if cap is not None:
        yield gauge("jamakan_month_cap_xof", "What a month may cost", cap)
