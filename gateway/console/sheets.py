"""What is wrong with a spreadsheet or a number, in the words of who has to mend it."""

from gateway.console.saying import say, teach
from gateway.console.words import mark

__all__ = ["say", "teach"]

teach(
    {
        "the file has {bytes:,} bytes, {most:,} at most: send it in parts": mark(
            "Le fichier fait %(bytes)s octets ; %(most)s au plus. Envoyez-le en plusieurs parties."
        ),
        "this is an old .xls, or has a password: save it as .xlsx or CSV, without a password": mark(
            "C’est un ancien .xls, ou il a un mot de passe. Enregistrez-le en .xlsx ou en CSV, sans mot de passe."
        ),
        "the file has more than {most:,} rows: send it in parts": mark(
            "Le fichier a plus de %(most)s lignes. Envoyez-le en plusieurs parties."
        ),
        "row {row} has {columns} columns, {most} at most: leave out what is not needed": mark(
            "La ligne %(row)s a %(columns)s colonnes ; %(most)s au plus. Enlevez celles qui ne servent pas."
        ),
        "the file unpacks to more than {most:,} bytes: save only the rows as CSV": mark(
            "Décompressé, le fichier dépasse %(most)s octets. Enregistrez les lignes en CSV."
        ),
        "this .xlsx cannot be read: open it, save it anew, or save it as CSV": mark(
            "Ce .xlsx ne se lit pas. Ouvrez-le et enregistrez-le de nouveau, ou en CSV."
        ),
        "line {line} of this CSV cannot be read ({error}): mend its quotes": mark(
            "La ligne %(line)s de ce CSV ne se lit pas (%(error)s). Corrigez ses guillemets."
        ),
        "this is no spreadsheet: send .xlsx or CSV": mark("Ce n’est pas un tableau. Envoyez un .xlsx ou un CSV."),
        "the letters of this CSV cannot be read: save it as CSV UTF-8": mark(
            "Les lettres de ce CSV ne se lisent pas. Enregistrez-le en « CSV UTF-8 »."
        ),
        "the file has no rows": mark("Le fichier est vide."),
        "the file has no row below its header": mark("Sous ses titres de colonnes, le fichier n’a aucune ligne."),
        "no column holds phone numbers: call it 'phone' or 'téléphone' (columns found: {found})": mark(
            "Aucune colonne ne donne les numéros : appelez-la « téléphone » (colonnes trouvées : %(found)s)."
        ),
        "two columns hold phone numbers: keep one": mark("Deux colonnes donnent des numéros : gardez-en une."),
        "this column is the same as {other}: keep one of the two": mark(
            "C’est la même colonne que %(other)s : gardez-en une."
        ),
        "the same number as row {row}": mark("Le même numéro qu’à la ligne %(row)s."),
        "no such language here: write one of {known}, or leave it empty": mark(
            "Cette langue n’est pas proposée : écrivez %(known)s, ou laissez vide."
        ),
        "empty, and the text says {{{name}}}: fill it in": mark(
            "Vide, alors que le texte dit {%(name)s} : remplissez-la."
        ),
        "{letters} letters, {most} at most: shorten it": mark(
            "%(letters)s lettres, %(most)s au plus : raccourcissez."
        ),
        "not a phone number: digits with an optional leading + are expected": mark(
            "Ce n’est pas un numéro : il faut des chiffres, avec ou sans + devant."
        ),
        "no country has such a number": mark("Aucun pays n’a un tel numéro : vérifiez les chiffres."),
        "no number: fill it in or delete the row": mark("Pas de numéro : écrivez-le, ou enlevez la ligne."),
        "a landline, which no SMS reaches: give a mobile number or delete the row": mark(
            "Un téléphone fixe ne reçoit pas de SMS : donnez un numéro mobile, ou enlevez la ligne."
        ),
    }
)
