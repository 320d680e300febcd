"""The figures Prometheus reads: what they say of a house, who may read them, and what they never say."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from gateway.app import create_app
from jamakan import metering, schedule, storing
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.state import keys, wake
from jamakan.store import channel_states, spending
from jamakan.store.models import Message
from jamakan.store.spending import Cost
from tests.support.figures import scrape, scrape_once
from tests.support.line import AWA, Line

ROOT = Path(__file__).parents[3]
TOKEN = "a-metrics-token-of-some-length"
MONTH_CAP = 50_000.0


def test_an_answer_on_its_way_from_phone_to_sql(awa: Line, client: FlaskClient, core: Core) -> None:
    awa.dials("1")
    waiting = scrape(client)
    assert waiting["jamakan_redis_up"] == 1
    assert waiting["jamakan_stream_entries"] == 1
    assert 0 < waiting["jamakan_stream_oldest_seconds"] < 60
    assert waiting["jamakan_queue_jobs", wake.STORE_QUEUE] == 1
    storing.drain(core)
    stored = scrape(client)
    assert stored["jamakan_stream_entries"] == 0
    assert stored["jamakan_stream_oldest_seconds"] == 0
    assert stored["jamakan_turns_total", "ussd", "moved"] == 1


def test_what_came_of_turns_is_counted(awa: Line, client: FlaskClient, core: Core) -> None:
    awa.dials("1", "2", "4", "Bien", "Rien")
    awa.texts("la route est coupée")
    awa.texts("STOP")
    storing.drain(core)
    found = scrape(client)
    assert found["jamakan_turns_total", "ussd", "completed"] == 1
    assert found["jamakan_turns_total", "sms", "not_understood"] == 1
    assert found["jamakan_turns_total", "sms", "stopped"] == 1


def test_calls_to_carriers_are_counted_from_every_process(client: FlaskClient, core: Core) -> None:
    metering.call(core.redis, "africastalking", {"sent": 198, "failed": 2}, 0.31)
    with closing(build_core(core.settings)) as elsewhere:
        metering.call(elsewhere.redis, "africastalking", {"uncertain": 1}, 75.0)
    found = scrape(client)
    assert found["jamakan_carrier_messages_total", "africastalking", "sent"] == 198
    assert found["jamakan_carrier_messages_total", "africastalking", "uncertain"] == 1
    assert found["jamakan_carrier_call_seconds_bucket", "africastalking", "0.25"] == 0
    assert found["jamakan_carrier_call_seconds_bucket", "africastalking", "0.5"] == 1
    assert found["jamakan_carrier_call_seconds_bucket", "africastalking", "60.0"] == 1
    assert found["jamakan_carrier_call_seconds_bucket", "africastalking", "+Inf"] == 2
    assert found["jamakan_carrier_call_seconds_count", "africastalking"] == 2
    assert found["jamakan_carrier_call_seconds_sum", "africastalking"] == pytest.approx(75.31)


def test_messages_by_state_and_the_oldest_one_due(awa: Line, client: FlaskClient, core: Core) -> None:
    for text in ("AIDE", "AVIS", "AIDE", "AVIS", "AIDE"):
        awa.texts(text)
    awa.outbox()
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        going = list(connection.execute(select(Message.id).where(Message.direction == "out")).scalars())
        for number, changes in zip(
            going,
            (
                {"state": "uncertain"},
                {"state": "sending", "attempted_at": now - timedelta(minutes=10)},
                {"state": "sending", "attempted_at": now},
                {"not_before": now + timedelta(hours=1)},
                {"not_before": now - timedelta(minutes=5)},
            ),
            strict=True,
        ):
            connection.execute(update(Message).where(Message.id == number).values(**changes))
    found = scrape(client)
    counted = {state: found["jamakan_messages", state] for state in ("due", "later", "sending", "uncertain")}
    assert counted == {"due": 1, "later": 1, "sending": 2, "uncertain": 1}
    assert found["jamakan_stuck_attempts"] == 1
    assert 300 <= found["jamakan_oldest_due_seconds", "reply"] < 360
    assert found["jamakan_oldest_due_seconds", "broadcast"] == 0


def test_spending_stopped_channels_and_duties(core: Core) -> None:
    capped = Settings(**(core.settings.model_dump() | {"monthly_cap": MONTH_CAP}))
    spending_and_duties(core)
    with closing(build_core(capped)) as house:
        found = scrape(create_app(house).test_client())
    assert found["jamakan_month_spend_xof", "africastalking"] == 12.5
    assert found["jamakan_month_cap_xof"] == MONTH_CAP
    assert found["jamakan_channel_stopped", "orange"] == 1
    assert found["jamakan_channel_stopped", "africastalking"] == 0
    assert found["jamakan_duty_last_timestamp_seconds", "refresh"] == pytest.approx(
        datetime.now(UTC).timestamp(), abs=60
    )


def test_every_figure_that_an_alert_asks_for_is_told(core: Core) -> None:
    rules = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\bjamakan_\w+", rules))
    metering.call(core.redis, "africastalking", {"sent": 1}, 0.1)
    core.redis.set(keys.BACKED_UP, "1")
    with closing(build_core(Settings(**(core.settings.model_dump() | {"monthly_cap": MONTH_CAP})))) as house:
        spending_and_duties(house)
        told = scrape(create_app(house).test_client()).names
    assert len(asked) > 10
    assert asked <= told, asked - told


def spending_and_duties(core: Core) -> None:
    """Something of everything that is counted only once there is some."""
    with core.db.begin() as connection:
        spending.add(connection, datetime.now(UTC).date(), "africastalking", Cost(12_500_000, 3, 4))
        channel_states.stop(connection, "orange", "the contract has ended", datetime.now(UTC), None)
    schedule.ask(core)
    schedule.done(core, "refresh")


class TestWithoutServers:
    """A server that is away takes its own figures with it, and no others."""

    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        return sqlite_url

    def test_sql_away(self, core: Core, client: FlaskClient) -> None:
        core.db.close()
        database = Path(core.settings.database_url.removeprefix("sqlite:///"))
        database.rename(database.with_name("away"))
        database.mkdir()
        found = scrape_once(client)
        assert found["jamakan_sql_up"] == 0
        assert "jamakan_messages" not in found
        assert "jamakan_month_spend_xof" not in found
        assert found["jamakan_redis_up"] == 1
        assert "jamakan_stream_entries" in found

    def test_redis_away(self, core: Core, tmp_path: Path) -> None:
        lost = Settings(**(core.settings.model_dump() | {"redis_url": f"unix://{tmp_path}/nobody"}))
        with closing(build_core(lost)) as house:
            found = scrape(create_app(house).test_client())
        assert found["jamakan_redis_up"] == 0
        assert "jamakan_stream_entries" not in found
        assert found["jamakan_sql_up"] == 1
        assert found["jamakan_messages", "due"] == 0

    def test_a_call_that_cannot_be_counted_fails_nothing(self, core: Core, tmp_path: Path) -> None:
        lost = Settings(**(core.settings.model_dump() | {"redis_url": f"unix://{tmp_path}/nobody"}))
        with closing(build_core(lost)) as house:
            metering.call(house.redis, "africastalking", {"sent": 1}, 0.1)

    def test_no_figure_names_a_person(self, awa: Line, client: FlaskClient, core: Core) -> None:
        awa.dials("1", "2", "4", "Bien", "Rien")
        awa.texts("je suis Awa Traoré")
        storing.drain(core)
        text = scrape(client).text
        assert AWA.removeprefix("+223") not in text
        assert "Awa" not in text
        assert core.settings.vault.ref("phone", AWA) not in text

    @pytest.mark.parametrize(
        ("token", "headers", "address", "status"),
        [
            ("", {}, "127.0.0.1", 200),
            ("", {}, "::1", 200),
            ("", {}, "203.0.113.9", 403),
            ("", {"X-Forwarded-For": "203.0.113.9"}, "127.0.0.1", 403),
            ("", {"Forwarded": "for=203.0.113.9"}, "127.0.0.1", 403),
            ("", {"Authorization": "Bearer "}, "203.0.113.9", 403),
            (TOKEN, {}, "127.0.0.1", 403),
            (TOKEN, {"Authorization": f"Bearer {TOKEN}"}, "203.0.113.9", 200),
            (TOKEN, {"Authorization": f"Bearer {TOKEN}x"}, "203.0.113.9", 403),
            (TOKEN, {"Authorization": "Bearer é"}, "203.0.113.9", 403),
        ],
    )
    def test_who_may_read(self, core: Core, token: str, headers: dict[str, str], address: str, status: int) -> None:
        with closing(build_core(Settings(**(core.settings.model_dump() | {"metrics_token": token})))) as house:
            client = create_app(house).test_client()
            answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
        assert answer.status_code == status
