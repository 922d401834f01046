"""The folder .venv: made when it is not there, or when its Python has gone."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from clinic_site.setup import caller
from clinic_site.setup.environment import clean, for_pip
from clinic_site.setup.talk import ROOT, Refused, name_of, say

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
#: Is there while .venv is being filled: what was cut short is made anew.
UNFINISHED = FOLDER / "unfinished"
#: What is in it: in the first line the Python and the packages of which file, then their files.
INSTALLED = FOLDER / "installed"
#: The files that a program fails without, and few enough to look for all of them each time.
_NEEDED = (".py", ".so", ".cfg")
#: Before the name of a file that was not empty.
_FILLED = "+"
_DEBIAN = "On Debian and Ubuntu: sudo apt install python3-venv. Then: make run"


def version(python: Path | str = PYTHON) -> str:
    """The version of a Python, such as 3.12, or else of that in .venv; empty if it does not run."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run(  # noqa: S603
            [python, "-E", "-s", "-c", ask], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def is_new_enough(version: str) -> bool:
    """True for a version, such as 3.12, that this project runs with."""
    return tuple(map(int, version.split("."))) >= (3, 11)


def make_if_needed() -> None:
    """Leave a .venv whose Python runs and is new enough."""
    if UNFINISHED.exists():
        say("The last installation was cut short: making .venv anew.")
        make()
    elif not (found := version()):
        _refuse_no_environment()
        if os.path.lexists(PYTHON):
            say("The Python of .venv is gone: making .venv anew.")
        make()
    elif missing := lost():
        say(f"{name_of(FOLDER / missing)} is missing or empty: making .venv anew.")
        make()
    elif not is_new_enough(found):
        raise Refused(
            f".venv has Python {found}, and 3.11 or newer is needed: delete .venv, "
            "then make run PYTHON=python3.12"
        )


def _refuse_no_environment() -> None:
    """Raise Refused if what is called .venv is something else, which nobody may throw away."""
    is_folder = FOLDER.is_dir() and not FOLDER.is_symlink()
    is_one = is_folder and (os.path.lexists(PYTHON) or (FOLDER / "pyvenv.cfg").exists())
    if is_one or not os.path.lexists(FOLDER) or (is_folder and not any(FOLDER.iterdir())):
        return
    raise Refused(
        ".venv is there and is no environment of Python. It is untouched. Move it away, then: "
        f"{caller.command()}"
    )


def remember(packages: str) -> None:
    """Note what was installed, and each folder and module that is there now."""
    INSTALLED.write_text("\n".join([packages, *sorted(_needed())]), encoding="utf-8")


def stamp() -> str:
    """What was noted when the packages were installed; empty if they were not."""
    return _noted()[0]


def lost() -> str:
    """The first folder or module that was installed and is gone; empty while all are there.

    A crash or a full disk can leave a file there with nothing in it.
    """
    missing = (path for path in _noted()[1:] if not _is_whole(path))
    return next(missing, "").removeprefix(_FILLED)


def _is_whole(noted: str) -> bool:
    # As text: thousands of Path objects would take longer than the look itself.
    if not noted.startswith(_FILLED):
        return os.path.lexists(f"{FOLDER}/{noted}")
    try:
        return os.stat(f"{FOLDER}/{noted.removeprefix(_FILLED)}").st_size > 0
    except OSError:
        return False


def _noted() -> list[str]:
    return INSTALLED.read_text(encoding="utf-8").split("\n") if INSTALLED.is_file() else [""]


def _needed() -> Iterator[str]:
    for top, folders, files in os.walk(FOLDER):
        # Python writes these itself.
        folders[:] = [folder for folder in folders if folder != "__pycache__"]
        for name in (*folders, *(file for file in files if file.endswith(_NEEDED))):
            path = os.path.join(top, name)
            filled = _FILLED if name in files and os.stat(path).st_size else ""
            yield filled + os.path.relpath(path, FOLDER)


def say_if_other(asked: str, *, is_meant: bool) -> None:
    """Say that the Python somebody asks for is not the one that .venv has.

    ``is_meant``: they asked this project for it; else it may be that of another one.
    """
    theirs, ours = version(asked), version()
    if theirs and theirs != ours and (is_meant or is_new_enough(theirs)):
        say(f".venv has Python {ours}. Delete it to use {theirs}.")
    elif not theirs and is_meant:
        say(f".venv has Python {ours}, and {asked} does not run.")


def refuse_name() -> None:
    """Raise Refused for a folder that Python, SQLite or gunicorn could not find by its name."""
    try:
        str(ROOT).encode()
    except UnicodeEncodeError:
        why = "a name that is not UTF-8"
    else:
        if str(ROOT) == str(ROOT).rstrip():
            return
        why = "a name with a blank at its end"
    shown = str(ROOT).encode(errors="backslashreplace").decode()
    raise Refused(
        f"The site cannot run in a folder with {why} ('{shown}'). "
        f"Rename the folder, then: {caller.command()}"
    )


def make() -> None:
    """Make an empty .venv of the Python that runs this."""
    if os.pathsep in str(ROOT):
        raise Refused(
            f"No Python environment can be in a folder with '{os.pathsep}' in its name "
            f"({ROOT}). Rename the folder, then: make run"
        )
    if FOLDER.is_symlink() or FOLDER.is_file():
        FOLDER.unlink()
    FOLDER.mkdir(exist_ok=True)
    for content in FOLDER.iterdir():
        if content != UNFINISHED:
            remove(content)
    UNFINISHED.touch()
    _run("-m", "venv", "--without-pip", str(FOLDER))


def remove(path: Path) -> None:
    """Remove a file, a link, or a folder with all in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _run(*arguments: str) -> None:
    """Run the Python that is not in .venv. Raises Refused with its own words if it fails."""
    done = subprocess.run(  # noqa: S603
        [base_python(), "-E", "-s", *arguments],
        env=clean(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines() or ["it does not say why"]
        raise Refused(f"Python could not make .venv ({words[-1]}). {_DEBIAN}")


def base_python() -> str:
    """The Python that .venv was, or will be, made from."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def pip() -> tuple[str, ...]:
    """The Python whose pip installs into .venv, and what it is told first."""
    # uv makes a .venv without pip, and so do we: making one takes longer than all the rest.
    if _pip_of(str(PYTHON)):
        return (str(PYTHON),)
    if _installs_for_others(_pip_of(base_python())):
        return (base_python(), "--python", str(PYTHON))
    if _output(str(PYTHON), "-m", "ensurepip") and _pip_of(str(PYTHON)):
        return (str(PYTHON),)
    raise Refused(f"This Python has no pip to install packages with. {_DEBIAN}")


def _pip_of(python: str) -> str:
    """What this Python's pip says of itself; empty if it has none that runs."""
    return _output(python, "-m", "pip", "--version")


def _installs_for_others(pip: str) -> bool:
    """True if it knows --python: asking for its version is faster than trying that."""
    version = re.match(r"pip (\d+)\.(\d+)", pip)
    return version is not None and (int(version[1]), int(version[2])) >= (22, 3)


def _output(python: str, *arguments: str) -> str:
    """What it prints; empty if it fails."""
    command = [python, "-E", "-s", *arguments]
    done = subprocess.run(  # noqa: S603
        command, env=for_pip(), capture_output=True, text=True, check=False
    )
    return "" if done.returncode else done.stdout


def refuse_another_projects() -> None:
    """Raise Refused if what is put into .venv would land in a folder outside this project."""
    for path in (FOLDER, *FOLDER.glob("bin"), *FOLDER.glob("lib"), *packages_folders()):
        if path.is_dir() and not path.resolve().is_relative_to(ROOT):
            raise Refused(
                f"{name_of(path)} is a link to {path.resolve()}, which is not this project's and "
                "has other packages than it asks for. It is untouched. Remove the link, and "
                f"make run makes one: rm {name_of(path)}"
            )


def packages_folders() -> list[Path]:
    """Where the packages of .venv are."""
    return list(FOLDER.glob("lib/python*/site-packages"))
