"""What an incoming SMS means: a keyword, an answer to the pending question, or something for a person to read."""

from dataclasses import replace

from flows.text.matching import normal
from jamakan import events
from jamakan.conversation import actions, keywords, knowledge, presence
from jamakan.conversation.keywords import Command, Order
from jamakan.conversation.play import LANGUAGE, NAVIGATION, Play
from jamakan.conversation.programme import OpenSurvey, Programme, RestingSurvey
from jamakan.conversation.turn import Turn

HINT_SECONDS = 3600  # "not recognised" once an hour: two answering machines would write to each other for ever
MISTAKES = 5  # answers in a row that are not understood and still replied to, for the same reason
# Seats are decided in SQL, whose message says how it went: a second SMS would cost and say less.
ANSWERED_BY_STORE = (events.RegistrationRequested, events.CancelRequested, events.ConfirmRequested)
FLOWS = {
    Command.REGISTER: "registration",
    Command.FEEDBACK: "feedback",
    Command.LANGUAGE: LANGUAGE,
    Command.HEARD: "being_heard",
    Command.VOTE: "vote",
    Command.TEST: knowledge.CHOOSING,
    Command.NETWORK: "network",
    Command.DATA: "mydata",
    Command.ERASE: "erasing",
    Command.WITHDRAW: "withdrawal",
    Command.COMMITMENTS: "commitments",
}
SATISFIED = frozenset({"1", "2", "3", "oui", "non", "pas encore", "yes", "no", "not yet"})  # of the end of a case


def play_sms(play: Play, turn: Turn, programme: Programme) -> None:
    """Play one SMS: keeps its words, moves the dialogue, queues the reply."""
    play.begin_turn()
    order = keywords.order(turn.text, agreeing=_may_agree(play, turn.at), telling=not _asked(play))
    survey = None if order else _survey(play, turn.text, programme)
    resting = None if order or survey else _resting(play, turn.text, programme)
    asked = play.profile.asked if not _asked(play) and normal(turn.text) in SATISFIED else None
    if order is not None:
        understood = _obey(play, order, turn.at)
    elif presence.sent(play, turn.text, programme, turn.at):
        presence.claim(play, turn.text.strip(), turn.at)
        understood = True
    elif asked is not None:
        understood = _follow(play, asked.number, turn.text)
    elif survey is not None:
        understood = _begin(play, survey.flow, keywords.first_word(turn.text)[1])
    elif resting is not None:
        understood = _rest(play, resting, keywords.first_word(turn.text)[1])
    else:
        understood = _answer(play, turn)
    play.events.append(events.MessageIn(turn.text, turn.carrier_id, understood))
    if play.screen.body and not any(_answered_by_store(event) for event in play.events):
        play.events.append(events.Reply(play.screen.body))


def _answered_by_store(event: events.Event) -> bool:
    if isinstance(event, events.Performed):
        return event.action in actions.TOLD_BY_STORE
    return isinstance(event, ANSWERED_BY_STORE)


def keep_sms(play: Play, turn: Turn, _programme: Programme) -> None:
    """Keep one SMS that came too late to be played. STOP is obeyed however late, in silence."""
    stop = keywords.is_stop(turn.text)
    if stop:
        play.stop()
        play.be_silent()
    play.events.append(events.MessageIn(turn.text, turn.carrier_id, understood=stop))


def stands_alone(text: str, programme: Programme) -> bool:
    """Whether an SMS means the same at any moment: it begins with a keyword."""
    return keywords.order(text) is not None or programme.called(keywords.first_word(text)[0]) is not None


def answers(rest: str) -> list[str]:
    """The answers that came with a keyword: `4 1 les repas` is 4, then 1, then the words."""
    numbers: list[str] = []
    words = rest.split()
    while words and words[0].isdecimal():
        numbers.append(words.pop(0))
    return [*numbers, " ".join(words)] if words else numbers


def _answer(play: Play, turn: Turn) -> bool:
    """Take the message as an answer, if one is awaited. False when a person has to read it."""
    dialogue = play.state.dialogue
    if dialogue is None or (dialogue.flow in NAVIGATION and play.state.surface != "sms"):
        _hint(play, turn.at)
        return False
    if play.state.surface != "sms":
        play.open()  # left on USSD: show the question here before an answer to it can mean anything
        return False
    play.answer(turn.text)
    if play.understood:
        play.state = replace(play.state, mistakes=0)
        return True
    play.state = replace(play.state, mistakes=play.state.mistakes + 1)
    if play.state.mistakes > MISTAKES:
        play.be_silent()
    return False


def _may_agree(play: Play, at: float) -> bool:
    """Whether a bare OUI confirms a seat: one waits for it, and no question was asked by SMS."""
    return not _asked(play) and play.profile.unconfirmed(at) is not None


def _asked(play: Play) -> bool:
    """Whether a question was asked by SMS and waits for its answer."""
    return play.state.dialogue is not None and play.state.surface == "sms"


def _obey(play: Play, order: Order, at: float) -> bool:
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
        case Command.CONFIRM:
            play.events.append(events.ConfirmRequested(order.rest))
        case Command.PRESENT:
            presence.claim(play, order.rest, at)
        case Command.RELAY:
            play.begin("registration", {"relaying": "yes"})
        case Command.HEARD if order.kind:
            answers = {"kind": order.kind, "words": order.rest, "region": play.profile.region}
            play.perform("open_case", answers)
        case Command.FOLLOW:
            return _follow(play, int("".join(filter(str.isdecimal, order.rest)) or 0))
        case command:
            return _begin(play, FLOWS[command], order.rest)
    return True


def _follow(play: Play, number: int, *words: str) -> bool:
    """Show a case of this line, or the latest; the store looks an older one up. `words`: what to answer to it."""
    if number and not play.profile.follows(number):
        play.perform("follow_case", {"number": str(number)})
        return True
    play.begin("my_cases")
    for answer in (f"n{number}", *words) if number else ():
        play.answer(answer)
    return True


def _begin(play: Play, flow: str, rest: str) -> bool:
    """Go to a flow and give it the answers that came along. False when they could not be taken."""
    play.begin(flow)
    for answer in answers(rest):
        if not play.expects_answers:
            return False
        play.answer(answer)
        if not play.understood:
            return False
    return True


def _survey(play: Play, text: str, programme: Programme) -> OpenSurvey | None:
    """The survey a message calls for. In the middle of a dialogue only its word alone, or with numbers, does."""
    word, rest = keywords.first_word(text)
    answering = play.state.dialogue is not None and rest and not rest[0].isdecimal()
    return None if answering else programme.called(word)


def _resting(play: Play, text: str, programme: Programme) -> RestingSurvey | None:
    """The survey a message calls for in vain. In the middle of another dialogue the word is an answer."""
    found = programme.called_in_vain(keywords.first_word(text)[0])
    dialogue = play.state.dialogue
    elsewhere = found and dialogue and dialogue.flow not in NAVIGATION and dialogue.flow != found.flow
    return None if elsewhere else found


def _rest(play: Play, survey: RestingSurvey, rest: str) -> bool:
    """Go on with a survey that takes nobody new, for who is in the middle of it; the others are told."""
    if play.has_left(survey.flow):
        return _begin(play, survey.flow, rest)
    play.say_of_survey(f"survey.{survey.state}", survey.title)
    return True


def _hint(play: Play, at: float) -> None:
    if play.profile.opted_out or at - play.state.hinted_at < HINT_SECONDS:
        return
    play.state = replace(play.state, hinted_at=at)
    play.say("unknown", ends=False)
