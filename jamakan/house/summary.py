"""What a person reads when the demo runs, French first."""

import sys
from pathlib import Path

from jamakan.house.variables import SERVICE_CODE, SHORT_CODE

BOLD, PLAIN = "\033[1m", "\033[0m"
TEXT = """
  {title}

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


def summary(phone: str, activity: str, var: Path, log: Path) -> str:
    """The summary: the web phone's URL, an activity to remind of, where data and log are."""
    return TEXT.format(
        title=_bold("Jamakan tourne. · Jamakan is running."),
        phone=_bold(phone),
        dial=_bold(SERVICE_CODE),
        short=_bold(SHORT_CODE),
        activity=activity,
        var=var,
        log=log,
    )


def _bold(text: str) -> str:
    return f"{BOLD}{text}{PLAIN}" if sys.stdout.isatty() else text
