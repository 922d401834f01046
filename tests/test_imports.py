"""Imports point one way: between the apps, and between the rooms inside each."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("pages", "faq", "contact", "clinic_site")
#: Flat modules of pages that every room may use; the other flat ones may use every room.
GROUND = {
    "pages.admin_addresses",
    "pages.crisis",
    "pages.languages",
    "pages.people",
    "pages.phone",
    "pages.public",
    "pages.registry",
    "pages.visitor_address",
}
#: What each room may import beside itself. A room is a folder, or the flat modules of an app.
MAY_IMPORT = {
    "pages ground": set[str](),
    "faq.models": {"pages"},
    "pages.clinic": {"pages ground"},
    "pages.markup": {"pages ground", "pages.clinic"},
    "pages.revisions": {"pages ground", "pages.clinic", "pages.markup"},
    "pages.editing": {"pages ground", "pages.clinic", "pages.markup", "pages.revisions"},
    "pages": {"pages"},
    "faq.search": {"pages", "faq.models"},
    "faq.counts": {"pages", "faq.models", "faq.search"},
    "faq": {"pages", "faq"},
    "contact.models": {"pages"},
    "contact.promise": {"pages", "contact.models"},
    "contact.intake": {"pages", "contact.models", "contact.promise"},
    "contact.keeping": {"pages", "contact.models", "contact.promise"},
    "contact.outbox": {"pages", "contact.models", "contact.promise"},
    "contact.inbox": {
        "pages",
        "contact.models",
        "contact.promise",
        "contact.intake",
        "contact.keeping",
    },
    "contact": {"pages", "contact"},
    "clinic_site": {"pages", "faq", "contact", "clinic_site"},
}


def room_of(module: str) -> str:
    """The room this module, or this name in a module, stands in: the narrowest that fits."""
    rooms = [room for room in {*MAY_IMPORT, *GROUND} if f"{module}.".startswith(f"{room}.")]
    room = max(rooms, key=len)
    return "pages ground" if room in GROUND else room


def allows(room: str, other: str) -> bool:
    """True if a rule names the other room, or what it is a part of."""
    rules = {room, *MAY_IMPORT[room]}
    return any(f"{other}.".startswith((f"{rule}.", f"{rule} ")) for rule in rules)


def modules(app: str) -> Iterator[tuple[str, Path]]:
    for file in (ROOT / app).rglob("*.py"):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts:
            yield ".".join(part for part in parts if part != "__init__"), file


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file} imports relatively"
            # A name may be a module of the folder it comes from.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("app", APPS)
def test_imports_point_one_way(app: str) -> None:
    wrong = {
        f"{module} imports {name}"
        for module, file in modules(app)
        for name in imported(file)
        if name.split(".")[0] in APPS and not allows(room_of(module), room_of(name))
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_no_module_is_named_after_nothing() -> None:
    vague = {"utils", "helpers", "core", "common", "services", "misc"}
    named = {file.stem for app in APPS for file in (ROOT / app).rglob("*")}
    assert not named & vague
