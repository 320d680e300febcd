"""The trial of forms found anywhere runs, and says of our own forms what is true of them."""

from bench.forms import report, tried
from tests.support.forms import FOLDER


def test_our_own_forms_fare_as_the_other_tests_say() -> None:
    trials = {path.name: tried(path, people=2) for path in sorted(FOLDER.iterdir())}
    civic, offences = trials["civic.md"], trials["every_offence.md"]
    assert (civic.refused, civic.left_out, civic.stuck, civic.oversized) == ((), 0, [], 0)
    assert offences.imported is None
    assert len(offences.refused) > len(offences.skipping) > 40
    lines = list(report(list(trials.values())))
    assert f"{len(trials)} files: 1 import as they are, 1 with --skip-unsupported" in lines
    assert "2 of 2 played to the end with equal answers by USSD and by SMS, 0 questions stuck" in lines
    assert any(line.split()[:3] == ["repeats", "1", "1"] for line in lines)
