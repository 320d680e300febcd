"""What must hold in a flow whoever wrote it, YAML or spreadsheet: `faults` forbid it, `advice` is worth reading."""

from flows.checks.advice import advice
from flows.checks.faults import faults
from flows.checks.found import Found
from flows.checks.whole import Written

__all__ = ["Found", "Written", "advice", "faults"]
