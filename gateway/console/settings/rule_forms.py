"""Rules in a form: filled with what holds now, read back, refused in words beside the field."""

from collections.abc import Callable, Mapping, Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.words import gettext, mark
from jamakan.house_rules import changing
from jamakan.house_rules.changing import Rule, RulesRefused

WRONG = {  # what to say of a value that cannot be; the checks themselves are the environment's
    "send_from": mark("Il faut une heure. Exemple : 08:00"),
    "send_until": mark("Il faut une heure. Exemple : 20:00"),
    "no_send_days": mark("Ces jours n’ont pas été compris. Écrivez des dates comme 11/04/2027, une par ligne."),
    "unasked_a_day": mark("Il faut un nombre entre 1 et 100."),
    "replies_a_day": mark("Il faut un nombre entre 1 et 10 000."),
    "broadcast_per_second": mark("Il faut un nombre, 0 pour aucune limite."),
    "fallback_channel": mark("Choisissez dans la liste."),
    "monthly_cap": mark("Il faut un montant en FCFA, ou rien pour aucun plafond."),
    "budget_warning": mark("Il faut un pourcentage entre 1 et 100."),
    "approval_over": mark("Il faut un nombre, 0 pour tous les envois."),
    "sms_price": mark("Il faut un prix en FCFA. Exemple : 8,5"),
    "orange_price": mark("Il faut un prix en FCFA. Exemple : 8,5"),
    "android_price": mark("Il faut un prix en FCFA. Exemple : 8,5"),
    "network_prices": mark("Il faut un prix en FCFA. Exemple : 8,5"),
    "case_read_hours": mark("Il faut un nombre d’heures entre 1 et 720."),
    "case_answer_days": mark("Il faut un nombre de jours entre 1 et 365."),
    "case_themes": mark("Écrivez chaque thème ainsi : water=L’eau/Water, 24 lettres au plus dans chaque langue."),
    "keep_turns_days": mark("Il faut un nombre de jours entre 30 et 3650."),
    "keep_reports_days": mark("Il faut un nombre de jours entre 30 et 3650."),
    "keep_exports_days": mark("Il faut un nombre de jours entre 1 et 30."),
    "": mark("Avec ces heures et ces jours, aucun message ne partirait jamais."),
}
HOURS = {"send_from", "send_until", "no_send_days"}
WORDS = frozenset(HOURS | {"fallback_channel", "network_prices", "case_themes", ""})
NUMBERS = frozenset(WRONG) - WORDS


def seen(rules: Mapping[str, Rule], names: Sequence[str]) -> str:
    """What the form was filled with, in short: it differs when somebody else saved since."""
    return core().settings.vault.ref("rules seen", repr([(name, rules[name].value) for name in names]))


def typed(rules: Mapping[str, Rule], names: Sequence[str]) -> dict[str, str]:
    """The rules as somebody would have typed them."""
    return {name: rules[name].value for name in names}


def saved(
    page: Callable[[Form], str], names: Sequence[str], read: Mapping[str, Callable[[Form], str]], words: str
) -> ResponseReturnValue:
    """Save the form at hand: its section's page again with the problems, or the index with these words."""
    form, changed = save(names, read)
    if form.problems:
        return page(form), 422
    flash(words if changed else gettext("Rien n’a changé."))
    return redirect(url_for(".index"), 303)


def save(names: Sequence[str], read: Mapping[str, Callable[[Form], str]]) -> tuple[Form, list[str]]:
    """Take the form at hand: the form with its problems, and the names of what changed.

    `read`: how a rule is read that is more than one field.
    """
    form, rules = Form(request.form), changing.listed(core())
    if form.value("seen") != seen(rules, names):
        form.problems["seen"] = gettext("Quelqu’un a changé ces règles entre-temps : voyez ce qui a changé.")
        return form, []
    wanted = {name: read.get(name, _plain(name))(form) for name in names if not rules[name].pinned}
    if form.problems:
        return form, []
    try:
        return form, changing.change(core(), wanted, visitor().account.id)
    except RulesRefused as refused:
        for name in refused.problems:
            form.problems[name or names[0]] = gettext(WRONG[name])
        return form, []


def _plain(name: str) -> Callable[[Form], str]:
    def read(form: Form) -> str:
        value = form.value(name).strip()
        return "".join(value.split()).replace(",", ".") if name in NUMBERS else value

    return read
