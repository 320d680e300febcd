"""What a person reads when the demo runs, French first."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jamakan.house.variables import SERVICE_CODE, SHORT_CODE

if TYPE_CHECKING:
    from jamakan.house.preparation import Prepared

BOLD, PLAIN = "\033[1m", "\033[0m"
TEXT = """
  {title}

  Console de l'équipe · Staff   {console}
    compte · account            {email}   {password}

  Téléphone web · Web phone     {phone}
  Composez · Dial               {dial}
  Ou écrivez au · Or text to    {short}   (INSCRIRE, AVIS, AIDE · JOIN, FEEDBACK, HELP)

  Dans un autre terminal · In another terminal
    python3 run.py activities
    python3 run.py remind {activity} --text "Rappel : {{activity}}, {{date}}, {{place}}."

  Données · Data                {var}
  Journal · Log                 {log}
  Ctrl-C arrête tout, rien n'est perdu · stops everything, nothing is lost
"""
CALLING = """
  Des personnes inventées appellent pendant une minute : l'accueil de la console les montre.
  Made-up people call for a minute: the console's home shows them.
"""


def summary(facts: Mapping[str, Any], prepared: "Prepared", var: Path, log: Path, *, calling: bool) -> str:
    """The summary: the console's and the web phone's URLs of var/demo.json, what the database holds, where data and
    log are, and whether made-up people call."""
    text = TEXT + CALLING if calling else TEXT
    return text.format(
        title=_bold("Jamakan tourne. · Jamakan is running."),
        console=_bold(facts["console"]),
        email=prepared.staff_email,
        password=prepared.staff_password,
        phone=_bold(facts["web_phone"]),
        dial=_bold(SERVICE_CODE),
        short=_bold(SHORT_CODE),
        activity=prepared.next_activity,
        var=var,
        log=log,
    )


def _bold(text: str) -> str:
    return f"{BOLD}{text}{PLAIN}" if sys.stdout.isatty() else text
