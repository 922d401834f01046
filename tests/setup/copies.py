"""Copies of this project to run, made fast: what no run writes into is there once for all."""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import cache_from_source
from pathlib import Path

from tests.setup.clone import ROOT

#: Folders that a run only reads. Of these a copy has links to those of the one it is made of.
READ_ONLY = ("contact", "drawing", "faq", "locale", "static", "templates")
#: A run only reads these, too; a test that has them written anew asks for its own.
COLLECTED = "staticfiles"
#: The one folder of pages in which a test writes.
_MIGRATIONS = "migrations"


def copy_project(folder: Path) -> None:
    """The files as they are now, but the tests: those git knows, or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z", "--", ".", ":!tests"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
            if name.endswith(".py"):
                _copy_compiled(ROOT / name, folder / name)


def _copy_compiled(module: Path, to: Path) -> None:
    """So that nothing is compiled again that these tests have compiled already."""
    compiled = Path(cache_from_source(str(module)))
    if compiled.is_file():
        (to.parent / compiled.parent.name).mkdir(exist_ok=True)
        shutil.copy2(compiled, to.parent / compiled.parent.name)


def lend_packages(folder: Path) -> None:
    """A .venv that has what these tests run with, so that nothing is fetched."""
    venv = folder / ".venv"
    make_venv(venv)
    (packages,) = venv.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_paths()["purelib"])
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    text = (folder / "requirements.txt").read_bytes()
    (venv / "installed").write_text(f"{version} {hashlib.sha256(text).hexdigest()}")


def make_venv(folder: Path) -> None:
    """An environment with nothing in it, as fast as there is one."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)


def copy_whole(of: Path, folder: Path) -> None:
    """A copy that needs nothing of the first."""
    shutil.copytree(of, folder, symlinks=True)


def copy_thin(of: Path, folder: Path) -> None:
    """A copy with links where a run only reads: it is there in a moment, and gone in one."""
    folder.mkdir()
    for path in of.iterdir():
        if path.name == "pages":
            _copy_thin_pages(path, folder / path.name)
        elif path.name in (*READ_ONLY, COLLECTED):
            (folder / path.name).symlink_to(path)
        else:
            _copy(path, folder / path.name)


def _copy_thin_pages(of: Path, folder: Path) -> None:
    folder.mkdir()
    for path in of.iterdir():
        if path.is_dir() and path.name != _MIGRATIONS:
            (folder / path.name).symlink_to(path)
        else:
            _copy(path, folder / path.name)


def _copy(path: Path, to: Path) -> None:
    if path.is_dir():
        shutil.copytree(path, to, symlinks=True)
    else:
        shutil.copy2(path, to)


def own(folder: Path) -> None:
    """Let a thin copy have this folder for itself."""
    of = folder.readlink()
    folder.unlink()
    shutil.copytree(of, folder, symlinks=True)


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Of each file that copies have links to: when it was written, and how long it is."""
    found = {}
    for top, _folders, files in os.walk(folder):
        for file in files:
            path = os.path.join(top, file)
            if not path.endswith(".pyc"):
                status = os.lstat(path)
                found[path] = (status.st_mtime_ns, status.st_size)
    return found
