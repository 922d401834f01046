"""Three packages in a folder of this machine, which a clone installs in place of its own."""

import base64
import hashlib
import os
import sys
import zipfile
from pathlib import Path

from tests.setup.clone import Clone

BRICKS = 3


def make_wheel(shelf: Path, name: str) -> str:
    """A package with one line in it; the line that requires it."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "IS_A_BRICK = True\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{file},{digest(text)},{len(text)}\n" for file, text in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n"
    wheel = shelf / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file, text in files.items():
            # With a date of its own each time, it would have another hash.
            archive.writestr(zipfile.ZipInfo(file), text)
    return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def build_wall(clone: Clone, beside: Path) -> Clone:
    """Let this clone require the three, which are in a folder here."""
    shelf = beside / "shelf"
    shelf.mkdir()
    lines = [make_wheel(shelf, f"brick{number}") for number in range(BRICKS)]
    (clone.folder / "requirements.txt").write_text("".join(lines))
    return clone


def digest(text: str) -> str:
    raw = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
    return f"sha256={raw.decode()}"


def offline(clone: Clone, **more: str) -> dict[str, str]:
    """A shell in which pip has that folder only."""
    shelf = str(clone.folder.with_name("shelf"))
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": shelf, "PIP_CONFIG_FILE": os.devnull} | more


def install(clone: Clone, python: str = sys.executable, **shell: str) -> str:
    """What is said until the packages are there. Only Django is missing then."""
    said = clone.says("run", f"PYTHON={python}", shell=offline(clone, **shell))
    assert (clone.folder / ".venv/installed").exists(), said
    assert not (clone.folder / ".venv/unfinished").exists()
    return said


def bricks(clone: Clone) -> int:
    return len(list(clone.folder.glob(".venv/lib/python*/site-packages/brick*.py")))
