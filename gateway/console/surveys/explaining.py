"""The importer's explanations in French. It speaks English to authors at a terminal; here it speaks to staff.

A sentence this table does not know is shown as it is: better an explanation in English than none.
"""

import re
from functools import cache

from gateway.console.words import FRENCH, language

UNSUPPORTED = r"not supported: "
AT = r" \(character (?P<at>\d+)\)"
NO = r"(?P<name>[\w-]+)\(\) is not supported: "

IN_FRENCH = (  # in order: the first that fits speaks
    # what a basic phone cannot do
    (
        UNSUPPORTED + "a basic phone has no map and no GPS.*",
        "un téléphone simple n’a ni carte ni GPS : demandez le lieu avec une liste",
    ),
    (
        UNSUPPORTED + "a basic phone reads no barcodes.*",
        "un téléphone simple ne lit pas les codes-barres : demandez le numéro",
    ),
    (UNSUPPORTED + "a basic phone sends no pictures.*", "un téléphone simple n’envoie ni photo, ni son, ni fichier"),
    (
        UNSUPPORTED + "a computed default.*",
        "une valeur par défaut calculée ne se joue pas : écrivez une valeur, ou utilisez calculate",
    ),
    (UNSUPPORTED + "a range goes in whole steps", "un range avance par nombres entiers"),
    (UNSUPPORTED + "an e-mail address.*", "une adresse e-mail ne se demande pas par téléphone simple"),
    (UNSUPPORTED + "ask for the date alone", "demandez la date seule, sans l’heure"),
    (UNSUPPORTED + "entities.*", "les entités ne se jouent pas : supprimez cette feuille"),
    (
        UNSUPPORTED + "lists come from the choices sheet.*",
        "les listes viennent de la feuille choices, pas d’un fichier : copiez les choix dans cette feuille",
    ),
    (
        UNSUPPORTED + "ordering a list.*",
        "on ne classe pas une liste au téléphone : demandez le premier choix avec select_one",
    ),
    (
        UNSUPPORTED + "repeats.*",
        "les répétitions ne se jouent pas : posez les questions une à une, ou faites un dialogue pour chacun",
    ),
    (
        UNSUPPORTED + "times are not asked by phone.*",
        "l’heure ne se demande pas ainsi : utilisez une liste, ou un texte",
    ),
    (UNSUPPORTED + "trigger", "trigger ne se joue pas"),
    # formulas
    (
        NO + "there is no geography by phone" + AT,
        "{name}() ne se calcule pas : il n’y a pas de géographie au téléphone (caractère {at})",
    ),
    (
        NO + r"there are no repeats: count-selected\(\) counts choices" + AT,
        "{name}() ne se calcule pas : pas de répétitions ici. count-selected() compte des choix (caractère {at})",
    ),
    (
        NO + r"there are no repeats: add the questions with \+" + AT,
        "{name}() ne se calcule pas : il n’y a pas de répétitions. Additionnez les questions avec + (caractère {at})",
    ),
    (NO + "there are no repeats" + AT, "{name}() ne se calcule pas : il n’y a pas de répétitions (caractère {at})"),
    (
        NO + "there are no secondary instances.*" + AT,
        "{name}() ne se calcule pas : mettez les choix dans la feuille choices (caractère {at})",
    ),
    (
        NO + "there are no attached data files" + AT,
        "{name}() ne se calcule pas : il n’y a pas de fichiers joints (caractère {at})",
    ),
    (
        NO + "a dialogue draws nothing at random.*" + AT,
        "{name}() ne se calcule pas : un dialogue ne tire rien au hasard (caractère {at})",
    ),
    (
        "paths are not supported.*" + AT,
        "les chemins ne se calculent pas : nommez la question ainsi, ${{nom}} (caractère {at})",
    ),
    (
        "predicates are not supported.*" + AT,
        "les conditions entre crochets ne se calculent pas : nommez la question ainsi, ${{nom}} (caractère {at})",
    ),
    ("an operator is missing before (?P<name>.+)" + AT, "il manque un opérateur avant {name} (caractère {at})"),
    (r"expected \) or an operator, found the end" + AT, "il manque ) ou un opérateur à la fin (caractère {at})"),
    (
        "this regular expression cannot be used: (?P<name>.+)" + AT,
        "cette expression régulière ne peut pas servir : {name} (caractère {at})",
    ),
    ("it looks at its own answer, (?P<name>.+)", "elle regarde sa propre réponse, {name}"),
    (
        "(?P<name>.+) is always empty: write '(?P<same>.+)' for a text.*",
        "{name} est toujours vide : écrivez '{name}' pour un texte, ${{{name}}} pour une question",
    ),
    ("calculates in a circle: (?P<name>.+)", "des calculs tournent en rond : {name}"),
    # names
    (
        r"(?P<name>\$\{.*) is no question: write .*",
        "{name} n’est pas une question : écrivez ${{nom}}, sans espace, fermé par }}",
    ),
    (
        r"\{(?P<name>.+)\} stands for nothing.*",
        "{{{name}}} ne désigne rien : écrivez ${{{name}}} pour la réponse à une question",
    ),
    (
        "there is no question named (?P<name>.+): did you mean (?P<near>.+)\\?",
        "il n’y a pas de question « {name} » : vouliez-vous dire « {near} » ?",
    ),
    ("there is no question named (?P<name>.+)", "il n’y a pas de question « {name} »"),
    (
        "(?P<name>.+) is asked later, in row (?P<row>\\d+).*",
        "« {name} » est demandée plus loin, ligne {row} : déplacez l’une des deux",
    ),
    ("(?P<name>.+) is a group, which has no answer", "« {name} » est un groupe, qui n’a pas de réponse"),
    (
        "a name has letters without accents.*",
        "un nom a des lettres sans accent, des chiffres, _ - . et commence par une lettre ; 64 signes au plus",
    ),
    (
        "a name has letters, digits.*",
        "un nom a des lettres, des chiffres, _ - . seulement et commence par une lettre",
    ),
    (
        r"row (?P<row>\d+) has this name already.*",
        "la ligne {row} porte déjà ce nom (les groupes sont aplatis) : changez l’un des deux",
    ),
    (
        r"the group in row (?P<row>\d+) has this name already.*",
        "le groupe de la ligne {row} porte déjà ce nom : changez l’un des deux",
    ),
    (
        r"the list (?P<name>.+) has this name already in row (?P<row>\d+).*",
        "la liste {name} a déjà ce nom à la ligne {row} : changez l’un des deux",
    ),
    # rows
    ("'(?P<name>.+)' is not an answer this step accepts", "« {name} » n’est pas une réponse possible ici"),
    ("a calculate needs a calculation", "il manque la formule dans la colonne calculation"),
    ("a choice of the list (?P<name>.+) has no name", "un choix de la liste {name} n’a pas de nom"),
    ("a group without a name", "ce groupe n’a pas de nom"),
    ("a note without words.*", "cette note n’a pas de texte : remplissez label ou hint"),
    ("a question without a name", "cette question n’a pas de nom"),
    ("a question without a type.*", "cette question n’a pas de type : remplissez la colonne type, ou videz la ligne"),
    ("a question without words.*", "une question sans texte ne peut pas être posée : remplissez label ou hint"),
    (
        r"a space separates the answers of a select_multiple \(row (?P<row>\d+)\).*",
        "l’espace sépare les réponses d’un select_multiple (ligne {row}) : écrivez _ à la place",
    ),
    ("randomize is true or false, not (?P<name>.+)", "randomize vaut true ou false, pas {name}"),
    ("the choices sheet has no column (?P<name>.+)", "la feuille choices n’a pas de colonne {name}"),
    ("the choices sheet has no list named (?P<name>.+)", "la feuille choices n’a pas de liste « {name} »"),
    ("the list has no choice named (?P<name>.+)", "la liste n’a pas de choix « {name} »"),
    ("the group (?P<name>.+) is never ended", "le groupe {name} n’est jamais fermé"),
    ("this ends nothing that is open", "cette ligne ferme un groupe qui n’est pas ouvert"),
    ("this is no type ODK knows.*", "ODK ne connaît pas ce type : vérifiez l’orthographe"),
    # worth knowing
    (
        r"no words in '(?P<name>.+)' \(rows? (?P<row>[^)]+)\).*",
        "pas de texte en « {name} » (ligne {row}) : un autre texte est montré à la place",
    ),
    (
        r"titles of groups are not shown \(rows? (?P<row>[^)]+)\).*",
        "les titres de groupes ne sont pas montrés (ligne {row}) : mettez l’essentiel dans une note",
    ),
    ("phonenumber is left empty.*", "phonenumber reste vide : aucun formulaire ne reçoit le numéro en clair"),
    # the file itself
    ("not YAML: (?P<name>.+)", "ce n’est pas du YAML : {name}"),
    (
        "this is not a form: a form is .*",
        "ce n’est pas un formulaire : il faut un .xlsx, un .xls ou un CSV avec une feuille survey, sans mot de passe",
    ),
    (r"not UTF-8 text .*", "ce texte n’est pas en UTF-8 : enregistrez-le en UTF-8"),
    (
        "cannot be read: (?P<name>.+)\\. Save it again as .*",
        "ce fichier ne se lit pas ({name}) : enregistrez-le de nouveau en .xlsx ou en CSV",
    ),
)


def explain(why: str) -> tuple[str, str]:
    """The explanation and the language it is in."""
    if language() == FRENCH:
        for pattern, french in _compiled():
            if found := pattern.fullmatch(why):
                return french.format(**found.groupdict()), FRENCH
    return why, "en"


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.DOTALL), french) for pattern, french in IN_FRENCH)
