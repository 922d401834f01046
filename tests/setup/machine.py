"""This machine as one command finds it: with other folders, or as another person."""

import os
import subprocess
from pathlib import Path

import pytest

#: Runs a command where some folders are other ones; nothing outside sees it.
_APART = ("unshare", "--mount", "sh", "-c")
_NOBODY = 65534
_AS_NOBODY = ("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups")
#: A Python that everyone may use, where there is one.
_PYTHON = "/usr/bin/python3"


def apart(mount: str) -> tuple[str, ...]:
    """What stands before a command that runs after this mount, or skips the test."""
    if subprocess.run([*_APART, "true"], capture_output=True, check=False).returncode:
        pytest.skip("mounting apart needs root")
    return (*_APART, f'{mount} && exec "$@"', "sh")


def somebody_else() -> tuple[tuple[str, ...], str]:
    """What stands before a command of another person, and a Python for them; or skips the test."""
    ask = "import sys; assert sys.version_info >= (3, 11)"
    done = subprocess.run(
        [*_AS_NOBODY, _PYTHON, "-c", ask], cwd="/", capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("needs root, and a Python that everyone may use")
    return _AS_NOBODY, _PYTHON


def give_to_somebody_else(folder: Path) -> None:
    """Let it be that person's, with all in it."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, _NOBODY, _NOBODY, follow_symlinks=False)
