"""The indicators of the programme, as data: what each one is, of what, by what it may be split (domain notes, 3.2).

An indicator is a measure of a population, of another measure of it where it has a denominator. Every word about it
is here, in French and in English: pages, files and docs/figures.md say the same. We report numbers and changes, never
an impact: there is no comparison group.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Words = Mapping[str, str]
"""By language: fr, en."""

COUNT, PERCENT, MEAN = "count", "percent", "mean"
PEOPLE, SENSITIVE, INSTITUTIONS = "people", "sensitive", "institutions"  # classes of thresholds
PARTICIPATION, MESSAGES, SURVEYS, LEARNING, CASES, ACCOUNTABILITY = THEMES = (
    *("participation", "messages", "surveys", "learning", "cases", "accountability"),
)
OF_PEOPLE = ("activity", "region", "sex", "age", "group", "disability", "pvh", "displacement", "language")
OF_CASES, OF_PROMISES = ("kind", "theme", "region"), ("institution", "region")
OF_TESTS = ("activity", "sex", "age", "region", "group", "disability", "displacement")
OF_ANSWERS = ("survey", "channel", "language", "sex")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of them. `formula`, `numerator`, `denominator` in words; `measures`: those of `population`.

    A percentage is 100 × numerator / denominator, a mean their quotient. `source`: tables of the database.
    """

    key: str
    theme: str
    population: str
    measures: tuple[str, str]  # numerator, denominator or ""
    unit: str
    splits: tuple[str, ...]
    threshold: str
    title: Words
    formula: Words
    numerator: Words
    denominator: Words
    source: str
    people: str = ""  # the measure that says how many people it speaks of, where its denominator does not


def _words(fr: str, en: str) -> Words:
    return {"fr": fr, "en": en}


_SEATS = _words(
    "places prises : une par personne et par activité, pour qui a une place ou est venu",
    "seats taken: one a person and activity, of whoever has a seat or came",
)
_PRESENT = _words("places dont la personne est venue un jour au moins", "seats whose person came on one day at least")
_DAY1 = _words("places dont la personne est venue le premier jour", "seats whose person came on the first day")
_SENT = _words("SMS qu’un opérateur a été prié de prendre", "SMS that a carrier was asked to take")
_DELIVERED = _words("SMS dont l’opérateur dit qu’ils sont arrivés", "SMS that the carrier says arrived")
_BEGUN = _words("dialogues d’enquêtes commencés", "dialogues of surveys that began")
_COMPLETED = _words("dialogues d’enquêtes menés à leur fin", "dialogues of surveys that came to their end")
_INVITED = _words("invitations écrites, hors STOP", "invitations written, STOP aside")
_RECEIVED = _words("dossiers reçus, hors voie confidentielle", "cases received, the confidential path aside")
_GOING_ON = _words("engagements en cours ou en retard", "commitments going on or late")
_PROMISES = _words("engagements pris par des institutions", "commitments made by institutions")
_NOTHING = _words("", "")
_PAIRED = _words("personnes qui ont fait les deux tests", "people who took both tests")
_QUESTIONS = _words("questions posées à ces personnes", "questions asked of these people")
_RESULTS = "knowledge_results"
_REGISTRATIONS = "registrations, attendance, participants"
_DIALOGUES, _CASES, _COMMITMENTS = "dialogues", "cases", "commitments"

INDICATORS: Mapping[str, Indicator] = {
    one.key: one
    for one in (
        Indicator(
            *("reached", PARTICIPATION, "activities", ("reached", "target"), PERCENT),
            *(("activity", "place", "series"), INSTITUTIONS),
            _words("Personnes atteintes, sur l’objectif", "People reached, of the target"),
            _words("personnes atteintes / objectif de l’activité", "people reached / the activity's target"),
            _words(
                "personnes venues, ou le nombre que le programme a publié",
                "people who came, or the number the programme published",
            ),
            _words("objectif fixé à l’activité", "the target set for the activity"),
            "activities, attendance",
        ),
        Indicator(
            *("registered", PARTICIPATION, "seats", ("registered", ""), COUNT, OF_PEOPLE, PEOPLE),
            _words("Inscriptions", "Registrations"),
            _words("nombre de places prises", "number of seats taken"),
            *(_SEATS, _NOTHING, _REGISTRATIONS),
        ),
        Indicator(
            *("confirmed", PARTICIPATION, "seats", ("confirmed", "registered"), PERCENT, OF_PEOPLE, PEOPLE),
            _words("Venue confirmée", "Confirmed"),
            _words("confirmées / inscriptions", "confirmed / registrations"),
            _words("places dont la personne a répondu qu’elle vient", "seats whose person answered that they come"),
            *(_SEATS, _REGISTRATIONS),
        ),
        Indicator(
            *("present", PARTICIPATION, "seats", ("present", "registered"), PERCENT, OF_PEOPLE, PEOPLE),
            _words("Présence", "Presence"),
            _words("venues / inscriptions", "came / registrations"),
            *(_PRESENT, _SEATS, _REGISTRATIONS),
        ),
        Indicator(
            *("both_days", PARTICIPATION, "seats", ("both", "day1"), PERCENT, ("activity", "sex"), PEOPLE),
            _words("Présence les deux jours", "Present on both days"),
            _words("venues les deux jours / venues le premier", "came on both days / came on the first"),
            _words("places dont la personne est venue les deux jours", "seats whose person came on both days"),
            *(_DAY1, "attendance"),
        ),
        Indicator(
            *("delivery", MESSAGES, "messages", ("delivered", "sent"), PERCENT, ("network",), PEOPLE),
            _words("SMS arrivés", "SMS delivered"),
            _words("arrivés / envoyés", "delivered / sent"),
            *(_DELIVERED, _SENT, "messages"),
        ),
        Indicator(
            *("failed", MESSAGES, "messages", ("failed", "sent"), PERCENT, ("network", "reason"), PEOPLE),
            _words("SMS échoués", "SMS failed"),
            _words("échoués / envoyés", "failed / sent"),
            _words("SMS que l’opérateur a refusés ou perdus", "SMS that the carrier refused or lost"),
            *(_SENT, "messages"),
        ),
        Indicator(
            *("opt_out", MESSAGES, "campaigns", ("stopped", "delivered"), PERCENT, ("campaign",), PEOPLE),
            _words("STOP après une campagne", "STOP after a campaign"),
            _words("STOP / SMS arrivés", "STOP / SMS delivered"),
            _words(
                "STOP dits dans les 7 jours après un SMS de la campagne, la dernière reçue",
                "STOPs said within 7 days after an SMS of the campaign, the last one received",
            ),
            _words("SMS arrivés de campagnes", "SMS of campaigns delivered"),
            "opt_changes, messages",
        ),
        Indicator(
            *("response", SURVEYS, "invitations", ("started", "delivered"), PERCENT, OF_ANSWERS, PEOPLE),
            _words("Réponse aux invitations", "Response to invitations"),
            _words("commencées / invitations arrivées", "began / invitations delivered"),
            _words(
                "invitations dont la ligne a commencé l’enquête ensuite",
                "invitations whose line then began the survey",
            ),
            _words("invitations arrivées", "invitations delivered"),
            "messages, broadcasts, dialogues",
        ),
        Indicator(
            *("completed_invited", SURVEYS, "invitations", ("completed", "invited"), PERCENT, OF_ANSWERS, PEOPLE),
            _words("Enquêtes terminées, sur les invitations", "Surveys completed, of invitations"),
            _words("terminées / invitations", "completed / invitations"),
            _words(
                "invitations dont la ligne a terminé l’enquête ensuite", "invitations whose line then completed it"
            ),
            *(_INVITED, "messages, broadcasts, dialogues"),
        ),
        Indicator(
            *("begun", SURVEYS, "surveys", ("begun", ""), COUNT, OF_ANSWERS, PEOPLE),
            _words("Enquêtes commencées", "Surveys begun"),
            _words("nombre de dialogues d’enquêtes commencés", "number of dialogues of surveys that began"),
            *(_BEGUN, _NOTHING, _DIALOGUES),
        ),
        Indicator(
            *("completion", SURVEYS, "surveys", ("completed", "begun"), PERCENT, OF_ANSWERS, PEOPLE),
            _words("Enquêtes terminées", "Surveys completed"),
            _words("terminées / commencées", "completed / begun"),
            *(_COMPLETED, _BEGUN, _DIALOGUES),
        ),
        Indicator(
            *("drop_off", SURVEYS, "left", ("left", "begun"), PERCENT, ("question",), PEOPLE),
            _words("Abandon, par question", "Drop-off, by question"),
            _words("restées à la question / enquête commencée", "left at the question / survey begun"),
            _words(
                "dialogues non terminés qui en sont à cette question",
                "unfinished dialogues that stand at this question",
            ),
            *(_BEGUN, _DIALOGUES),
        ),
        Indicator(
            *("satisfaction", SURVEYS, "satisfaction", ("points", "scores"), MEAN),
            *(("activity", "language", "channel"), PEOPLE),
            _words("Satisfaction, note moyenne de 1 à 5", "Satisfaction, mean score from 1 to 5"),
            _words("somme des notes / nombre de notes", "sum of the scores / number of scores"),
            _words("somme des notes de 1 à 5", "sum of the scores from 1 to 5"),
            _words("notes données", "scores given"),
            "answers",
        ),
        Indicator(
            *("satisfied", SURVEYS, "satisfaction", ("satisfied", "scores"), PERCENT),
            *(("activity", "language", "channel"), PEOPLE),
            _words("Personnes satisfaites (notes 4 et 5)", "People satisfied (scores 4 and 5)"),
            _words("notes 4 et 5 / notes", "scores 4 and 5 / scores"),
            _words("notes 4 ou 5", "scores 4 or 5"),
            _words("notes données", "scores given"),
            "answers",
        ),
        Indicator(
            *("paired", LEARNING, "pairs", ("pairs", ""), COUNT, OF_TESTS, PEOPLE),
            _words("Personnes testées avant et après", "People tested before and after"),
            _words("nombre de personnes qui ont fait les deux tests", "number of people who took both tests"),
            *(_PAIRED, _NOTHING, _RESULTS),
        ),
        Indicator(
            *("learned", LEARNING, "pairs", ("better", "pairs"), PERCENT, OF_TESTS, PEOPLE),
            _words("Mieux après qu’avant", "Better after than before"),
            _words("plus de bonnes réponses après / testées deux fois", "more right answers after / tested twice"),
            _words("personnes avec plus de bonnes réponses après", "people with more right answers after"),
            *(_PAIRED, _RESULTS),
        ),
        Indicator(
            *("right_before", LEARNING, "pairs", ("right_before", "asked"), PERCENT, OF_TESTS, PEOPLE),
            _words("Bonnes réponses avant", "Right answers before"),
            _words("bonnes réponses avant / questions", "right answers before / questions"),
            _words("bonnes réponses au premier test", "right answers in the first test"),
            *(_QUESTIONS, _RESULTS, "pairs"),
        ),
        Indicator(
            *("right_after", LEARNING, "pairs", ("right_after", "asked"), PERCENT, OF_TESTS, PEOPLE),
            _words("Bonnes réponses après", "Right answers after"),
            _words("bonnes réponses après / questions", "right answers after / questions"),
            _words("bonnes réponses au second test", "right answers in the second test"),
            *(_QUESTIONS, _RESULTS, "pairs"),
        ),
        Indicator(
            *("cases_received", CASES, "cases", ("received", ""), COUNT, OF_CASES, SENSITIVE),
            _words("Dossiers reçus", "Cases received"),
            _words("nombre de dossiers reçus", "number of cases received"),
            *(_RECEIVED, _NOTHING, _CASES),
        ),
        Indicator(
            *("cases_acknowledged", CASES, "cases", ("in_48h", "received"), PERCENT, OF_CASES, SENSITIVE),
            _words("Lus en moins de 48 heures", "Read within 48 hours"),
            _words("lus en moins de 48 heures / reçus", "read within 48 hours / received"),
            _words("dossiers que l’équipe a lus en moins de 48 heures", "cases the team read within 48 hours"),
            *(_RECEIVED, _CASES),
        ),
        Indicator(
            *("cases_answered", CASES, "cases", ("in_time", "promised"), PERCENT, OF_CASES, SENSITIVE),
            _words("Réponse dans le délai", "Answered in time"),
            _words(
                "réponse avant le jour promis / dossiers avec un jour promis",
                "answered before the day promised / cases with such a day",
            ),
            _words("dossiers répondus avant le jour promis", "cases answered before the day promised"),
            _words("dossiers dont la réponse est promise pour un jour", "cases whose answer is promised for a day"),
            _CASES,
        ),
        Indicator(
            *("cases_closed", CASES, "cases", ("closed", "received"), PERCENT, OF_CASES, SENSITIVE),
            _words("Dossiers clos", "Cases closed"),
            _words("clos / reçus", "closed / received"),
            _words("dossiers clos", "cases closed"),
            *(_RECEIVED, _CASES),
        ),
        Indicator(
            *("cases_satisfied", CASES, "cases", ("satisfied", "asked"), PERCENT, OF_CASES, SENSITIVE),
            _words("Personnes satisfaites de la suite", "People satisfied with what became of it"),
            _words("oui / oui et non", "yes / yes and no"),
            _words("personnes qui répondent oui à la fin", "people who answer yes at the end"),
            _words("personnes qui répondent oui ou non", "people who answer yes or no"),
            _CASES,
        ),
        Indicator(
            *("cases_confidential", CASES, "confidential", ("closed", "received"), PERCENT, (), SENSITIVE),
            _words("Voie confidentielle : dossiers clos", "Confidential path: cases closed"),
            _words("clos / reçus par la voie confidentielle", "closed / received by the confidential path"),
            _words("dossiers confidentiels clos", "confidential cases closed"),
            _words("dossiers confidentiels reçus", "confidential cases received"),
            _CASES,
        ),
        Indicator(
            *("promises_kept", ACCOUNTABILITY, "promises", ("kept", "made"), PERCENT, OF_PROMISES, INSTITUTIONS),
            _words("Engagements tenus", "Commitments kept"),
            _words("tenus / pris", "kept / made"),
            _words("engagements tenus", "commitments kept"),
            *(_PROMISES, _COMMITMENTS),
        ),
        Indicator(
            *("promises_late", ACCOUNTABILITY, "promises", ("late", "made"), PERCENT, OF_PROMISES, INSTITUTIONS),
            _words("Engagements en retard", "Commitments late"),
            _words("en retard / pris", "late / made"),
            _words("engagements dont l’échéance est passée", "commitments past their due date"),
            *(_PROMISES, _COMMITMENTS),
        ),
        Indicator(
            *(
                "promises_dropped",
                ACCOUNTABILITY,
                "promises",
                ("dropped", "made"),
                PERCENT,
                OF_PROMISES,
                INSTITUTIONS,
            ),
            _words("Engagements abandonnés", "Commitments dropped"),
            _words("abandonnés / pris", "dropped / made"),
            _words("engagements abandonnés", "commitments dropped"),
            *(_PROMISES, _COMMITMENTS),
        ),
        Indicator(
            *("promises_dated", ACCOUNTABILITY, "promises", ("dated", "made"), PERCENT, OF_PROMISES, INSTITUTIONS),
            _words("Engagements datés", "Commitments with a date"),
            _words("avec une échéance / pris", "with a due date / made"),
            _words("engagements qui ont une échéance", "commitments that have a due date"),
            *(_PROMISES, _COMMITMENTS),
        ),
        Indicator(
            *("promises_silent", ACCOUNTABILITY, "promises", ("no_news", "going_on"), PERCENT, OF_PROMISES),
            INSTITUTIONS,
            _words("Engagements sans nouvelles", "Commitments without news"),
            _words("sans nouvelles depuis 90 jours / en cours", "no news for 90 days / going on"),
            _words(
                "engagements en cours, sans nouvelles depuis 90 jours", "commitments going on, no news for 90 days"
            ),
            *(_GOING_ON, _COMMITMENTS),
        ),
        Indicator(
            *("promises_age", ACCOUNTABILITY, "promises", ("days", "going_on"), MEAN, OF_PROMISES, INSTITUTIONS),
            _words("Âge des engagements en cours, en jours", "Age of commitments going on, in days"),
            _words("somme des âges / en cours", "sum of their ages / going on"),
            _words("jours depuis que chacun est pris", "days since each was made"),
            *(_GOING_ON, _COMMITMENTS),
        ),
        Indicator(
            *("loop_closed", ACCOUNTABILITY, "loop", ("with_message", "closed"), PERCENT, (), INSTITUTIONS),
            _words("Boucle fermée : « vous avez dit, voici »", "Loop closed: “you said, we did”"),
            _words(
                "campagnes closes avec un message de retour / campagnes closes",
                "closed campaigns with a message back / closed campaigns",
            ),
            _words("campagnes closes dont le retour est parti", "closed campaigns whose message back left"),
            _words("campagnes closes", "campaigns closed"),
            "campaigns",
        ),
    )
}


def of_theme(theme: str) -> list[Indicator]:
    """The indicators of a theme, in their order."""
    return [one for one in INDICATORS.values() if one.theme == theme]
