"""Who may do what: every page says it, nobody passes without, and trying is noted."""

from collections.abc import Callable

import pytest
from flask import Flask

from gateway.console.gate import NEEDS, READING
from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.staff.roles import ROLES, May
from jamakan.store.models import AuditEntry, Registration
from tests.support.console import Staff, register, trail_holds
from tests.support.rows import count, rows, seats

People = Callable[[str], Staff]
OPEN = {  # what a stranger may reach: anything added here needs a reason
    "console.assets.asset",
    "console.policy.report",
    "console.entrance.sign_in",
    "console.entrance.let_in",
    "console.entrance.invitation",
    "console.entrance.accept",
    "console.entrance.speak",
}


def console_rules(gateway: Flask) -> list[tuple[str, set[str], May]]:
    rules = [rule for rule in gateway.url_map.iter_rules() if rule.endpoint.startswith("console.")]
    return [(rule.endpoint, rule.methods or set(), NEEDS[gateway.view_functions[rule.endpoint]]) for rule in rules]


def test_every_page_says_what_it_needs(gateway: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in gateway.url_map.iter_rules()
        if rule.endpoint.startswith("console.") and gateway.view_functions[rule.endpoint] not in NEEDS
    ]
    assert silent == []
    assert {endpoint for endpoint, _, needs in console_rules(gateway) if needs is May.ANYBODY} == OPEN


def test_a_viewer_changes_nothing_but_their_own_account(gateway: Flask) -> None:
    own = {"console.settings.account.end_sign_in", "console.entrance.sign_out", "console.second_factor.prove"}
    own |= {"console.entrance.check_code"}
    own |= {"console.surveys.phone.type_version", "console.surveys.phone.type_draft"}  # a phone that stores nothing
    changing = {
        name for name, methods, needs in console_rules(gateway) if methods - READING and needs in ROLES["viewer"]
    }
    assert changing == own | OPEN - {
        "console.assets.asset",
        "console.entrance.sign_in",
        "console.entrance.invitation",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/activities/new",
        "/activities/{slug}/edit",
        "/activities/{slug}/door/1/1",
        "/activities/{slug}/people/1/number",
        "/activities/{slug}/people/1/cancel",
        "/activities/{slug}/people/1/promote",
        "/settings/staff",
        "/settings/staff/1/role",
        "/settings/audit/verify",
        "/settings/rules",
        "/settings/prices",
        "/settings/retention",
        "/settings/words/feedback",
        "/settings/channels/africastalking/open",
        "/settings/channels/africastalking/test",
        "/settings/follow-ups",
        "/settings/follow-ups/reminder/pause",
        "/exports",
        "/exports/1/remove",
    ],
)
def test_a_viewer_s_hand_made_request_is_refused_and_noted(
    staff: People, core: Core, kayes: Activity, path: str
) -> None:
    register(core, kayes, "Awa Traoré")
    before, viewer = seats(core.db, kayes.slug), staff("viewer")
    viewer.sends(path.format(slug=kayes.slug), 403, came="1", reason="asked", role="administrator")
    viewer.sees("Votre rôle ne le permet pas")
    assert seats(core.db, kayes.slug) == before
    refusal = viewer.deeds()[0]
    assert (refusal.action, refusal.details["method"]) == ("refused", "POST")
    assert trail_holds(core)


@pytest.mark.parametrize("token", ["", "made-up"])
def test_a_form_from_elsewhere_changes_nothing(staff: People, core: Core, kayes: Activity, token: str) -> None:
    oumou = staff("operator")
    before = count(core.db, AuditEntry)
    oumou.token = token or "-"
    oumou.sends("/activities/new", 400, place="FEMAPH")
    oumou.sees("La demande n’a pas été comprise")
    assert count(core.db, AuditEntry) == before


def test_a_token_of_one_browser_is_of_no_use_in_another(staff: People, kayes: Activity) -> None:
    oumou, ramata = staff("operator"), staff("administrator")
    ramata.opens("/settings")
    oumou.token = ramata.token
    oumou.sends(f"/activities/{kayes.slug}/edit", 400)


def test_a_stranger_s_form_leads_to_the_sign_in(somebody: People, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    stranger = somebody("")
    stranger.opens("/sign-in")
    answer = stranger.sends(f"/activities/{kayes.slug}/people/1/cancel", reason="asked")
    assert answer.location == "/sign-in"
    assert rows(core.db, Registration.__table__.select())[0].count("registered") == 1


def test_a_part_of_a_page_asked_for_by_a_stranger_sends_the_whole_browser_to_sign_in(
    somebody: People, kayes: Activity
) -> None:
    stranger = somebody("")
    answer = stranger.client.post(f"/activities/{kayes.slug}/door/1/1", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/sign-in")


def test_an_administrator_in_production_must_set_up_a_second_factor_first(staff: People, core: Core) -> None:
    ramata = staff("administrator")
    ramata.opens("/activities")
    object.__setattr__(core.settings, "env", "production")
    ramata.client.delete_cookie("jamakan")
    page = ramata.client.get("/sign-in", base_url="https://localhost")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "email": ramata.email, "password": "une phrase assez longue"}
    answer = ramata.client.post(
        "/sign-in", data=form, base_url="https://localhost", headers={"Referer": "https://localhost/sign-in"}
    )
    assert answer.location.startswith("/second-factor")
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-jamakan="))
    assert "Secure" in cookie
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    assert ramata.client.get("/activities", base_url="https://localhost").location == "/second-factor"
