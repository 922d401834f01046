"""What is wrong is said in one line: which variable, from where, what is right, what helps."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.setup.clone import Clone
from tests.setup.copies import copy_whole
from tests.setup.machine import apart, give_to_somebody_else, somebody_else


@pytest.mark.parametrize(
    "value", ["0", "abc", "-1", "99999", "8111x", "", "8000;ls", "80\n01", "٨٠٠٠"]
)
@pytest.mark.parametrize("place", ["from the shell", "from the command line"])
def test_a_port_is_a_number_that_ports_have(bare: Clone, value: str, place: str) -> None:
    if place == "from the command line":
        said = bare.refuses("run", f"PORT={value}")
    else:
        said = bare.refuses("run", shell={"PORT": value})
    # However it was written, it is one line.
    shown = " ".join(value.split())
    assert f"PORT must be a number from 1 to 65535, not '{shown}' ({place})" in said
    assert not (bare.folder / ".venv").exists()


@pytest.mark.parametrize("command", ["run", "demo", "sign-in"])
def test_a_number_alone_is_no_port(bare: Clone, command: str) -> None:
    said = bare.says(command, "8103")
    assert f"If it is a port: make {command} PORT=8103\n" in said
    assert not (bare.folder / ".venv").exists()


def test_a_port_that_is_in_use_is_named(clone: Clone) -> None:
    with socket.create_server(("127.0.0.1", clone.port)):
        said = clone.refuses()
    assert f"Port {clone.port} cannot be used (Address already in use)" in said
    assert "make run PORT=" in said


def test_a_copy_of_the_example_is_no_env(bare: Clone) -> None:
    shutil.copy(bare.folder / ".env.example", bare.folder / ".env")
    said = bare.refuses()
    assert "SECRET_KEY and INQUIRY_KEYS are not set in .env" in said
    assert "delete .env" in said


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_an_env_that_is_no_plain_text(clone: Clone, encoding: str) -> None:
    text = (clone.folder / ".env").read_text() + "MAIL_FROM=Büro <a@b.example>\n"
    (clone.folder / ".env").write_bytes(text.encode(encoding))
    assert ".env is not plain UTF-8" in clone.refuses()


def test_an_env_that_is_a_folder(clone: Clone) -> None:
    (clone.folder / ".env").unlink()
    (clone.folder / ".env").mkdir()
    assert ".env is a folder" in clone.refuses()


def test_an_env_that_is_a_link_to_nothing_or_a_pipe(bare: Clone) -> None:
    env = bare.folder / ".env"
    env.symlink_to("/nowhere/env")
    assert ".env is a link to /nowhere/env, which is not there" in bare.refuses()
    env.unlink()
    os.mkfifo(env)
    assert ".env is no regular file" in bare.refuses()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("DATABASE_URL: hunter2", "is not NAME=value"),
        ("hunter2", "is not NAME=value"),
        ("MAIL_FROM='a@b.example' hunter2", "is not NAME=value"),
        ("MAIL_FROM='Desk <a@b.example>", "has a quote that is not closed"),
        ('MAIL_FROM="Desk <a@b.example>', "has a quote that is not closed"),
    ],
)
def test_a_line_of_env_that_sets_nothing(bare: Clone, line: str, words: str) -> None:
    bare.write_env()
    with (bare.folder / ".env").open("a") as file:
        file.write(f"{line}\n")
    said = bare.says("run")
    assert said.count(f"Line 4 of .env {words}") == 1
    assert "hunter2" not in said


@pytest.mark.parametrize(
    "line",
    ["", "  # A=", "A=", "A=it's", "A = 'x' # y", 'export A="x#"', "A='it\\'s'", "A=x\r", "A=#"],
)
def test_a_line_of_env_that_is_one(line: str) -> None:
    from clinic_site.setup import dotenv

    dotenv.refuse_broken_lines(".env", f"B=1\n{line}\n")


def test_sign_in_before_the_first_run(bare: Clone, fresh: Clone) -> None:
    assert "First: make run" in bare.refuses("sign-in")
    fresh.write_env()
    assert "First: make run" in fresh.refuses("sign-in", f"PORT={fresh.port}")
    assert not (fresh.folder / "var/site.sqlite3").exists()


@pytest.mark.parametrize(
    ("mount", "words"),
    [
        ("mount -t tmpfs -o size=200k full var", "The disk is full"),
        ("mount --bind var var && mount -o remount,bind,ro var", "var/run.lock cannot be used"),
        ("mount --bind . . && mount -o remount,bind,ro . && cd .", "cannot be used (read-only"),
    ],
)
def test_a_folder_that_takes_nothing(clone: Clone, mount: str, words: str) -> None:
    assert words in clone.refuses(before=apart(mount))


def test_a_machine_without_time_zones_and_shared_memory(clone: Clone) -> None:
    pytest.importorskip("tzdata")
    empty = "mount -t tmpfs none /usr/share/zoneinfo"
    with clone.site(before=apart(f"{empty} && mount -t tmpfs -o ro none /dev/shm")) as run:
        assert "Traceback" not in run.said


def test_a_folder_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clinic_site.setup import trouble

    monkeypatch.setattr(trouble, "ROOT", tmp_path)
    monkeypatch.setattr("clinic_site.setup.talk.ROOT", tmp_path)
    (tmp_path / "var").mkdir()
    error = PermissionError(13, "Permission denied", str(tmp_path / "var/run.lock"))
    owner = (tmp_path / "var").owner()
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)
    assert trouble.line_for(error) == (
        "var/run.lock cannot be used (permission denied). "
        f"var belongs to {owner}: sudo chown -R $USER var"
    )


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every person may enter, which pytest's own are not."""
    folder = Path(mkdtemp(prefix="open"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_another_person_is_told_whose_folder_it_is(bare: Clone, open_folder: Path) -> None:
    """Whoever ran it with sudo once has a var that is root's."""
    nobody, python = somebody_else()
    theirs = Clone(open_folder / "project")
    copy_whole(bare.folder, theirs.folder)
    give_to_somebody_else(theirs.folder)
    (theirs.folder / "var").mkdir()
    said = theirs.refuses("run", f"PYTHON={python}", before=nobody)
    assert said == (
        "var/install.lock cannot be used (permission denied). "
        "var belongs to root: sudo chown -R $USER var"
    )


@pytest.mark.parametrize("name", ["var", "staticfiles"])
@pytest.mark.parametrize("command", ["touch", "ln -s /nowhere"])
def test_a_file_where_a_folder_has_to_be(clone: Clone, name: str, command: str) -> None:
    subprocess.run(["rm", "-r", name], cwd=clone.folder, check=True)
    subprocess.run([*command.split(), name], cwd=clone.folder, check=True)
    assert clone.refuses() == f"{name} has to be a folder, and is none. Move it away."


def test_an_env_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from clinic_site.setup import commands, sites

    def forbid(file: Path, **_how: str) -> str:
        raise PermissionError(13, "Permission denied", str(file))

    env = tmp_path / ".env"
    env.touch()
    monkeypatch.setattr(sites, "RUN", replace(sites.RUN, env=env))
    monkeypatch.setattr(Path, "read_text", forbid)
    with pytest.raises(SystemExit):
        commands.fail(".env cannot be used.")
    assert capfd.readouterr().err == ".env cannot be used.\n"


def test_a_port_that_is_not_for_everyone(monkeypatch: pytest.MonkeyPatch) -> None:
    from clinic_site.local.refusals import listen
    from clinic_site.setup.talk import Refused

    def forbid(_self: socket.socket, _address: tuple[str, int]) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", forbid)
    with pytest.raises(Refused, match="Choose another: make run PORT=8001") as refusal:
        listen(80)
    assert "Stop the program" not in str(refusal.value)


def test_a_damaged_database_is_named(clone: Clone) -> None:
    (clone.folder / "var/site.sqlite3").write_bytes(b"no database " * 1000)
    for file in (clone.folder / "var").glob("site.sqlite3-*"):
        file.unlink()
    said = clone.refuses()
    assert "site.sqlite3 in var says: file is not a database" in said


@pytest.fixture
def old_python(tmp_path: Path) -> Path:
    """Looks like Python 3.10 to whoever asks."""
    file = tmp_path / "old python"
    file.write_text(
        '#!/bin/sh\ncase "$*" in\n*"< (3, 11)"*) exit 1 ;;\n'
        '*"is Python"*) echo "is Python 3.10" ;;\n*) echo 3.10 ;;\nesac\n'
    )
    file.chmod(0o755)
    return file


def test_a_python_that_is_too_old_or_not_there(bare: Clone, old_python: Path) -> None:
    said = bare.refuses("run", f"PYTHON={old_python}")
    assert f"Python 3.11 or newer is needed, and {old_python} is Python 3.10" in said
    said = bare.refuses("run", "PYTHON=python9")
    assert "python9 does not run" in said
    assert "make run PYTHON=" in said


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_only_python_there_is_too_old(
    bare: Clone, old_python: Path, tmp_path: Path, shell: str
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    old_python.rename(programs / "python3")
    for name, program in {"make": "make", "sh": shell}.items():
        (programs / name).symlink_to(str(shutil.which(program)))
    strict = {"SHELLOPTS": "nounset:errexit"}
    said = bare.refuses("run", shell={"PATH": str(programs)} | strict)
    assert said.startswith("Python 3.11 or newer is needed, and python3 is Python 3.10.")


def test_a_venv_of_a_python_that_is_too_old(bare: Clone, old_python: Path) -> None:
    (bare.folder / ".venv/bin").mkdir(parents=True)
    shutil.copy(old_python, bare.folder / ".venv/bin/python")
    said = bare.refuses("run", f"PYTHON={sys.executable}")
    assert ".venv has Python 3.10, and 3.11 or newer is needed: delete .venv" in said


@pytest.mark.parametrize(
    ("name", "why"),
    [(b"b\xfcro", "a name that is not UTF-8"), (b"site ", "a name with a blank at its end")],
)
def test_a_name_by_which_programs_would_not_find_the_folder(
    bare: Clone, name: bytes, why: str
) -> None:
    folder = bare.folder.with_name(os.fsdecode(name))
    bare.folder.rename(folder)
    said = Clone(folder).refuses("run", f"PYTHON={sys.executable}")
    assert said.startswith(f"The site cannot run in a folder with {why} ('{folder.parent}/")
    assert said.endswith("Rename the folder, then: make run")
    assert not (folder / ".venv").exists()


def test_a_name_that_no_environment_can_have(bare: Clone) -> None:
    folder = bare.folder.with_name("a:b")
    bare.folder.rename(folder)
    said = Clone(folder).refuses("run", f"PYTHON={sys.executable}")
    assert "Rename the folder" in said
