"""What a part of an SMS costs, by channel and by the network it goes to."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.settings import rule_forms
from gateway.console.settings.channels import NAMES
from gateway.console.words import gettext
from jamakan.house_rules import changing
from jamakan.house_rules.model import NETWORK_PRICE, PRICES
from jamakan.staff.roles import May

pages = Blueprint("prices", __name__, url_prefix="/prices")

NETWORKS = {"61002": "Orange Mali", "61001": "Moov Africa Malitel", "61003": "Telecel Mali"}  # by MCC and MNC


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The prices, and the form for those who may change them."""
    return _page(None)


@pages.post("")
@needs(May.STAFF)
def change() -> ResponseReturnValue:
    """Other prices, from the next message on."""
    words = gettext("Enregistré. Le prix vaut dès le prochain message.")
    return rule_forms.saved(_page, _rules(), {"network_prices": _networks}, words)


def _page(form: Form | None) -> str:
    rules = changing.listed(core())
    typed = rule_forms.typed(rules, _rules())
    for found in map(NETWORK_PRICE.fullmatch, typed.pop("network_prices").split(",")):
        if found:
            typed[f"{found['channel']}-{found['network']}"] = found["price"]
    return render_template(
        "settings/prices.html",
        form=form or Form({name: value.replace(".", ",") for name, value in typed.items()}),
        rules=rules,
        seen=rule_forms.seen(rules, _rules()),
        channels={name: (NAMES[name], PRICES[name]) for name in core().settings.channels},
        networks=NETWORKS,
    )


def _rules() -> tuple[str, ...]:
    """Those of the channels of this house."""
    return (*(PRICES[name] for name in core().settings.channels), "network_prices")


def _networks(form: Form) -> str:
    """The prices typed for networks; those of networks that the form does not show stay."""
    shown = {f"{channel}/{network}" for channel in core().settings.channels for network in NETWORKS}
    kept = [one for one in changing.listed(core())["network_prices"].value.split(",") if one]
    found = [one for one in kept if one.partition("=")[0] not in shown]
    for name in sorted(shown):
        price = "".join(form.value(name.replace("/", "-")).split()).replace(",", ".")
        if price:
            found.append(f"{name}={price}")
    return ",".join(found)
