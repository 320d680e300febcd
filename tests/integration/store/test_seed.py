"""The Mali programme as the demo starts with it."""

from datetime import timedelta

from sqlalchemy import func, select

from jamakan.programme import activities as programme_words
from jamakan.store.activities import all_activities, find, open_activities
from jamakan.store.database import Database
from jamakan.store.models import Activity, Series
from jamakan.store.seed import seed
from tests.support.rows import count, rows
from tests.support.stories import NOON


def test_the_past_series_is_what_was_published(programme: Database) -> None:
    query = (
        select(Series.target, Series.reached, func.sum(Activity.target), func.sum(Activity.reached))
        .join(Activity, Activity.series_id == Series.id)
        .where(Series.reached.is_not(None))
        .group_by(Series.id)
    )
    assert rows(programme, query) == [(360, 288, 360, 288)]
    with programme.read() as connection:
        past = [one for one in all_activities(connection) if one.starts_at < NOON]
    assert [(one.region, programme_words.dates(one, "fr")) for one in past] == [
        ("kayes", "novembre 2025"),
        ("mopti", "novembre 2025"),
        ("gao", "novembre 2025"),
        ("sikasso", "décembre 2025"),
        ("segou", "décembre 2025"),
        ("bamako", "17–18 déc. 2025"),
    ]
    assert all("non publiés" in one.note for one in past)


def test_the_coming_series_begins_in_three_days(programme: Database) -> None:
    with programme.read() as connection:
        coming = open_activities(connection, NOON)
    assert [(one.slug, programme_words.label(one, "fr"), one.full) for one in coming] == [
        ("kayes-2026-11-26", "Kayes 26–27 nov.", False),
        ("mopti-2026-11-30", "Mopti 30 nov. – 1 déc.", False),
        ("gao-2026-12-04", "Gao 4–5 déc.", False),
        ("sikasso-2026-12-08", "Sikasso 8–9 déc.", False),
        ("segou-2026-12-12", "Ségou 12–13 déc.", False),
        ("bamako-2026-12-16", "Bamako 16–17 déc.", False),
    ]
    assert {(one.seats, one.target) for one in coming} == {(60, 60)}


def test_seeding_again_adds_nothing_and_keeps_the_dates(programme: Database) -> None:
    assert not seed(programme, NOON.date() + timedelta(days=30))
    assert count(programme, Activity) == 12
    with programme.read() as connection:
        assert find(connection, "kayes-2026-11-26") is not None
        assert find(connection, "kayes-2026-12-26") is None


def test_an_activity_that_began_is_no_longer_offered(programme: Database) -> None:
    with programme.read() as connection:
        left = open_activities(connection, NOON + timedelta(days=3))
    assert [one.region for one in left] == ["mopti", "gao", "sikasso", "segou", "bamako"]
