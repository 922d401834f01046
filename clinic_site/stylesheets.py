"""Joins the stylesheets that people write, and puts those of Django's admin under ours.

Split by what one looks for, they are easy to change; in one file they arrive in one flight, and
are smaller, too. Each is made anew whenever something in it changed.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.files.storage import FileSystemStorage

SITE = "css/site.css"
STAFF = "staff/staff.css"
#: In the order in which they are joined: what comes later wins.
SHEETS = {
    SITE: (
        "css/tokens.css",
        "css/elements.css",
        "css/head.css",
        "css/page.css",
        "css/blocks.css",
        "css/notices.css",
        "css/pictures.css",
        "css/drawings.css",
        "css/find.css",
        "css/print.css",
    ),
    STAFF: (
        "css/tokens.css",
        "staff/tokens.css",
        "staff/theme.css",
        "staff/elements.css",
        "staff/buttons.css",
        "staff/lists.css",
        "staff/fields.css",
        "staff/head.css",
        "staff/frame.css",
        "staff/writing.css",
        "staff/surface.css",
        "staff/rows.css",
        "css/pictures.css",
        "staff/pictures.css",
        "staff/preview.css",
        "staff/conflict.css",
        "staff/pages.css",
        "staff/order.css",
        "staff/signing_in.css",
        "staff/second.css",
        "staff/people.css",
        "staff/words.css",
        "staff/reviewing.css",
        "staff/leaving.css",
        "staff/modes.css",
    ),
}
#: The admin's own sheets stand below every layer of ours but the tokens: among those is a
#: color-scheme for the public site, and on staff pages the admin says which it is.
ADMIN_LAYERS = "@layer tokens, django, elements, components, forms, modes;"


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: What says nothing: the last semicolon, and space. Before a colon that says something: "p :is(a)"
#: is not "p:is(a)".
_UNSENT = re.compile(r'("[^"]*")|^\s+|(?<=[{};,:\s])\s+|\s+(?={)|;(?=\s*})')


class StylesheetFinder(BaseFinder):
    """Finds the joined stylesheets: for a browser, for tests, and when files are collected."""

    def __init__(self) -> None:
        self.storage = FileSystemStorage(location=made_files())

    # The stubs say None for nothing. Django itself answers, and takes, an empty list.
    def find(  # type: ignore[override]
        self, path: str, find_all: bool = False
    ) -> str | list[str]:
        if path not in SHEETS:
            return []
        return [self._make(path)] if find_all else self._make(path)

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        for sheet in SHEETS:
            self._make(sheet)
            yield sheet, self.storage

    def _make(self, sheet: str) -> str:
        return make(sheet, joined(settings.BASE_DIR / "static" / part for part in SHEETS[sheet]))


class AdminStorage(FileSystemStorage):
    """The files of an app. Stylesheets of the admin are read from a layered copy."""

    def path(self, name: str) -> str:
        file = super().path(name)
        if name.startswith("admin/css/") and name.endswith(".css") and Path(file).is_file():
            return make(name, layered(Path(file).read_text("utf-8")))
        return file


class AppFinder(AppDirectoriesFinder):
    """Finds what apps bring along, the admin's stylesheets in a layer that is weaker than ours."""

    storage_class = AdminStorage

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """All but scripts that have a shorter twin, which is the one that pages ask for.

        Nobody asks for the long ones, and to compress them takes longer than all the rest.
        """
        found = [*super().list(ignore_patterns)]
        names = {name for name, _storage in found}
        for name, storage in found:
            if name.removesuffix(".js") + ".min.js" not in names:
                yield name, storage


def joined(parts: Iterable[Path]) -> str:
    """Them all as one text, without what is only for those who write them."""
    return "".join(bare(part.read_text("utf-8")) for part in parts)


def bare(text: str) -> str:
    """The rules alone: comments and space were a fifth of what is sent."""
    return _UNSENT.sub(r"\1", _COMMENT.sub("", text))


def layered(text: str) -> str:
    """One of the admin's as a layer. Imports have to stand first; their rules have layers, too."""
    lines = text.splitlines()
    imports = [line for line in lines if line.startswith("@import")]
    rules = [line for line in lines if not line.startswith("@import")]
    return "\n".join([ADMIN_LAYERS, *imports, "@layer django {", *rules, "}", ""])


def made_files() -> Path:
    """Where the files are that nobody writes."""
    return Path(settings.VAR_DIR) / "static"


def make(name: str, text: str) -> str:
    """Keep this text as the file of this name, at once, so that nobody reads half of it."""
    file = made_files() / name
    if not file.exists() or file.read_text("utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}")
        new.write_text(text, "utf-8")
        new.replace(file)
    return str(file)
