"""What is wrong with a form is said in French to who reads French."""

from collections.abc import Iterator

import pytest
from flask import Flask, g

from gateway.console.surveys.explaining import explain
from jamakan.flow_files import FlowFileError, read_flow
from tests.support.forms import form

FROM_OTHERS = ("pyxform: ", "this regular expression")  # words of other programs stay theirs


def whys() -> list[str]:
    """Every explanation of the worst form there is, and of a good one."""
    with pytest.raises(FlowFileError) as wrong:
        read_flow(form("every_offence.md").encode(), "every_offence.md")
    good = read_flow(form("civic.md").encode(), "civic.md")
    return sorted({remark.why for remark in (*wrong.value.problems, *good.warnings)})


@pytest.fixture(params=["fr", "en"])
def reads(request: pytest.FixtureRequest) -> Iterator[str]:
    """The language of who reads."""
    with Flask("reader").test_request_context():
        g.language = request.param
        yield request.param


def test_every_offence_is_explained_in_the_reader_s_language(reads: str) -> None:
    told = {why: explain(why) for why in whys()}
    assert len(told) > 60
    others = [why for why, (_, spoken) in told.items() if spoken != reads and not why.startswith(FROM_OTHERS)]
    assert others == []
    assert all(words == why for why, (words, spoken) in told.items() if spoken == "en")


@pytest.mark.parametrize("reads", ["fr"], indirect=True)
@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("the choices sheet has no list named legumes", "la feuille choices n’a pas de liste « legumes »"),
        ("there is no question named prenon: did you mean prenom?", "vouliez-vous dire « prenom » ?"),
        ("oui is always empty: write 'oui' for a text, ${oui} for a question", "${oui} pour une question"),
        ("${figue is no question: write ${name}, the name without spaces and followed by }", "écrivez ${nom}"),
        ("{prenom_} stands for nothing: write ${prenom_} for the answer to a question", "{prenom_} ne désigne rien"),
        ("something nobody taught", "something nobody taught"),
    ],
)
def test_what_was_wrong_stands_in_the_french(reads: str, why: str, words: str) -> None:
    assert words in explain(why)[0]
