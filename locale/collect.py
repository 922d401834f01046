"""Collects the words visitors read into django.po, and compiles what was translated.

Run it after words of a public template or module changed, and again after translating.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "locale" / "es" / "LC_MESSAGES"
#: Staff read English.
_FOR_STAFF = ("templates/admin/", "templates/local/", "templates/contact/mails/staff_")
_APPS = ("pages", "faq", "contact", "clinic_site")
_FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext"}
#: Who and when: git knows, and a time would make every run differ.
_HEADERS_WE_LEAVE_OUT = re.compile(
    rb'"(?:POT-Creation-Date|PO-Revision-Date|Project-Id-Version|Report-Msgid-Bugs-To'
    rb'|Last-Translator|Language-Team|Generated-By): [^"]*"\n'
)
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_IN_EXPRESSION = re.compile(r'\b_\("([^"]*)"\)')

#: Context (or None), words (one and many, or alike), and where they stand.
Found = tuple[str | None, tuple[str, ...], str]


def words() -> Iterator[Found]:
    """Everything that is said to visitors, in the order of the files."""
    for file in sorted((ROOT / "templates").rglob("*.*")):
        place = file.relative_to(ROOT).as_posix()
        if not place.startswith(_FOR_STAFF):
            yield from ((*found, place) for found in _in_template(file))
    for app in _APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            place = file.relative_to(ROOT).as_posix()
            yield from ((*found, place) for found in _in_module(file))
    yield from ((None, (label,), "contact/models/inquiries.py") for label in _options())


def _in_template(file: Path) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    from django.template import engines
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    text = file.read_text("utf-8")
    engine: Any = engines["django"]
    nodes = engine.from_string(text).template.nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        yield _literal(node.message_context), (node.filter_expression.var.literal,)
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        parts = [node.singular, node.plural] if node.plural else [node.singular]
        texts = tuple(node.render_token_list(part)[0] for part in parts)
        yield _literal(node.message_context), texts
    for found in _IN_EXPRESSION.findall(text):
        yield None, (found,)


def _literal(expression: Any) -> str | None:
    return str(expression.var) if expression else None


def _in_module(file: Path) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        given = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        texts = tuple(text for text in given if isinstance(text, str))
        if node.func.id not in _FUNCTIONS or not texts:
            continue
        yield (texts[0], texts[1:]) if node.func.id == "pgettext" else (None, texts)


def _options() -> Iterator[str]:
    """What the choices of the form say."""
    from contact.models import About, ReplyBy, Time

    for options in (ReplyBy, Time, About):
        yield from (str(option.label) for option in options)


def collected(known: Catalog) -> Catalog:
    """The words of today, each with its translation and its notes if ``known`` has them."""
    catalog = Catalog(locale="es", project="BrainStim", fuzzy=False, header_comment=_HEADER)
    for context, texts, place in words():
        before = known.get(texts if len(texts) > 1 else texts[0], context)
        catalog.add(
            texts if len(texts) > 1 else texts[0],
            before.string if before else None,
            locations=[(place, None)],  # type: ignore[list-item]
            user_comments=before.user_comments if before else (),
            context=context,
        )
    return catalog


_HEADER = """\
# What the site itself says in Spanish: plain words, "usted".
# "for clinician review" stands above everything about health, crisis or the law.
# Written by locale/collect.py from the templates; only the translations are written by hand."""


def read() -> Catalog:
    """What django.po says now."""
    file = FOLDER / "django.po"
    return read_po(BytesIO(file.read_bytes()), locale="es") if file.exists() else Catalog("es")


def as_po(catalog: Catalog) -> bytes:
    """The catalog as text, the same every time."""
    written = BytesIO()
    write_po(
        written, catalog, width=100, sort_output=False, omit_header=False, include_lineno=False
    )
    return _HEADERS_WE_LEAVE_OUT.sub(b"", written.getvalue())


def as_mo(catalog: Catalog) -> bytes:
    """The catalog as gettext reads it."""
    written = BytesIO()
    catalog.creation_date = catalog.revision_date = _NO_TIME
    write_mo(written, catalog)
    return written.getvalue()


def main() -> None:
    """Write both files."""
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    (FOLDER / "django.po").write_bytes(as_po(collected(read())))
    (FOLDER / "django.mo").write_bytes(as_mo(read()))


if __name__ == "__main__":
    main()
