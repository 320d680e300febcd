"""What staff say of a case: the fields of its form."""

from gateway.console.forms import Form
from gateway.console.inbox.naming import KINDS, names
from jamakan.programme.regions import REGIONS
from jamakan.store.inbox.cases import About, Case

LONGEST_TITLE, LONGEST_THEME, LONGEST_INSTITUTION = 80, 40, 120


def about(form: Form) -> About:
    """What was typed. With problems it is of no use."""
    return About(
        kind=form.choice("kind", KINDS),
        title=_line(form, "title", LONGEST_TITLE),
        theme=_line(form, "theme", LONGEST_THEME, needed=False),
        region=form.choice("region", ["", *REGIONS]),
        institution=_line(form, "institution", LONGEST_INSTITUTION, needed=False),
    )


def typed(case: Case) -> dict[str, str]:
    """A case as somebody would have typed it."""
    said = case.about
    return {
        "kind": said.kind,
        "title": said.title,
        "theme": said.theme,
        "region": said.region,
        "institution": said.institution,
        "version": str(case.version),
    }


def options() -> dict[str, dict[str, str]]:
    """What there is to choose from."""
    return {"kinds": names(KINDS), "regions": {slug: region.name for slug, region in REGIONS.items()}}


def _line(form: Form, field: str, most: int, *, needed: bool = True) -> str:
    return form.text(field, most, needed=needed).replace("\n", " ")
