"""The script of the writing surface is the one that its sources make."""

import json
import re
from hashlib import sha256
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SOURCES = ROOT / "surface"
MADE = ROOT / "static/staff/surface.js"
#: So many signs begin it, and say what is inside.
_HEAD = 2000


def hash_of_sources() -> str:
    """As surface/build.mjs counts it."""
    files = {
        file.relative_to(SOURCES).as_posix(): file
        for pattern in ("*", "view/*", "words/*")
        for file in SOURCES.glob(pattern)
        if re.search(r"\.(js|mjs)$|^package(-lock)?\.json$", file.name)
    }
    text = "".join(f"{name}\n{files[name].read_text('utf-8')}" for name in sorted(files))
    return sha256(text.encode()).hexdigest()


def test_the_script_was_made_of_these_sources() -> None:
    head = MADE.read_text("utf-8")[:_HEAD]
    assert hash_of_sources() in head, "Run “make surface”: the sources changed since it was made."


def test_every_library_inside_is_named_with_its_license() -> None:
    head = MADE.read_text("utf-8")[:_HEAD]
    inside = dict(re.findall(r"^   ([\w@./-]+ [\d.]+) \(([\w-]+)\)$", head, re.MULTILINE))
    asked = json.loads((SOURCES / "package.json").read_text("utf-8"))["dependencies"]
    assert {f"{name} {version}" for name, version in asked.items()} <= inside.keys()
    assert set(inside.values()) == {"MIT"}
    licenses = (ROOT / "static/staff/surface-licenses.txt").read_text("utf-8")
    for name in inside:
        assert re.search(rf"^{re.escape(name)}$", licenses, re.MULTILINE), name
    assert licenses.count("Permission is hereby granted") >= len(inside)
