"""How people ask for a page or a fact, in each language, beside its own words."""

import tomllib
from functools import cache
from pathlib import Path


def ways_to_ask(kind: str, name: str, language: str) -> str:
    """The ways to ask for it, with commas between; empty if nobody wrote any down.

    ``kind`` is ``pages``, ``facts``, or ``missing`` for facts that nobody entered, which other
    words may answer in part; ``name`` is the address of a page, or what a fact is called.
    """
    return _of(language).get(kind, {}).get(name, "")


@cache
def _of(language: str) -> dict[str, dict[str, str]]:
    file = Path(__file__).parent / "asked" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
