"""What pip is told elsewhere sends no package elsewhere, and .venv is this project's own."""

import os
import shutil
import signal
import socket
import sys
from pathlib import Path

import pytest

from tests.setup.bricks import BRICKS, bricks, install, offline
from tests.setup.clone import PATIENCE, Clone
from tests.setup.copies import make_venv


def test_variables_of_pip_change_nothing(wall: Clone, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    install(
        wall,
        PIP_USER="1",
        PIP_TARGET=str(elsewhere),
        PIP_PREFIX=str(elsewhere),
        PIP_DRY_RUN="1",
        PIP_REQUIREMENT="other.txt",
        PYTHONPATH=str(elsewhere),
        VIRTUAL_ENV=str(elsewhere),
    )
    assert bricks(wall) == BRICKS
    assert not elsewhere.exists()


def write_settings(file: Path, elsewhere: Path, *more: str) -> None:
    """A file of pip's that sends packages elsewhere, or installs none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = ["[global]", f"target = {elsewhere}", "dry-run = yes", *more]
    lines += ["[install]", f"root = {elsewhere}", f"prefix = {elsewhere}", "user = yes"]
    lines += ["ignore-installed = yes", "requirement = other.txt"]
    file.write_text("\n".join([*lines, ""]))


@pytest.mark.parametrize(
    "place", ["PIP_CONFIG_FILE", "home/.config/pip/pip.conf", "home/.pip/pip.conf", "of .venv"]
)
def test_files_of_pip_say_where_packages_are_and_no_more(
    wall: Clone, tmp_path: Path, place: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shell = {"HOME": str(tmp_path / "home")}
    file = tmp_path / place
    if place == "PIP_CONFIG_FILE":
        shell[place] = str(file)
    if place == "of .venv":
        venv = wall.folder / ".venv"
        make_venv(venv)
        file = venv / "pip.conf"
    shelf = str(wall.folder.with_name("shelf"))
    write_settings(file, elsewhere, "no-index = yes", f"find-links = {shelf}")
    said = wall.says("run", f"PYTHON={sys.executable}", shell=shell)
    assert (wall.folder / ".venv/installed").exists(), said
    assert bricks(wall) == BRICKS
    assert not elsewhere.exists()


def test_a_file_of_pip_that_cannot_be_read_is_named(wall: Clone, tmp_path: Path) -> None:
    file = tmp_path / "pip.conf"
    file.write_text("[global\nindex-url = x\n")
    said = wall.refuses("run", f"PYTHON={sys.executable}", shell={"PIP_CONFIG_FILE": str(file)})
    assert f"pip's file {file} cannot be read" in said


def test_what_pip_did_not_install_is_not_taken_for_installed(wall: Clone) -> None:
    venv = wall.folder / ".venv"
    make_venv(venv)
    (packages,) = venv.glob("lib/python*/site-packages")
    (packages / "pip").mkdir()
    (packages / "pip/__main__.py").write_text("print('Successfully installed')")
    said = wall.refuses("run", f"PYTHON={sys.executable}", shell=offline(wall))
    assert "brick0 1.0 is not in .venv" in said
    assert not (venv / "installed").exists()
    shutil.rmtree(packages / "pip")
    install(wall)
    assert bricks(wall) == BRICKS


def files_in(folder: Path) -> set[tuple[str, int]]:
    return {(str(path), path.lstat().st_mtime_ns) for path in folder.rglob("*")}


@pytest.mark.parametrize("part", [".venv", ".venv/lib"])
def test_the_environment_of_another_project_is_not_installed_into(
    wall: Clone, tmp_path: Path, part: str
) -> None:
    theirs = tmp_path / "theirs"
    make_venv(theirs)
    if part == ".venv/lib":
        shutil.copytree(theirs, wall.folder / ".venv", symlinks=True)
        shutil.rmtree(wall.folder / part)
        theirs /= "lib"
    (wall.folder / part).symlink_to(theirs)
    before = files_in(theirs)
    said = wall.refuses("run", f"PYTHON={sys.executable}", shell=offline(wall))
    assert said.startswith(f"{part} is a link to {theirs}, which is not this project's")
    assert files_in(theirs) == before
    (wall.folder / part).unlink()
    install(wall)


def test_a_linked_environment_that_has_all_packages_is_used(clone: Clone, tmp_path: Path) -> None:
    (clone.folder / ".venv").rename(tmp_path / "shared")
    (clone.folder / ".venv").symlink_to(tmp_path / "shared")
    with clone.site():
        """Nothing has to be installed."""


@pytest.mark.parametrize("who", ["with_pip.py", "__pip-runner__.py"])
def test_a_pip_that_is_killed_ends_the_installation_at_once(wall: Clone, who: str) -> None:
    """Where .venv has no pip, one starts another, and either may be what memory runs out for."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        shell = {"PIP_INDEX_URL": index, "PIP_CONFIG_FILE": os.devnull}
        run = wall.make("run", f"PYTHON={sys.executable}", shell=shell)
        silent.settimeout(PATIENCE)
        call, _address = silent.accept()
        os.kill(wall.find(who)[0], signal.SIGKILL)
        assert wall.is_empty(5)
        call.close()
    run.rest()
    assert run.last_line == (
        "pip was ended by SIGKILL. Has this machine too little memory? Again: make run"
    )
    assert bricks(wall) == 0
    assert (wall.folder / ".venv/unfinished").exists()


def test_pip_ends_with_the_program_that_waits_for_it(wall: Clone) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        shell = {"PIP_INDEX_URL": index, "PIP_CONFIG_FILE": os.devnull}
        run = wall.make("run", f"PYTHON={sys.executable}", shell=shell)
        # It has said all that it says, and waits for an answer.
        silent.settimeout(PATIENCE)
        call, _address = silent.accept()
        os.kill(wall.find("begin.py run")[-1], signal.SIGKILL)
        assert wall.is_empty(2)
        call.close()
        run.rest()
