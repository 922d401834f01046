"""Joins the stylesheets that people write to the one that public pages load.

Split by what one looks for, they are easy to change; in one file they arrive in one flight, and
are smaller, too. It is made anew whenever one of them changed.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

#: In the order in which they are joined: what comes later wins.
PARTS = ("tokens", "elements", "page", "blocks", "drawings", "forms", "print")
SITE = "css/site.css"


class StylesheetFinder(BaseFinder):
    """Finds the joined stylesheet: for a browser, for tests, and when files are collected."""

    def __init__(self) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "static")

    # The stubs say None for nothing. Django itself answers, and takes, an empty list.
    def find(  # type: ignore[override]
        self, path: str, find_all: bool = False
    ) -> str | list[str]:
        if path != SITE:
            return []
        return [self._make()] if find_all else self._make()

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        self._make()
        yield SITE, self.storage

    def _make(self) -> str:
        file = Path(self.storage.path(SITE))
        text = joined(settings.BASE_DIR / "static/css" / f"{part}.css" for part in PARTS)
        if not file.exists() or file.read_text() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(file, text)
        return str(file)


def joined(parts: Iterable[Path]) -> str:
    """Them all as one text."""
    return "\n".join(part.read_text() for part in parts)


def _replace(file: Path, text: str) -> None:
    """Write it at once, so that nobody reads half of it."""
    new = file.with_suffix(f".{os.getpid()}")
    new.write_text(text)
    new.replace(file)
