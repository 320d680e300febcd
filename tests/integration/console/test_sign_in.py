"""Signing in and out: what works, what is refused, what guessing costs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select, update
from time_machine import travel

from jamakan.core import Core
from jamakan.staff import accounts, sign_ins
from jamakan.staff.guesses import ACCOUNT, ADDRESS
from jamakan.store.models import StaffAccount, StaffSignIn
from tests.support.console import PASSWORD, Staff
from tests.support.rows import column, count

People = Callable[[str], Staff]
SLOW = 8  # tries more, each wait twice the one before: a slow machine meets one of them


def guess(person: Staff) -> int:
    """One wrong password; the answer's status."""
    person.opens("/sign-in")
    form = {"csrf_token": person.token, "email": person.email, "password": "faux"}
    answer = person.client.post("/sign-in", data=form)
    person.html = answer.text
    return answer.status_code


def guesses_until_told_to_wait(person: Staff) -> int:
    """Wrong passwords until one is not looked at; how many they were."""
    return next(number for number in range(1, ACCOUNT.free + SLOW) if guess(person) == 429)


@pytest.fixture
def oumou(core: Core, somebody: People) -> Staff:
    """An operator who is not signed in yet."""
    accounts.add(core, "Oumou Bah", "Oumou@Example.org", "operator", PASSWORD)
    return somebody("oumou@example.org")


def test_a_stranger_is_led_to_the_form_and_then_where_they_wanted(oumou: Staff) -> None:
    led = oumou.client.get("/activities?when=past")
    assert led.location == "/sign-in?next=/activities?when%3Dpast"
    answer = oumou.signs_in(next="/activities?when=past")
    assert answer.location == "/activities?when=past"
    oumou.opens("/activities")
    oumou.sees("Oumou Bah", "Se déconnecter")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"],
)
def test_nobody_is_sent_to_another_site(oumou: Staff, elsewhere: str) -> None:
    assert oumou.signs_in(next=elsewhere).location == "/"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("oumou@example.org", "un autre mot de passe"),
        ("personne@example.org", PASSWORD),
        ("", ""),
        ("oumou@example.org", "x" * 5000),
        ("oumou@example.org\x00", PASSWORD),
    ],
)
def test_what_is_wrong_is_not_told(oumou: Staff, somebody: People, email: str, password: str) -> None:
    stranger = somebody(email)
    stranger.signs_in(password, status=422)
    stranger.sees("L’adresse ou le mot de passe n’est pas le bon.")
    assert "jamakan=" not in str(stranger.client.get("/").headers)


def test_a_closed_account_signs_in_no_more_and_is_out_at_once(oumou: Staff, core: Core) -> None:
    oumou.signs_in()
    oumou.opens("/activities")
    accounts.disable(core, accounts.by_email(core, "oumou@example.org"))
    assert oumou.client.get("/activities").status_code == 303
    oumou.signs_in(status=422)


def test_each_sign_in_has_a_fresh_token_and_only_its_hash_is_kept(oumou: Staff, core: Core) -> None:
    first, second = oumou.signs_in(), oumou.signs_in()
    given = [answer.headers.getlist("Set-Cookie") for answer in (first, second)]
    tokens = [next(line for line in lines if line.startswith("jamakan=")) for lines in given]
    assert tokens[0] != tokens[1]
    assert all("HttpOnly" in token and "SameSite=Lax" in token for token in tokens)
    kept = column(core.db, select(StaffSignIn.token_ref))
    assert not any(ref in token for ref in kept for token in tokens)


@pytest.mark.parametrize(("column", "back"), [("seen_at", sign_ins.IDLE), ("expires_at", sign_ins.LASTS)])
def test_a_sign_in_ends_when_it_is_idle_and_when_it_is_old(
    oumou: Staff, core: Core, column: str, back: timedelta
) -> None:
    oumou.signs_in()
    oumou.opens("/activities")
    with core.db.begin() as connection:
        connection.execute(update(StaffSignIn).values({column: datetime.now(UTC) - back}))
    assert oumou.client.get("/activities").status_code == 303


def test_guessing_an_account_takes_longer_and_longer_but_never_locks_it(oumou: Staff, core: Core) -> None:
    assert guesses_until_told_to_wait(oumou) > ACCOUNT.free
    oumou.sees("Trop d’essais. Attendez")
    for key in core.redis.scan_iter("jmk:sign-in:gate:*"):
        core.redis.delete(key)  # the wait is over
    oumou.signs_in(PASSWORD)


def test_who_signed_in_before_is_not_kept_out_by_strangers(oumou: Staff, somebody: People) -> None:
    oumou.signs_in()
    oumou.sends("/sign-out")
    stranger = somebody("oumou@example.org")
    guesses_until_told_to_wait(stranger)
    oumou.signs_in()


def test_one_address_trying_many_accounts_waits_too(somebody: People, oumou: Staff) -> None:
    statuses = [guess(somebody(f"personne-{number}@example.org")) for number in range(ADDRESS.free + SLOW)]
    assert statuses[: ADDRESS.free] == [422] * ADDRESS.free
    assert 429 in statuses


def test_signing_out_ends_this_browser_and_settings_end_another(staff: People, core: Core) -> None:
    ramata = staff("administrator")
    elsewhere = Staff(ramata.client.application.test_client(), ramata.email, core)
    elsewhere.signs_in()
    ramata.opens("/settings")
    ramata.sees("Navigateurs connectés", "celui-ci")
    latest = max(column(core.db, select(StaffSignIn.id)))
    ramata.sends(f"/settings/sign-ins/{latest}/end")
    assert elsewhere.client.get("/settings").status_code == 303
    ramata.sends("/sign-out")
    assert ramata.client.get("/settings").status_code == 303
    assert count(core.db, StaffSignIn) == 0


def test_nobody_ends_the_sign_in_of_another(staff: People, core: Core) -> None:
    ramata, viewer = staff("administrator"), staff("viewer")
    first = min(column(core.db, select(StaffSignIn.id)))
    viewer.sends(f"/settings/sign-ins/{first}/end")
    ramata.opens("/settings")


def test_a_second_factor_is_set_up_asked_for_and_never_taken_twice(staff: People, core: Core) -> None:
    ramata = staff("administrator")
    page = ramata.opens("/second-factor")
    secret = "".join(page.split('class="letters">')[1].split("<")[0].split())
    sealed = page.split('name="secret" value="')[1].split('"')[0]
    with travel("2026-12-01 10:00:00Z", tick=False):
        ramata.signs_in()
        ramata.opens("/second-factor")
        now = pyotp.TOTP(secret).now()
        ramata.sends("/second-factor", 422, secret=sealed, code="000000" if now != "000000" else "111111")
        ramata.sends("/second-factor", 200, secret=sealed, code=now)
        ramata.sees("Codes de secours")
    codes = [part.split("<")[0] for part in ramata.html.split("<code>")[1:]]
    assert len(codes) == 10
    with travel("2026-12-01 12:00:00Z", tick=False):
        assert ramata.signs_in().location.startswith("/sign-in/code")
        assert ramata.client.get("/activities").location == "/sign-in/code"
        assert ramata.client.get("/second-factor").status_code == 403
        code = pyotp.TOTP(secret).now()
        ramata.opens("/sign-in/code")
        ramata.sends("/sign-in/code", 303, code=f"{code[:3]} {code[3:]}")
        ramata.opens("/activities")
        ramata.signs_in()
        ramata.opens("/sign-in/code")
        ramata.sends("/sign-in/code", 422, code=code)
        ramata.sends("/sign-in/code", 303, code=codes[0].upper())
        ramata.signs_in()
        ramata.opens("/sign-in/code")
        ramata.sends("/sign-in/code", 422, code=codes[0])
    assert secret.encode() not in b"".join(filter(None, column(core.db, select(StaffAccount.totp))))


def test_a_sealed_secret_of_another_account_is_refused(staff: People) -> None:
    ramata, viewer = staff("administrator"), staff("viewer")
    page = ramata.opens("/second-factor")
    secret = "".join(page.split('class="letters">')[1].split("<")[0].split())
    sealed = page.split('name="secret" value="')[1].split('"')[0]
    viewer.opens("/second-factor")
    viewer.sends("/second-factor", 422, secret=sealed, code=pyotp.TOTP(secret).now())
    viewer.sees("La page était trop vieille")
