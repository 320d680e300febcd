"""What ODK's own converter makes of a form, in a shape that two forms can be compared by."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from pyxform.xls2xform import convert

from flows.importers.xlsform.choices import OTHER
from flows.importers.xlsform.languages import code

Binds = dict[str, dict[str, object]]

_NAMES = {"x": "http://www.w3.org/2002/xforms"}
_X = "{http://www.w3.org/2002/xforms}"
_SIBLING = re.compile(r"\.\./(\w+)")  # how pyxform writes the question of an or_other
_MESSAGES = "Msg"  # jr:constraintMsg and jr:requiredMsg


def binds(data: bytes) -> Binds:
    """Path of each question or group, its groups included → attributes of its bind, messages by language."""
    model = _model(data)
    said = _itext(model)
    found: Binds = {}
    for bind in model.iterfind(".//x:bind", _NAMES):
        attributes: dict[str, object] = {}
        path = bind.attrib.pop("nodeset")
        for name, value in bind.attrib.items():
            plain = _SIBLING.sub(rf" {path.rpartition('/')[0]}/\1 ", value)
            plain = " ".join(plain.split()).replace(" ,", ",")
            attributes[name] = said.get(plain, plain) if name.endswith(_MESSAGES) else plain
        found[path] = attributes
    return found


def choices(data: bytes) -> dict[tuple[str, ...], list[tuple[object, ...]]]:
    """Names of each list → the cells of its choices, labels by language. Lists are named after their choices.

    The label of "other" is left out: ODK writes it in English in every language.
    """
    model = _model(data)
    said = _itext(model)
    found = {}
    for instance in model.iterfind(".//x:instance[@id]", _NAMES):
        rows = [{cell.tag.removeprefix(_X): cell.text or "" for cell in item} for item in instance.iter(f"{_X}item")]
        labels = [said.get(f"jr:itext('{row.pop('itextId', '')}')") for row in rows]
        labels = [None if row["name"] == OTHER else label for row, label in zip(rows, labels, strict=True)]
        cells = [(*row.values(), label) for row, label in zip(rows, labels, strict=True)]
        found[tuple(row["name"] for row in rows)] = cells
    return found


def _model(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(convert(data, form_name="data").xform)  # noqa: S314 - pyxform wrote it


def _itext(model: ElementTree.Element) -> Mapping[str, Mapping[str, str]]:
    """Reference to a text → language code → what it says, with the questions it mentions."""
    found: dict[str, dict[str, str]] = {}
    for translation in model.iterfind(".//x:translation", _NAMES):
        for text in translation.iterfind("x:text", _NAMES):
            value = text.find("x:value", _NAMES)
            said = ElementTree.tostring(value, encoding="unicode") if value is not None else ""
            by_language = found.setdefault(f"jr:itext('{text.attrib['id']}')", {})
            by_language[code(translation.attrib["lang"])] = " ".join(said.split())
    return found
