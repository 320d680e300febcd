"""`python -m tests.faults.controls FOLDER`: every control, as JSON lines in FOLDER/controls.jsonl."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.faults.controls import power, replies, sending

CONTROLS = (replies.show, sending.show, power.show)


def main() -> None:
    """Show them all."""
    folder = Path(sys.argv[1])
    shown = [one for place, show in enumerate(CONTROLS) for one in show(_room(folder, place))]
    lines = [json.dumps(asdict(one)) + "\n" for one in shown]
    (folder / "controls.jsonl").write_text("".join(lines))


def _room(folder: Path, place: int) -> Path:
    room = folder / str(place)
    room.mkdir()
    return room


if __name__ == "__main__":
    main()
