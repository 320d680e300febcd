"""What phones can show and what people type: GSM-7, parts, folding, matching."""

from flows.text.folding import fold, losses
from flows.text.gsm7 import Measure, measure, width
from flows.text.matching import normal

__all__ = ["Measure", "fold", "losses", "measure", "normal", "width"]
