"""Making a backup, and refusing one that would harm."""

from pathlib import Path

import pytest

from jamakan import backup
from jamakan.backup import BackupError
from jamakan.core import Core
from jamakan.privacy.vault import new_key
from jamakan.state import keys, lock
from jamakan.store import copies as sql_copies
from tests.support.line import AWA, KEY, Line
from tests.support.restoring import Phones, another_machine, some_answers_stored_and_some_waiting


def test_backups_beyond_the_last_few_are_removed(core: Core, backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = []
    for day in range(1, 5):
        folder = backups / f"jamakan-2026110{day}T030000Z"
        folder.mkdir()
        (folder / backup.MANIFEST).write_text("{}")
        old.append(folder)
    unfinished, mine = backups / "jamakan-20261101T020000Z", backups / "notes"
    unfinished.mkdir()
    mine.mkdir()
    made = backup.make(core, backups, keep=3)
    assert backup.existing(backups) == [*old[2:], made]
    assert unfinished.exists()  # no backup of ours: not ours to remove
    assert mine.exists()
    assert float(core.redis.get(keys.BACKED_UP) or 0) > 0


def test_a_backup_is_for_this_user_only_and_names_nobody(line: Phones, core: Core, backups: Path, awa: Line) -> None:
    some_answers_stored_and_some_waiting(line, core)
    made = backup.make(core, backups, keep=1)
    assert made.stat().st_mode & 0o077 == 0
    for path in made.iterdir():
        held = path.read_bytes()
        assert AWA.removeprefix("+").encode() not in held, path
        assert "Traoré".encode() not in held, path
        assert KEY.encode() not in held, path


def test_a_backup_that_fails_leaves_nothing(core: Core, backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_copies, "copy", _full_disk)
    with pytest.raises(OSError, match="No space left"):
        backup.make(core, backups, keep=1)
    assert list(backups.iterdir()) == []
    assert core.redis.get(keys.BACKED_UP) is None


def _full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


class TestRefusals:
    """What would harm is refused, in words, before anything is changed."""

    def test_a_file_that_was_altered(self, core: Core, other: Core, backups: Path) -> None:
        made = backup.make(core, backups, keep=1)
        with (made / backup.REDIS).open("a") as file:
            file.write("\n")
        with pytest.raises(BackupError, match="is not the file that was written"):
            backup.restore(other, made, keep_redis=False, moved=False)

    def test_a_backup_without_its_manifest(self, core: Core, other: Core, backups: Path) -> None:
        with pytest.raises(BackupError, match="is no backup"):
            backup.restore(other, backups, keep_redis=False, moved=False)

    def test_another_key(self, core: Core, empty_url: str, tmp_path: Path, backups: Path) -> None:
        made = backup.make(core, backups, keep=1)
        with (
            another_machine(core, empty_url, tmp_path, key=new_key()) as stranger,
            pytest.raises(BackupError, match="another JAMAKAN_KEY"),
        ):
            backup.restore(stranger, made, keep_redis=False, moved=False)

    def test_a_database_that_has_tables(self, core: Core, backups: Path) -> None:
        made = backup.make(core, backups, keep=1)
        with pytest.raises(sql_copies.CopyError, match="has tables already"):
            backup.restore(core, made, keep_redis=True, moved=False)

    def test_a_redis_that_holds_a_house(self, core: Core, backups: Path) -> None:
        made = backup.make(core, backups, keep=1)
        with pytest.raises(BackupError, match="this Redis holds a house"):
            backup.restore(core, made, keep_redis=False, moved=False)

    def test_a_house_that_runs(self, core: Core, backups: Path) -> None:
        made = backup.make(core, backups, keep=1)
        lock.lead(core.redis, keys.CLOCK_LOCK, "host:1", 60)
        with pytest.raises(BackupError, match="the house is running: stop it first"):
            backup.restore(core, made, keep_redis=True, moved=False)
