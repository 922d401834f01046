"""The content version in a file is read anew for each visitor, whatever happens to the file."""

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import connections

from clinic_site.front.editions import Editions, version_file
from clinic_site.front.version_file import VersionFile


def write(path: Path, number: int) -> None:
    with sqlite3.connect(path) as file:
        file.execute("UPDATE pages_contentversion SET number = ?", [number])
    file.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a site?#%20.sqlite3"
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("CREATE TABLE pages_contentversion (id integer, number integer)")
        file.execute("INSERT INTO pages_contentversion VALUES (1, 1)")
    file.close()
    return path


@pytest.fixture
def editions(path: Path) -> Editions:
    return Editions(VersionFile(str(path)))


def number(editions: Editions) -> int | None:
    now = editions.now()
    return now[0] if now else None


def test_a_change_shows_at_once(path: Path, editions: Editions) -> None:
    assert number(editions) == 1
    for version in (2, 3):
        write(path, version)
        assert number(editions) == version


def test_what_is_not_finished_does_not_show(path: Path, editions: Editions) -> None:
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE pages_contentversion SET number = 9")
    assert number(editions) == 1
    writer.execute("COMMIT")
    writer.close()
    assert number(editions) == 9


def test_reading_holds_nothing(path: Path, editions: Editions) -> None:
    """Else what is written could never be put into the file itself, and would grow beside it."""
    number(editions)
    write(path, 2)
    with sqlite3.connect(path) as file:
        blocked, _, _ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    file.close()
    assert not blocked
    assert Path(f"{path}-wal").stat().st_size == 0


def test_it_only_reads(path: Path) -> None:
    file = VersionFile(str(path))
    file.read()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        file._mine.connection.execute("UPDATE pages_contentversion SET number = 5")


def test_another_file_in_its_place_is_another_edition(
    path: Path, editions: Editions, tmp_path: Path
) -> None:
    """Also with the same number: its words may be others."""
    before = editions.now()
    other = tmp_path / "other"
    shutil.copy(path, other)
    other.replace(path)
    after = editions.now()
    assert before
    assert after
    assert before[0] == after[0]
    assert before != after
    write(path, 4)
    assert number(editions) == 4


def test_nobody_knows_while_the_file_is_gone_or_none(path: Path, editions: Editions) -> None:
    number(editions)
    aside = path.rename(path.with_suffix(".aside"))
    assert editions.now() is None
    path.write_bytes(b"no database " * 1000)
    assert editions.now() is None
    path.unlink()
    path.mkdir()
    assert editions.now() is None
    path.rmdir()
    aside.rename(path)
    assert number(editions) == 1


def test_nobody_waits_long_while_the_file_is_locked(path: Path, editions: Editions) -> None:
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode=DELETE")
    writer.execute("BEGIN EXCLUSIVE")
    assert editions.now() is None
    writer.execute("ROLLBACK")
    writer.close()
    assert number(editions) == 1


def test_a_database_that_is_being_made_has_no_number(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "new").close()
    (tmp_path / "new").touch()
    assert Editions(VersionFile(str(tmp_path / "new"))).now() is None


def test_each_thread_reads_by_itself(path: Path, editions: Editions) -> None:
    found: list[int | None] = [number(editions)]
    thread = threading.Thread(target=lambda: found.append(number(editions)))
    thread.start()
    thread.join(10)
    assert found == [1, 1]


def test_only_a_file_is_read_as_one(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    described = connections["default"].settings_dict
    is_file = described["ENGINE"].endswith("sqlite3")
    assert bool(version_file()) == is_file
    monkeypatch.setitem(described, "NAME", "file:memory?mode=memory&cache=shared")
    assert version_file() is None
