"""The keys in .env open the messages: they are written whole, and never made anew in vain."""

import subprocess
from pathlib import Path

import pytest

from tests.setup.clone import ROOT, Clone

MESSAGE = """
from django.utils import timezone
from contact.models import Inquiry
Inquiry.objects.create(
    reference="BS-T001", submission_key="1" * 64, name="Rob", reply_by="text",
    phone="(202) 555-0188", language="en", page_language="en", due_at=timezone.now(),
)
"""


def test_a_lost_env_beside_messages_is_refused(clone: Clone) -> None:
    clone.python(MESSAGE)
    (clone.folder / ".env").unlink()
    said = clone.refuses()
    assert ".env is lost" in said
    assert "1 messages" in said or "1 message" in said
    assert not (clone.folder / ".env").exists()


def test_an_emptied_env_beside_messages_is_not_to_be_deleted(clone: Clone) -> None:
    clone.python(MESSAGE)
    (clone.folder / ".env").write_text("")
    said = clone.refuses()
    assert "INQUIRY_KEYS are all that opens the 1 message in var/site.sqlite3" in said
    assert "delete" not in said


def test_a_lost_key_beside_messages_is_not_to_be_made_anew(clone: Clone) -> None:
    clone.python(MESSAGE)
    env = clone.folder / ".env"
    lines = env.read_text().splitlines()
    env.write_text("\n".join(line for line in lines if "INQUIRY_KEYS" not in line))
    said = clone.refuses()
    assert said.startswith("INQUIRY_KEYS is not in .env any more, and the old INQUIRY_KEYS are all")
    assert "Put them back from a backup of .env" in said
    assert ".env.example" not in said


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("mkdir var/site.sqlite3", "var/site.sqlite3 is a folder, and has to be a file."),
        ("mkfifo var/site.sqlite3", "var/site.sqlite3 is no regular file"),
        ("head -c 9999 /dev/zero >var/site.sqlite3", "It cannot be read (file is not a database)"),
    ],
)
def test_a_database_that_cannot_be_read_beside_a_lost_env(
    clone: Clone, script: str, words: str
) -> None:
    clone.remove_database()
    subprocess.run(["sh", "-c", script], cwd=clone.folder, check=True)
    (clone.folder / ".env").unlink()
    assert words in clone.refuses()
    assert not (clone.folder / ".env").exists()


def test_a_folder_where_the_database_has_to_be(clone: Clone) -> None:
    clone.remove_database()
    (clone.folder / "var/site.sqlite3").mkdir()
    said = clone.refuses()
    assert said == "var/site.sqlite3 is a folder, and has to be a file. Move it away."


def test_a_lost_env_without_messages_is_written_anew(clone: Clone) -> None:
    (clone.folder / ".env").unlink()
    with clone.site():
        assert (clone.folder / ".env").stat().st_mode & 0o777 == 0o600


def test_keys_that_open_no_message_are_refused(clone: Clone) -> None:
    clone.python(MESSAGE)
    clone.write_env()
    assert "INQUIRY_KEYS (from .env) opens none of the messages" in clone.refuses()


def test_an_env_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic_site.setup import dotenv

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        dotenv.make_once(tmp_path / ".env", 8000)
    # Nor is a half of it left, which git would take up.
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    dotenv.make_once(tmp_path / ".env", 8000)
    assert [file.name for file in tmp_path.iterdir()] == [".env"]
    first = (tmp_path / ".env").read_text()
    dotenv.make_once(tmp_path / ".env", 8000)
    assert (tmp_path / ".env").read_text() == first


def test_a_folder_where_an_env_is_written_is_named(clone: Clone) -> None:
    (clone.folder / ".env").unlink()
    (clone.folder / ".env.new").mkdir()
    assert clone.refuses() == ".env.new is a folder where .env is written. Move it away."


def test_git_takes_up_no_env() -> None:
    asked = [".env", ".env.new", "var/site.sqlite3"]
    done = subprocess.run(
        ["git", "check-ignore", *asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == asked


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A=x\n", "x"),
        (" export A = 'x y' # z\n", "x y"),
        ('A="x#y"\n', "x#y"),
        ("A=\nB=x\n", ""),
        ("A=x\nA=y\n", "y"),
        ("BA=x\n#A=y\n", ""),
    ],
)
def test_an_env_is_read_before_any_package_is_there(text: str, value: str) -> None:
    from clinic_site.setup import dotenv

    assert dotenv.value_of("A", text) == value


def test_sign_in_without_the_env_of_the_run_says_that_it_is_lost(clone: Clone) -> None:
    with clone.site():
        (clone.folder / ".env").rename(clone.folder / "kept")
        assert ".env is lost" in clone.refuses("sign-in")
