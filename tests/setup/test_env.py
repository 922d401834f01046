"""The keys in .env open the messages: they are written whole, and never made anew in vain."""

from pathlib import Path

import pytest

from tests.setup.clone import Clone

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
        dotenv.make_once(tmp_path)
    assert not (tmp_path / ".env").exists()
    monkeypatch.undo()
    dotenv.make_once(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [".env"]
    first = (tmp_path / ".env").read_text()
    dotenv.make_once(tmp_path)
    assert (tmp_path / ".env").read_text() == first


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
