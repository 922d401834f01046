"""The packages get into .venv on any machine, it shows how far that is, and a cut costs nothing."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_site.setup.venv import base_python
from tests.setup.bricks import BRICKS, bricks, install, offline
from tests.setup.clone import ROOT, SHELL, Clone, wait_for_file
from tests.setup.copies import make_venv
from tests.setup.machine import apart


def test_it_says_what_it_installs_and_how_far_it_is(wall: Clone) -> None:
    said = install(wall)
    assert f"Installing {BRICKS} packages into .venv" in said
    assert f"Fetching {BRICKS} packages" in said
    assert bricks(wall) == BRICKS
    assert "Installing" not in wall.says("run", shell=offline(wall))


def test_the_line_grows_in_a_terminal() -> None:
    from clinic_site.setup.packages import progress

    fetched = "Collecting a==1\n  Using cached a.whl\nCollecting b==1\n"
    assert progress(fetched, 3) == "Fetching 3 packages, 2 so far"
    unpacked = progress(f"{fetched}Installing collected packages: a, b, c\n", 3)
    assert unpacked.startswith("Unpacking 3 packages, ")


def test_a_python_that_has_gone_is_replaced(built: Clone) -> None:
    python = built.folder / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert "The Python of .venv is gone: making .venv anew." in install(built)
    assert bricks(built) == BRICKS


def test_a_venv_without_pip_as_uv_makes_it_is_used(wall: Clone) -> None:
    venv = wall.folder / ".venv"
    make_venv(venv)
    (venv / "mine").touch()
    install(wall)
    assert bricks(wall) == BRICKS
    assert (venv / "mine").exists()


def test_an_installation_that_was_cut_short_is_made_anew(built: Clone) -> None:
    (built.folder / ".venv/unfinished").touch()
    (built.folder / ".venv/bin/python").unlink()
    assert "cut short" in install(built)
    assert bricks(built) == BRICKS


def test_ctrl_c_while_the_environment_is_made(wall: Clone) -> None:
    run = wall.make("run", f"PYTHON={sys.executable}", shell=offline(wall))
    wait_for_file(wall.folder / ".venv/unfinished")
    run.interrupt()
    assert "Traceback" not in run.rest()
    assert run.last_line == "Stopped by Ctrl-C. The next make run goes on."
    assert wall.is_empty()


def test_a_python_without_pip_says_what_to_install(wall: Clone) -> None:
    """As Debian has it before python3-venv is installed."""
    base = base_python()
    ask = "import ensurepip, pip; print(*ensurepip.__path__, *pip.__path__, sep='\\n')"
    asked = subprocess.run([base, "-E", "-c", ask], capture_output=True, text=True, check=True)
    hide = " && ".join(f"mount -t tmpfs none '{folder}'" for folder in asked.stdout.split())
    for _again in range(2):
        said = wall.refuses("run", f"PYTHON={base}", shell=offline(wall), before=apart(hide))
        assert said == (
            "This Python has no pip to install packages with. "
            "On Debian and Ubuntu: sudo apt install python3-venv. Then: make run"
        )
    install(wall)


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_each_python_that_is_here_will_do(wall: Clone, version: str) -> None:
    python = find_python(version)
    if not python:
        pytest.skip(f"no Python {version} here")
    install(wall, python=python)
    assert list(wall.folder.glob(f".venv/lib/python{version}/site-packages/brick0.py"))


def find_python(version: str) -> str:
    """A Python of this version: on the path, or kept by pyenv."""
    kept = Path.home() / ".pyenv/versions"
    places = [*map(str, kept.glob(f"{version}.*/bin/python")), shutil.which(f"python{version}")]
    for place in filter(None, places):
        ask = "import sys; print('%d.%d' % sys.version_info[:2])"
        done = subprocess.run([place, "-c", ask], capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return place
    return ""


@pytest.mark.parametrize("place", ["PIP_INDEX_URL of this shell", "index-url of {file}"])
def test_no_network_is_one_line(wall: Clone, tmp_path: Path, place: str) -> None:
    file = tmp_path / "pip.conf"
    address = "http://desk:hunter2@127.0.0.1:1/simple"
    shell = {"PIP_RETRIES": "0", "PIP_CONFIG_FILE": str(file)}
    file.write_text(f"[global]\nindex-url = {address.replace(':1/', ':2/')}\n")
    if place.startswith("PIP"):
        shell |= {"PIP_INDEX_URL": address}
    said = wall.refuses("types", f"PYTHON={sys.executable}", shell=shell)
    port = 1 if place.startswith("PIP") else 2
    assert said == (
        f"Could not reach the package index http://127.0.0.1:{port}/simple "
        f"({place.format(file=file)}). Is this machine online? Then again: make types"
    )


def test_no_password_of_an_address_of_packages_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from clinic_site.setup import pip_settings

    for address in (
        "https://desk:hunter2@a.example/simple",
        "https://hunter2@a.example/simple?token=hunter2#hunter2",
        "https://desk:hun/ter2://hunter2@hunter2@a.example/simple",
        " https://a.example/simple hunter2",
    ):
        monkeypatch.setenv("PIP_INDEX_URL", address)
        assert pip_settings.index() == "https://a.example/simple (PIP_INDEX_URL of this shell)"
    monkeypatch.setenv("PIP_INDEX_URL", "")
    assert pip_settings.index() == "that pip uses by itself"


def test_a_package_that_was_changed_is_not_installed(wall: Clone) -> None:
    shelf = wall.folder.with_name("shelf")
    with zipfile.ZipFile(shelf / "brick0-1.0-py3-none-any.whl", "a") as archive:
        archive.writestr("more.py", "")
    said = wall.refuses("run", f"PYTHON={sys.executable}", shell=offline(wall))
    assert "hash" in said
    assert not (wall.folder / ".venv/installed").exists()


@pytest.fixture
def silent_index() -> Iterator[str]:
    """A package index that takes a call and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/simple"


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_a_cut_while_it_fetches_packages(wall: Clone, silent_index: str, name: str) -> None:
    shell = {"PIP_INDEX_URL": silent_index, "PIP_CONFIG_FILE": os.devnull}
    run = wall.make("run", f"PYTHON={sys.executable}", shell=shell)
    run.wait_for("Fetching")
    if name == "SIGKILL":
        os.kill(run.process.pid, signal.SIGKILL)
    else:
        os.killpg(run.process.pid, signal.Signals[name])
    assert wall.is_empty()
    assert "Traceback" not in run.rest()
    if name != "SIGKILL":
        who = {"SIGINT": "Ctrl-C", "SIGHUP": "the terminal that was closed (SIGHUP)"}
        assert run.last_line == f"Stopped by {who.get(name, name)}. The next make run goes on."
    install(wall)
    assert bricks(wall) == BRICKS


def test_help_lists_each_target_in_a_line(bare: Clone) -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    lines = bare.says("help").splitlines()
    assert {line.split()[1] for line in lines if line.startswith("make ")} == targets
    assert all(len(line) < 100 for line in lines)


def test_the_makefile_is_for_make_as_macos_has_it() -> None:
    """GNU make 3.81 knows none of these; one line of the Makefile says so."""
    makefile = (ROOT / "Makefile").read_text()
    newer = (
        r"\.ONESHELL|!=|::=|&:|\$\(file |\$\(guile |undefine |\.SHELLFLAGS|\.RECIPEPREFIX|private "
    )
    assert re.findall(newer, makefile) == []


def test_a_checkout_with_other_line_ends_has_ours(bare: Clone, tmp_path: Path) -> None:
    git = [
        "git",
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        "-c",
        "init.defaultBranch=x",
    ]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], cwd=bare.folder, env=SHELL, check=True)
    there = tmp_path / "windows"
    clone = [*git, "-c", "core.autocrlf=true", "clone", "-q", str(bare.folder), str(there)]
    subprocess.run(clone, env=SHELL, check=True)
    for name in ("Makefile", ".ci/run", "manage.py", "clinic_site/setup/begin.sh", ".env.example"):
        assert b"\r" not in (there / name).read_bytes(), name


def test_the_readme_names_what_a_machine_needs() -> None:
    readme = (ROOT / "README.md").read_text()
    for needed in ("apt install make python3-venv", "GNU make", "make help"):
        assert needed in readme


@pytest.mark.parametrize("lost", ["lib/python*/site-packages/brick0*", "pyvenv.cfg", "lib"])
def test_a_venv_that_lost_files_is_made_anew(built: Clone, lost: str) -> None:
    for path in (built.folder / ".venv").glob(lost):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    said = install(built)
    assert said.count("is missing or empty: making .venv anew.") == 1
    assert bricks(built) == BRICKS
    assert "missing" not in built.says("run", shell=offline(built))


def test_a_venv_whose_files_a_crash_emptied_is_made_anew(built: Clone) -> None:
    brick = next((built.folder / ".venv").glob("lib/python*/site-packages/brick0*.py"))
    brick.write_text("")
    assert "is missing or empty: making .venv anew." in install(built)
    assert bricks(built) == BRICKS


@pytest.mark.parametrize("theirs", ["", "notes.txt"], ids=["a file", "a folder"])
def test_what_is_called_venv_and_is_none_is_left_alone(bare: Clone, theirs: str) -> None:
    file = bare.folder / ".venv" / theirs if theirs else bare.folder / ".venv"
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine")
    said = bare.refuses("run", f"PYTHON={sys.executable}")
    assert said.startswith(".venv is there and is no environment of Python. It is untouched.")
    assert file.read_text() == "mine"


def test_another_python_than_that_of_the_venv_is_not_asked_for_in_vain(
    built: Clone, tmp_path: Path
) -> None:
    assert ".venv has" not in install(built)
    ours = f"{sys.version_info[0]}.{sys.version_info[1]}"
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho 3.99\n")
    other.chmod(0o755)
    said = built.says("run", f"PYTHON={other}", shell=offline(built))
    assert f".venv has Python {ours}. Delete it to use 3.99." in said
    said = built.says("run", shell=offline(built, PYTHON=str(other)))
    assert f".venv has Python {ours}. Delete it to use 3.99." in said
    said = built.says("run", "PYTHON=python9", shell=offline(built))
    assert f".venv has Python {ours}, and python9 does not run." in said


@pytest.mark.parametrize("theirs", ["python9", "2.7", "2.7 and .venv is there"])
def test_the_python_of_another_project_is_no_hindrance(
    built: Clone, tmp_path: Path, theirs: str
) -> None:
    """Tools of other projects read PYTHON, too, and want an old one there."""
    old = tmp_path / "python2.7"
    old.write_text('#!/bin/sh\ncase "$*" in *"%d.%d"*) echo 2.7 ;; *) exit 1 ;; esac\n')
    old.chmod(0o755)
    python = "python9" if theirs == "python9" else str(old)
    if theirs != "2.7 and .venv is there":
        shutil.rmtree(built.folder / ".venv")
    said = built.says("run", shell=offline(built, PYTHON=python))
    assert bricks(built) == BRICKS
    assert "2.7" not in said
    assert "python9" not in said


def test_the_makefile_of_another_folder_says_how(bare: Clone, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    said = Clone(elsewhere).refuses("-f", str(bare.folder / "Makefile"), "run")
    assert "make -C FOLDER run" in said
