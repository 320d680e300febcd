"""The French of what the core says about reminders: problems of a draft, refusals, why a message did not arrive."""

from gateway.console.saying import teach
from gateway.console.words import mark

DRAFT = {
    "there is no text in French, which everybody else falls back to": mark(
        "Le texte français manque : c’est lui que lisent ceux dont la langue n’a pas de texte."
    ),
    "{language}: nobody can choose this language; there are {listed}": mark(
        "Personne ne peut choisir cette langue (%(language)s) ; il y a %(listed)s."
    ),
    "{language}: the text has a placeholder {name} that nothing fills; known: {known}": mark(
        "Rien ne remplit %(name)s. Ce qui se remplit ici : %(known)s."
    ),
    "{language}: the text takes {parts} SMS, {most} at most: shorten it or send two": mark(
        "Ce texte fait %(parts)s SMS, %(most)s au plus : raccourcissez-le, ou faites-en deux."
    ),
    "there is no kind {kind!r}; there are {kinds}": mark("Choisissez un genre de la liste."),
    "it would be too late before it may leave: let it expire later, or start earlier": mark(
        "À cette date il serait trop tard : l’activité aura commencé. Choisissez un jour plus tôt."
    ),
    "it could never leave: {why}": mark("Avec ces heures il ne partirait jamais."),
    "its hours are written HH:MM ({why})": mark("Les heures s’écrivent HH:MM."),
    "its spending cap lets nothing leave: give more than 0 XOF, or none": mark(
        "Avec ce plafond rien ne partirait : donnez-en un plus haut, ou aucun."
    ),
    "there is no activity {slug!r}: 'python3 run.py activities' lists them": mark("Cette activité n’existe pas."),
    "the activity {slug} has begun: nobody is reminded of the past": mark(
        "Cette activité a commencé : on ne rappelle pas le passé. Choisissez un autre genre de message."
    ),
    "a reminder is about an activity: say which": mark("Un rappel parle d’une activité : choisissez laquelle."),
    "nobody is meant yet: say whom it is for": mark("Personne n’est encore choisi : dites à qui il va."),
    "only {kept} of its {lines} recipients were kept: give the spreadsheet again": mark(
        "Seules %(kept)s lignes du tableau sur %(lines)s sont enregistrées : renvoyez le tableau."
    ),
}
REFUSALS = {
    "say who you are: what is decided about a broadcast is kept with a name (--as NAME)": mark(
        "On ne sait pas qui décide."
    ),
    "somebody else changed it since you looked at it: look again": mark(
        "Quelqu’un l’a modifié entre-temps : regardez de nouveau."
    ),
    "it was changed since you looked at it: look again": mark(
        "Il a changé depuis que vous l’avez lu : relisez-le avant d’approuver."
    ),
    "somebody else moved it at the same moment: look at it again": mark(
        "Quelqu’un d’autre vient de décider : regardez de nouveau."
    ),
    "it began to leave, what was sent cannot change: stop it and copy it": mark(
        "Il a commencé à partir : arrêtez-le, puis copiez-le."
    ),
    "nobody approves their own broadcast, or one made without a name: ask somebody else": mark(
        "On n’approuve pas ce qu’on a écrit, ni ce qui n’a pas d’auteur : demandez à quelqu’un d’autre."
    ),
    "nobody raises the cap of their own broadcast: ask somebody else": mark(
        "On ne relève pas le plafond de son propre envoi : demandez à quelqu’un d’autre."
    ),
    "{event} is not possible for a broadcast that is {state}; possible: {possible}": mark(
        "Ce n’est plus possible : son état a changé."
    ),
    "this phone is not among the recipients": mark("Ce numéro n’est pas dans la liste."),
    "the list has {lines} line(s)": mark("La liste a %(lines)s lignes."),
    "this is not a number one can write to": mark("Ce n’est pas un numéro auquel on peut écrire."),
    "it was tried out {most} times: that is enough": mark("%(most)s essais ont été envoyés : c’est assez."),
}
REASONS = {
    "it goes to {lines:,} lines, more than {most:,}": mark("il va à %(lines)s téléphones, plus de %(most)s"),
    "the month would have cost {after:,} XOF, past the warning line of {line:,} XOF": mark(
        "le mois coûterait %(after)s FCFA, au-delà de la limite d’alerte de %(line)s FCFA"
    ),
}
FAILURES = {
    "the network does not know this number": mark("Le réseau ne connaît pas ce numéro."),
    "check the number with the person, then write to the right one": mark(
        "Vérifiez le numéro avec la personne, puis écrivez au bon."
    ),
    "this number takes no SMS (a landline?)": mark("Ce numéro ne reçoit pas de SMS (un fixe ?)."),
    "the person does not want messages": mark("La personne ne veut pas de messages."),
    "respect it": mark("Respectez-le."),
    "the line is suspended": mark("La ligne est suspendue."),
    "call them, or try again another day": mark("Appelez, ou réessayez un autre jour."),
    "the phone was off or out of reach for too long": mark(
        "Le téléphone est resté éteint ou hors de portée trop longtemps."
    ),
    "this carrier does not reach that network": mark("Cet opérateur n’atteint pas ce réseau."),
    "send by another channel (--fallback)": mark("Envoyez par un autre canal."),
    "the carrier refuses our account": mark("L’opérateur refuse notre compte."),
    "whoever runs the service has to settle it with the carrier; then send again": mark(
        "Qui fait marcher le service doit le régler avec l’opérateur ; renvoyez ensuite."
    ),
    "it could not leave before it was too late to be of use": mark(
        "Il n’a pas pu partir avant qu’il soit trop tard."
    ),
    "the person had enough messages that day": mark("La personne avait déjà assez de messages ce jour-là."),
    "the broadcast was stopped before it left": mark("L’envoi a été arrêté avant son tour."),
    "the carrier could not deliver it": mark("L’opérateur n’a pas pu le remettre."),
    "the carrier gave no answer: it may have arrived or not": mark(
        "L’opérateur n’a pas répondu : il est peut-être arrivé, peut-être pas."
    ),
    "ask the person whether they got it before you send it again ('python3 run.py resend NUMBER')": mark(
        "Demandez à la personne si elle l’a reçu avant de le renvoyer."
    ),
    "sent, but the network never said whether it arrived": mark(
        "Parti, mais le réseau n’a jamais dit s’il est arrivé."
    ),
    "nothing: most of these arrived": mark("Rien à faire : la plupart arrivent."),
    "it was not sent": mark("Il n’a pas été envoyé."),
}

for known in (DRAFT, REFUSALS, REASONS, FAILURES):
    teach(known)
