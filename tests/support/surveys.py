"""A survey about water, as staff bring it and as people answer it."""

from datetime import UTC, datetime

from jamakan import publishing
from jamakan.core import Core
from jamakan.flow_files import read_flow

SHORT = """
flow: eau
title: {fr: "L'eau au village", en: Water in the village}
languages: [fr, en]
steps:
  - name: source
    kind: select_one
    label: {fr: "D'où vient l'eau ?", en: Where does the water come from?}
    choices:
      - {name: well, label: {fr: Un puits, en: A well}}
      - {name: pump, label: {fr: Une pompe, en: A pump}}
  - name: minutes
    kind: integer
    label: {fr: "Combien de minutes à pied ?", en: How many minutes on foot?}
    max: 300
"""
WATER = (
    SHORT
    + """\
  - name: idea
    kind: text
    label: {fr: "Votre idée pour l'eau ?", en: Your idea for the water?}
    skip: "9"
"""
)
NEWER = WATER.replace("Combien de minutes", "Combien d'heures").replace("max: 300", "max: 9")

FORM = """\
| survey | | | | |
| | type | name | label::Français (fr) | label::English (en) |
| | select_one source | source | D’où vient l’eau ? | Where does the water come from? |
| | integer | minutes | Combien de minutes à pied ? | How many minutes on foot? |
| choices | | | | |
| | list_name | name | label::Français (fr) | label::English (en) |
| | source | pump | Une pompe | A pump |
| | source | well | Un puits | A well |
| settings | | |
| | form_title | form_id |
| | L’eau au village | eau |
"""


def open_survey(core: Core, source: str = WATER, keyword: str = "EAU") -> str:
    """Publish it; its version."""
    found = read_flow(source.encode(), "eau.yaml")
    publishing.publish(core, found, keyword, datetime.now(UTC))
    return found.flow.version
