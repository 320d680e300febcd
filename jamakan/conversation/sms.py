"""What an incoming SMS means: a keyword, an answer to the pending question, or something for a person to read."""

from dataclasses import replace

from jamakan import events
from jamakan.conversation import keywords
from jamakan.conversation.keywords import Command, Order
from jamakan.conversation.play import LANGUAGE, Play
from jamakan.conversation.programme import OpenSurvey, Programme
from jamakan.conversation.turn import Turn

HINT_SECONDS = 3600  # "not recognised" once an hour: two answering machines would write to each other for ever
# Seats are decided in SQL, whose message says how it went: a second SMS would cost and say less.
ANSWERED_BY_STORE = (events.RegistrationRequested, events.CancelRequested)
FLOWS = {Command.REGISTER: "registration", Command.FEEDBACK: "feedback", Command.LANGUAGE: LANGUAGE}


def play_sms(play: Play, turn: Turn, programme: Programme) -> None:
    """Play one SMS: keeps its words, moves the dialogue, queues the reply."""
    order = keywords.order(turn.text)
    survey = None if order else _survey(play, turn.text, programme)
    understood = True
    if order is not None:
        _obey(play, order)
    elif survey is not None:
        play.begin(survey.flow)
        _answer_all(play, turn.text.strip().partition(" ")[2])
    elif play.state.dialogue is not None and play.state.surface == "sms":
        play.type(turn.text)
    elif play.state.dialogue is not None:
        play.open()  # left on USSD: show the question here before an answer to it can mean anything
    else:
        understood = False
        _hint(play, turn.at)
    play.events.append(events.MessageIn(turn.text, turn.carrier_id, understood))
    if play.screen.body and not any(isinstance(event, ANSWERED_BY_STORE) for event in play.events):
        play.events.append(events.Reply(play.screen.body))


def _obey(play: Play, order: Order) -> None:
    if order.language and not play.profile.language:
        play.choose_language(order.language)
    match order.command:
        case Command.STOP:
            play.stop()
        case Command.START:
            play.restart_messages()
        case Command.HELP:
            play.say("help", ends=False)
        case Command.CANCEL:
            play.events.append(events.CancelRequested(order.rest))
        case command:
            play.begin(FLOWS[command])
            _answer_all(play, order.rest)


def _survey(play: Play, text: str, programme: Programme) -> OpenSurvey | None:
    """The survey a message calls for. In the middle of a dialogue only a message of that one word does."""
    word, _, rest = text.strip().partition(" ")
    return None if rest and play.state.dialogue is not None else programme.called(word)


def _answer_all(play: Play, rest: str) -> None:
    for answer in answers(rest):
        if play.expects_answers:
            play.type(answer)


def answers(rest: str) -> list[str]:
    """The answers that came with a keyword: `4 1 les repas` is 4, then 1, then the words."""
    numbers: list[str] = []
    words = rest.split()
    while words and words[0].isdecimal():
        numbers.append(words.pop(0))
    return [*numbers, " ".join(words)] if words else numbers


def _hint(play: Play, at: float) -> None:
    if play.profile.opted_out or at - play.state.hinted_at < HINT_SECONDS:
        return
    play.state = replace(play.state, hinted_at=at)
    play.say("unknown", ends=False)
