"""What a phone can show of a label: no Markdown, no HTML; `${name}` becomes the `{name}` of our own labels."""

import html
import re

_BREAK = re.compile(r"<br\s*/?>|</p>|</div>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+);")
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
_STRONG = re.compile(r"(?<![\w*_])(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?![\w*_])", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*_])")
_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
_BLANKS = re.compile(r"[ \t\xa0]+")


def references(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_REFERENCE.findall(text)))


def with_placeholders(text: str) -> str:
    return _REFERENCE.sub(r"{\1}", text)


def with_references(text: str, names: frozenset[str]) -> str:
    """The way back: `{name}` of a step becomes `${name}`."""
    return re.sub(r"\{([A-Za-z_][\w.-]*)\}", lambda m: f"${m[0]}" if m[1] in names else m[0], text)


def without_markup(text: str) -> str:
    """`text` without Markdown and HTML, its lines and the words between the marks kept."""
    kept = _TAG.sub("", _BREAK.sub("\n", text))
    kept = _ENTITY.sub(lambda match: html.unescape(match[0]), kept)
    kept = _LINK.sub(r"\1", _HEADING.sub("", kept))
    return _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", kept))


def tidy(text: str) -> str:
    """One blank between words, none around lines, no empty lines at either end."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.strip().splitlines())
    return "\n".join(lines)
