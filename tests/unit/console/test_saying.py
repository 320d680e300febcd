"""Every sentence of the core that pages may show has its French, made of the same values."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

import gateway.app  # noqa: F401  # the sections teach what they show
from gateway.console.saying import FRENCH

FIELD = re.compile(r"(?<!\{)\{(\w+)")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def _modules(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _modules(entry)
        elif entry.name.endswith(".py"):
            yield entry


def _said(module: Traversable) -> Iterator[str]:
    """The literals given to `said`, named there or where they are given."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    named = {
        node.targets[0].id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
            template = node.args[0]
            yield named[template.id] if isinstance(template, ast.Name) else ast.literal_eval(template)


def _constant(node: ast.Assign) -> tuple[str, str]:
    """The name and the value of `name = "value"`; nothing's of what is no such line."""
    (target, *_), value = node.targets, node.value
    if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
        return target.id, str(value.value)
    return "", ""


SAID = sorted({sentence for module in _modules(files("jamakan")) for sentence in _said(module)})


def test_sentences_are_found() -> None:
    assert "the file has no rows" in SAID
    assert len(SAID) > 50


@pytest.mark.parametrize("sentence", SAID)
def test_it_has_its_french(sentence: str) -> None:
    assert sentence in FRENCH
    assert set(PLACEHOLDER.findall(FRENCH[sentence])) <= set(FIELD.findall(sentence.replace("{{{", "{")))


def test_none_is_left_from_another_time() -> None:
    assert sorted(set(FRENCH) - set(SAID)) == []
