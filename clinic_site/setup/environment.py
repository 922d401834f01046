"""The variables that programs of this project get: never those of another project."""

import os
from collections.abc import Mapping
from pathlib import Path

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
#: Where pip finds packages here. Their hashes are ours, so it does not matter where they are from;
#: where they go, and which ones, is not for the shell to say.
PLACES_OF_PACKAGES = {
    "PIP_CACHE_DIR",
    "PIP_CERT",
    "PIP_CLIENT_CERT",
    "PIP_CONFIG_FILE",
    "PIP_DEFAULT_TIMEOUT",
    "PIP_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS",
    "PIP_INDEX_URL",
    "PIP_NO_INDEX",
    "PIP_PROXY",
    "PIP_RETRIES",
    "PIP_TIMEOUT",
    "PIP_TRUSTED_HOST",
    "UV_DEFAULT_INDEX",
    "UV_INDEX",
}
#: What the tests and the other tools are told on purpose.
FOR_TOOLS = {"CHROMIUM", "CI", "MANY", "REQUIRE_BROWSER"}


def clean() -> dict[str, str]:
    """What every program gets."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in KEPT or name.startswith("LC_")
    } | {"PYTHONUTF8": "1"}


def for_pip() -> dict[str, str]:
    """What pip gets: how to reach packages, and that they go into .venv alone."""
    chosen = _chosen(PLACES_OF_PACKAGES)
    return clean() | chosen | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def for_tools() -> dict[str, str]:
    """What tests, linters and the like get; another project's database is none of theirs."""
    tools = clean() | _chosen(FOR_TOOLS | PLACES_OF_PACKAGES)
    database = os.environ.get("TEST_DATABASE_URL")
    return tools | ({"DATABASE_URL": database} if database else {})


def _chosen(names: set[str]) -> dict[str, str]:
    return {name: os.environ[name] for name in sorted(names) if name in os.environ}


def not_used(example: Path, shell: Mapping[str, str]) -> list[str]:
    """Settings of ours that stand in this shell, where `make run` does not look for them."""
    lines = example.read_text(encoding="utf-8").splitlines()
    ours = [line.partition("=")[0] for line in lines if "=" in line and line[0] != "#"]
    return [name for name in ours if shell.get(name)]
