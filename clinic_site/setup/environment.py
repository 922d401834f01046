"""The variables that programs of this project get: never those of another project."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from clinic_site.setup import pip_settings
from clinic_site.setup.talk import Refused

#: What a program needs to run as this person, in this terminal and through this network.
KEPT = {
    "ALL_PROXY",
    "COLUMNS",
    "CURL_CA_BUNDLE",
    "DYLD_LIBRARY_PATH",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LANG",
    "LD_LIBRARY_PATH",
    "LINES",
    "LOGNAME",
    "NO_COLOR",
    "NO_PROXY",
    "PATH",
    "REQUESTS_CA_BUNDLE",
    "SHELL",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TERM",
    "TMPDIR",
    "USER",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
}
#: Where uv finds packages here, which renews the pinned versions.
PLACES_FOR_UV = {"UV_DEFAULT_INDEX", "UV_INDEX"}
#: What the tests and the other tools are told on purpose.
FOR_TOOLS = {"CHROMIUM", "CI", "MANY", "REQUIRE_BROWSER"}
#: What make is told beside these.
FOR_MAKE = {"PORT", "PYTHON", "TEST_DATABASE_URL"}


def clean() -> dict[str, str]:
    """What every program gets."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in KEPT or name.startswith("LC_")
    } | {"PYTHONUTF8": "1"}


def for_pip() -> dict[str, str]:
    """What pip gets: how to reach packages, and that they go into .venv alone."""
    return clean() | pip_settings.variables()


def for_tools() -> dict[str, str]:
    """What tests, linters and the like get; another project's database is none of theirs."""
    tools = for_pip() | _chosen(FOR_TOOLS | PLACES_FOR_UV)
    database = os.environ.get("TEST_DATABASE_URL")
    return tools | ({"DATABASE_URL": database} if database else {})


def _chosen(names: set[str]) -> dict[str, str]:
    return {name: os.environ[name] for name in sorted(names) if name in os.environ}


def not_used(example: Path, shell: Mapping[str, str]) -> list[str]:
    """Settings of ours that stand in this shell, where `make run` does not look for them."""
    return [name for name in settings_in(example) if shell.get(name)]


def settings_in(example: Path) -> list[str]:
    """The names of all settings, as .env.example has them."""
    lines = example.read_text(encoding="utf-8").splitlines()
    return [line.partition("=")[0] for line in lines if "=" in line and line[0] != "#"]


def refuse_misspelt(given: str) -> None:
    """Raise Refused for a variable on make's command line that only looks like one of ours."""
    known = _known()
    for name in given_to_make(given):
        if name not in known and name.upper() in FOR_MAKE | FOR_TOOLS:
            raise Refused(f"make does not know {name}. It is written {name.upper()}.")


def unknown_to_make(given: str, example: Path) -> list[str]:
    """Variables on make's command line that are nobody's."""
    known = {*_known(), *settings_in(example)}
    return [name for name in given_to_make(given) if name not in known]


def given_to_make(given: str) -> list[str]:
    """The names in what make calls MAKEOVERRIDES; blanks in values stand behind a backslash."""
    return sorted(set(re.findall(r"(?:^|(?<!\\) )([^\s=:+?!]+)[:+?!]*=", given)))


def _known() -> set[str]:
    pips = {name for name in os.environ if name.startswith("PIP_")}
    return {*KEPT, *FOR_MAKE, *FOR_TOOLS, *PLACES_FOR_UV, *pips, "MAKE", "SHELL"}
