"""How pip reaches packages here: from this shell and from its own files, and nothing else of them.

The hashes of packages are ours, so it does not matter where they are from. Where they go, and which
ones, is not for a file of this person or this machine to say.
"""

import configparser
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from clinic_site.setup.talk import ROOT, Refused, name_of

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
    kept = {variable(key): value for key, (value, _file) in _from_files().items() if key in _KEPT}
    for key in _KEPT:
        if variable(key) in os.environ:
            kept[variable(key)] = os.environ[variable(key)]
    return kept | {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_USER": "0",
    }


def index() -> str:
    """The address packages are from, without a password, and who says so."""
    if "PIP_INDEX_URL" in os.environ:
        address, place = os.environ["PIP_INDEX_URL"], "PIP_INDEX_URL of this shell"
    else:
        address, file = _from_files().get("index-url", ("", Path()))
        place = f"index-url of {name_of(file)}"
    return f"{_without_secrets(address)} ({place})" if address else "that pip uses by itself"


def _without_secrets(address: str) -> str:
    """A name, a password or a token stands before the last @, or after a ? or a #."""
    public = re.sub(r"(?s)^([\w+.-]+://)?.*@", r"\1", address.strip())
    return re.split(r"[?#\s]", public)[0]


def variable(key: str) -> str:
    """The variable that says the same as this line of a file."""
    return f"PIP_{key.upper().replace('-', '_')}"


def _from_files() -> dict[str, tuple[str, Path]]:
    """What pip's files say to an installation, and which file; what stands later wins."""
    found: dict[str, dict[str, tuple[str, Path]]] = {"global": {}, "install": {}}
    for file in _files():
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError) as error:
            first = str(error).splitlines()[0]
            raise Refused(f"pip's file {file} cannot be read ({first}). Mend it.") from error
        for section in found.keys() & set(parser.sections()):
            for key, value in parser.items(section):
                found[section][key.lstrip("-").replace("_", "-")] = (value, file)
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
