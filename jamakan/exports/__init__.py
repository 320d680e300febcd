"""Files of people, answers, messages and attendance, built by an office job and kept sealed until they expire.

    asked → collecting → writing → ready → expired
                 └──────────┴──→ failed

`collecting` reads a page of rows at a time and keeps it, sealed, with the cursor behind it: a killed job goes on
where it was. `writing` lays the rows out as CSV or XLSX, from the beginning when it is killed. See docs/exports.md.
"""

from jamakan.exports.asking import ExportRefused, Order, ask, remove
from jamakan.exports.building import build, build_one
from jamakan.exports.fetching import download

__all__ = ["ExportRefused", "Order", "ask", "build", "build_one", "download", "remove"]
