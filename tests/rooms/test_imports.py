"""Imports point one way: between the apps, and between the rooms inside each."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms.arrows import APPS, ROOT, imported, named

#: Flat modules that rooms of the same app stand on; the other flat ones stand on the rooms.
GROUND = {
    "pages ground": {
        "pages.admin_addresses",
        "pages.crisis",
        "pages.languages",
        "pages.measuring",
        "pages.people",
        "pages.public",
        "pages.registry",
        "pages.scenes",
        "pages.staff",
        "pages.typed",
        "pages.version",
        "pages.visitor_address",
    },
    "clinic_site ground": {"clinic_site.environment", "clinic_site.health", "clinic_site.models"},
}
#: What each room may import beside itself. A room is a folder, a module that others may use or
#: that may use more than others, or what is left of an app: its other flat modules.
MAY_IMPORT = {
    "pages ground": set[str](),
    "pages.clinic": {"pages ground"},
    "pages.markup": {"pages ground", "pages.clinic"},
    "pages.revisions": {"pages ground", "pages.clinic", "pages.markup"},
    "pages.pictures": {"pages ground", "pages.markup", "pages.revisions"},
    "pages.cards": {"pages ground", "pages.clinic"},
    "pages.editing": {
        "pages ground",
        "pages.clinic",
        "pages.markup",
        "pages.revisions",
        "pages.pictures",
    },
    "pages.profile": {
        "pages ground",
        "pages.clinic",
        "pages.markup",
        "pages.revisions",
        "pages.pictures",
    },
    "pages.models": {
        "pages.clinic",
        "pages.revisions",
        "pages.pictures",
        "pages.profile",
    },
    "pages.views": {"pages ground", "pages.revisions", "pages.profile", "pages.models"},
    "pages.finding": {
        "pages ground",
        "pages.clinic",
        "pages.markup",
        "pages.profile",
        "pages.models",
    },
    "pages.sheets": {
        "pages ground",
        "pages.profile",
        "pages.models",
    },
    "pages": {
        "pages ground",
        "pages.clinic",
        "pages.markup",
        "pages.revisions",
        "pages.pictures",
        "pages.profile",
        "pages.models",
        "pages.finding",
        "pages.sheets",
        "pages.views",
    },
    "pages.admin": {
        "pages ground",
        "pages.clinic",
        "pages.markup",
        "pages.revisions",
        "pages.editing",
        "pages.pictures",
        "pages.profile",
        "pages.models",
        "pages.views",
    },
    "faq.models": {"pages ground", "pages.revisions"},
    "faq.search": {
        "pages ground",
        "pages.clinic",
        "pages.markup",
        "pages.revisions",
        "faq.models",
    },
    "faq.counts": {"pages ground", "faq.models", "faq.search"},
    "faq": {"pages ground", "pages.revisions", "faq.models", "faq.search", "faq.counts"},
    "faq.admin": {"pages ground", "pages.revisions", "pages.editing", "faq.models", "faq"},
    "contact.models": {"pages ground"},
    "contact.promise": {"pages.clinic", "contact.models"},
    "contact.intake": {
        "pages ground",
        "pages.clinic",
        "contact.models",
    },
    "contact.keeping": {
        "pages ground",
        "pages.revisions",
        "contact.models",
    },
    "contact.outbox": {
        "pages ground",
        "pages.clinic",
        "pages.revisions",
        "contact.models",
        "contact.promise",
    },
    "contact.inbox": {
        "pages ground",
        "pages.clinic",
        "contact.models",
        "contact.promise",
        "contact.intake",
        "contact.keeping",
    },
    "contact.views": {
        "pages ground",
        "pages.clinic",
        "contact.promise",
        "contact.intake",
    },
    "contact": {
        "pages ground",
        "contact.models",
        "contact.keeping",
        "contact.outbox",
        "contact.inbox",
        "contact.views",
    },
    "clinic_site ground": {"contact.models", "contact.outbox", "clinic_site.setup"},
    "clinic_site.setup": set[str](),
    "clinic_site.databases": set[str](),
    "clinic_site.front": {"pages ground", "pages.pictures", "pages.revisions"},
    "clinic_site.local": {
        "pages.profile",
        "pages.models",
        "contact.models",
        "clinic_site ground",
        "clinic_site.setup",
        "clinic_site.second",
    },
    "clinic_site.guessing": {"pages ground", "contact.intake", "clinic_site ground"},
    "clinic_site.credentials": {"pages.clinic", "clinic_site ground"},
    "clinic_site.colleagues": {
        "pages ground",
        "contact.models",
        "contact.keeping",
        "contact.outbox",
        "pages.clinic",
        "pages.revisions",
        "clinic_site ground",
        "clinic_site.credentials",
        "clinic_site.guessing",
        "clinic_site.second",
        "clinic_site.staff",
    },
    "clinic_site.second": {
        "pages ground",
        "contact.models",
        "contact.keeping",
        "clinic_site ground",
        "clinic_site.guessing",
        "clinic_site.staff",
    },
    "clinic_site.robots": {
        "pages ground",
        "pages.clinic",
        "pages.revisions",
        "pages.models",
        "faq.models",
    },
    "clinic_site.staff": {
        "pages ground",
        "pages.clinic",
        "pages.markup",
        "pages.revisions",
        "pages.models",
        "faq.models",
        "faq.search",
        "contact.models",
        "contact.promise",
        "contact.intake",
        "contact.keeping",
        "contact.outbox",
        "clinic_site ground",
        "clinic_site.credentials",
        "clinic_site.guessing",
    },
    "clinic_site": {
        "pages ground",
        "pages.clinic",
        "pages.revisions",
        "pages.pictures",
        "contact.models",
        "contact.intake",
        "contact.outbox",
        "clinic_site ground",
        "clinic_site.databases",
        "clinic_site.front",
        "clinic_site.setup",
        "clinic_site.local",
        "clinic_site.colleagues",
        "clinic_site.credentials",
        "clinic_site.second",
        "clinic_site.staff",
    },
    "clinic_site.urls": {
        "pages",
        "pages.cards",
        "pages.pictures",
        "faq",
        "contact",
        "clinic_site ground",
        "clinic_site.local",
        "clinic_site.robots",
        "clinic_site",
    },
    "clinic_site.settings": {
        "pages",
        "pages.pictures",
        "pages.revisions",
        "contact.outbox",
        "clinic_site ground",
        "clinic_site.databases",
        "clinic_site.credentials",
        "clinic_site.guessing",
        "clinic_site.setup",
        "clinic_site.second",
        "clinic_site.staff",
        "clinic_site.urls",
        "clinic_site",
    },
    "drawing": {"clinic_site"},
}
#: Folders that Django looks into by their name: they belong to the flat modules of their app.
OF_DJANGO = {"management", "migrations", "templatetags"}


def room_of(module: str) -> str:
    """The room this module, or this name in a module, stands in: the narrowest that fits."""
    for ground, names in GROUND.items():
        if any(_is_in(module, name) for name in names):
            return ground
    return max((room for room in MAY_IMPORT if _is_in(module, room)), key=len)


def allows(module: str, name: str) -> bool:
    """True if this module may import that name."""
    here, there = room_of(module), room_of(name)
    return here == there or there in MAY_IMPORT[here]


def _is_in(name: str, place: str) -> bool:
    return f"{name}.".startswith(f"{place}.")


def modules(app: str) -> Iterator[tuple[str, Path]]:
    for file in (ROOT / app).rglob("*.py"):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts:
            yield ".".join(part for part in parts if part != "__init__"), file


@pytest.mark.parametrize("app", APPS)
def test_imports_point_one_way(app: str) -> None:
    found = list(modules(app))
    assert found
    wrong = {
        f"{module} imports {name}"
        for module, file in found
        for name in [*imported(file), *named(file)]
        if name.split(".")[0] in APPS and not allows(module, name)
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_every_arrow_is_used() -> None:
    """A room may import only what it does import: the map is the code, and not a wish."""
    used = {
        (room_of(module), room_of(name))
        for app in APPS
        for module, file in modules(app)
        for name in [*imported(file), *named(file)]
        if name.split(".")[0] in APPS
    }
    drawn = {(room, other) for room, others in MAY_IMPORT.items() for other in others}
    assert drawn - used == set()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("pages.typed", "pages.clinic.models"),
        ("pages.crisis.rules", "pages.markup.html"),
        ("pages.clinic.facts", "pages.revisions.document"),
        ("pages.markup.html", "pages.models"),
        ("pages.revisions.drafts", "pages.editing.write"),
        ("pages.revisions.drafts", "faq.models"),
        ("pages.views", "pages.admin"),
        ("pages.clinic.facts", "pages.profile.shown"),
        ("pages.profile.shown", "pages.models"),
        ("pages.profile.rows", "pages.editing.write"),
        ("pages.context", "pages.editing.checks"),
        ("faq.models", "faq.search.index"),
        ("faq.search.index", "faq.counts.votes"),
        ("faq.views", "pages.editing.desk"),
        ("faq.views", "contact.models"),
        ("contact.models", "contact.intake.form"),
        ("contact.models.inquiries", "pages.editing.write"),
        ("contact.models.inquiries", "pages.revisions.document"),
        ("contact.intake.receiving", "contact.outbox.delivery"),
        ("contact.outbox.letters", "contact.inbox.columns"),
        ("contact.inbox.columns", "pages.models"),
        ("contact.inbox.columns", "contact"),
        ("contact.views", "clinic_site.health"),
        ("clinic_site.health", "clinic_site.staff.today.front"),
        ("clinic_site.staff.today.front", "clinic_site.admin"),
        ("clinic_site.staff.today.front", "pages.editing.desk"),
        ("clinic_site.worker", "contact.inbox.export"),
        ("clinic_site.stylesheets", "drawing.social"),
    ],
)
def test_an_arrow_that_points_back_is_refused(module: str, name: str) -> None:
    assert not allows(module, name)


def test_every_folder_is_a_room_or_in_one() -> None:
    flat = {
        ".".join(folder.relative_to(ROOT).parts)
        for app in APPS
        for folder in (ROOT / app).iterdir()
        if any(folder.rglob("*.py")) and folder.name not in OF_DJANGO
    }
    assert {folder for folder in flat if room_of(folder) in APPS} == set()


def test_every_room_is_there() -> None:
    rooms = MAY_IMPORT.keys() - GROUND.keys()
    names = set[str]().union(rooms, *GROUND.values())
    assert {name for name in names if not _is_there(name)} == set()


def test_every_rule_names_rooms() -> None:
    assert set[str]().union(*MAY_IMPORT.values()) <= MAY_IMPORT.keys()
    assert GROUND.keys() <= MAY_IMPORT.keys()


def test_no_two_rooms_import_each_other() -> None:
    pairs = {(room, other) for room, others in MAY_IMPORT.items() for other in others}
    assert {pair for pair in pairs if pair[::-1] in pairs} == set()


def test_tests_import_nothing_from_each_other() -> None:
    wrong = {
        f"{file} imports {name}"
        for file in (ROOT / "tests").rglob("*.py")
        for name in imported(file)
        if re.match(r"tests\.(\w+\.)*test_", name)
    }
    assert not wrong, "\n".join(sorted(wrong))


def _is_there(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return any(path.glob("*.py")) or path.with_suffix(".py").is_file()


def test_no_module_is_named_after_nothing() -> None:
    vague = {"utils", "helpers", "core", "common", "services", "misc"}
    named = {file.stem for app in APPS for file in (ROOT / app).rglob("*")}
    assert not named & vague
