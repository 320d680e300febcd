"""docs/diagrams.md shows the flows as they are. To renew it: python -m tests.unit.flows.test_diagrams"""

from pathlib import Path

from flows.catalog import load_library
from flows.draw import mermaid
from flows.steps import words

PAGE = Path(__file__).parents[3] / "docs" / "diagrams.md"
HEAD = """# The built-in flows

Drawn from their transition tables (`python3 run.py flows draw FILE`); a test keeps this page in step with the flows.
"""


def page() -> str:
    library = load_library()
    flows = [library.flow(name) for name in library.names]
    parts = [f"## {words(flow.title, 'fr')} (`{flow.name}`)\n\n```mermaid\n{mermaid(flow)}```\n" for flow in flows]
    return "\n".join([HEAD, *parts])


def test_the_diagrams_are_those_of_the_library() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
