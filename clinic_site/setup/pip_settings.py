"""How pip reaches packages here: from this shell and from its own files, and nothing else of them.

The hashes of packages are ours, so it does not matter where they are from. Where they go, and which
ones, is not for a file of this person or this machine to say.
"""

import configparser
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from clinic_site.setup.talk import ROOT, Refused

#: What may be said, as it is written in a file; in the shell it is PIP_INDEX_URL.
_KEPT = (
    "cache-dir",
    "cert",
    "client-cert",
    "default-timeout",
    "extra-index-url",
    "find-links",
    "index-url",
    "keyring-provider",
    "no-index",
    "proxy",
    "retries",
    "timeout",
    "trusted-host",
)


def variables() -> dict[str, str]:
    """What pip is told: its files are read here, and never by pip itself."""
    kept = {name_of(key): value for key, value in _from_files().items() if key in _KEPT}
    for key in _KEPT:
        if name_of(key) in os.environ:
            kept[name_of(key)] = os.environ[name_of(key)]
    return kept | {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_USER": "0",
    }


def name_of(key: str) -> str:
    """The variable that says the same as this line of a file."""
    return f"PIP_{key.upper().replace('-', '_')}"


def _from_files() -> dict[str, str]:
    """What pip's files say to an installation; what stands later wins."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}}
    for file in _files():
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError) as error:
            first = str(error).splitlines()[0]
            raise Refused(f"pip's file {file} cannot be read ({first}). Mend it.") from error
        for section in found.keys() & set(parser.sections()):
            values = parser.items(section)
            found[section] |= {key.lstrip("-").replace("_", "-"): value for key, value in values}
    return found["global"] | found["install"]


def _files() -> Iterator[Path]:
    """Where pip looks, in its order: the machine's, this person's, those of .venv."""
    named = os.environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return
    yield from _of_the_machine()
    config = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    places = ["~/.pip", f"{config}/pip"]
    if sys.platform == "darwin":
        places.append("~/Library/Application Support/pip")
    # Not by Path.home, which fails where nobody has one.
    yield from (Path(os.path.expanduser(place)) / "pip.conf" for place in places)
    yield ROOT / ".venv/pip.conf"
    if named:
        yield Path(named)


def _of_the_machine() -> Iterator[Path]:
    if sys.platform == "darwin":
        yield Path("/Library/Application Support/pip/pip.conf")
    folders = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    for folder in reversed(folders.split(os.pathsep)):
        yield Path(folder) / "pip/pip.conf"
    yield Path("/etc/pip.conf")
