"""Languages offered, and the words by which an SMS begins something."""

from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.catalog import load_library
from flows.texts import texts
from gateway.console import formats
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext, mark
from jamakan import survey_words
from jamakan.conversation.keywords import AGREEMENT, STOP_WORDS, WORDS, Command
from jamakan.publishing import PublishError
from jamakan.staff.roles import May
from jamakan.store import surveys
from jamakan.store.surveys import Survey

pages = Blueprint("words", __name__, url_prefix="/words")

COMMANDS = {
    Command.STOP: mark("Ne plus recevoir de messages"),
    Command.START: mark("En recevoir de nouveau"),
    Command.HELP: mark("De l’aide"),
    Command.REGISTER: mark("S’inscrire"),
    Command.FEEDBACK: mark("Donner son avis"),
    Command.LANGUAGE: mark("Changer de langue"),
    Command.CANCEL: mark("Annuler une inscription"),
    Command.CONFIRM: mark("Confirmer une inscription"),
    Command.HEARD: mark("Dire un souci, une question, une idée"),
    Command.FOLLOW: mark("Suivre ses demandes"),
    Command.TEST: mark("Répondre au test de connaissances"),
    Command.VOTE: mark("Voter parmi les propositions de son activité"),
    Command.COMMITMENTS: mark("Lire les engagements des institutions"),
    Command.PRESENT: mark("Dire qu’on est là, avec le code du jour"),
    Command.RELAY: mark("Inscrire quelqu’un qui n’a pas de téléphone"),
    Command.NETWORK: mark("Entrer dans le réseau, ou le quitter"),
    Command.DATA: mark("Savoir ce qui est gardé sur soi"),
    Command.WITHDRAW: mark("Retirer son accord"),
    Command.ERASE: mark("Faire effacer ses données"),
}
PROBLEMS = {
    "word": mark("Il faut un seul mot, avec une lettre au moins."),
    "meaning": mark("Ce mot a déjà un sens pour tous : choisissez-en un autre."),
    "taken": mark("Une autre enquête a déjà ce mot : choisissez-en un autre."),
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language offered. `missing`: texts and flows that are French there."""

    code: str
    name: str
    missing: tuple[str, ...]


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """Languages, words that always hold, and those of surveys."""
    return _page(Form({}))


@pages.post("/<flow>")
@needs(May.STAFF)
def change(flow: str) -> ResponseReturnValue:
    """Another word for a survey."""
    form, field = Form(request.form), f"word-{flow}"
    word = form.text(field, most=30)
    if form.problems:
        return _page(form), 422
    try:
        changed = survey_words.change(core(), flow, word, visitor().account.id)
    except LookupError:
        return abort(404)
    except PublishError as refused:
        form.problems[field] = gettext(PROBLEMS[refused.code]) if refused.code in PROBLEMS else str(refused)
        return _page(form), 422
    flash(gettext("Le mot est changé. L’ancien ne dit plus rien.") if changed else gettext("Rien n’a changé."))
    return redirect(url_for(".index"), 303)


def _page(form: Form) -> str:
    with core().db.read() as connection:
        known = surveys.published(connection)
    return render_template(
        "settings/words.html",
        form=form,
        offered=[_language(code) for code in core().settings.languages],
        commands={gettext(COMMANDS[command]): words for command, words in _built_in().items()},
        surveys=known,
        titles={survey.flow: _title(survey) for survey in known},
        short_code=core().settings.short_code,
    )


def _language(code: str) -> Language:
    library = load_library()
    missing = [name for name, text in texts().items() if code not in text]
    missing += [name for name in library.names if code not in library.flow(name).languages]
    try:
        name = Locale.parse(code).get_display_name(formats.locale()) or code
    except (UnknownLocaleError, ValueError):
        name = code
    return Language(code, name, tuple(missing))


def _built_in() -> dict[Command, list[str]]:
    """The words of each command, those for stopping first."""
    found = {Command.STOP: sorted(STOP_WORDS)}
    for word, (command, _language) in (WORDS | AGREEMENT).items():
        found.setdefault(command, []).append(word)
    return found


def _title(survey: Survey) -> str:
    return survey.title.get("fr") or next(iter(survey.title.values()), survey.flow)
