"""Stylesheets: one for every public page, in its order, and each colour named once."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.test import Client

from clinic_site.stylesheets import (
    ADMIN_LAYERS,
    SHEETS,
    SITE,
    STAFF,
    AppFinder,
    StylesheetFinder,
    bare,
    layered,
)
from tests.html import Page
from tests.visit import Visit

FOLDER = settings.BASE_DIR / "static"
#: Loaded by the pages they are for, and by no others.
OF_SHEETS, OF_FORMS = "css/sheets.css", "css/forms.css"
OF_SOME_PAGES = [OF_SHEETS, OF_FORMS, "staff/gaps.css", "staff/inbox.css"]
ORDER = "@layer tokens, elements, components, forms, modes;"
#: In what a stylesheet sets, not in the name of what it sets it for.
RAW_COLOR = re.compile(r"#[0-9a-f]{3,8}\b(?=[^{}]*[;}])|\b(?:rgb|hsl|lab|lch|oklch)a?\(", re.I)
URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
#: Blocks of a stylesheet that stand in no other.
OUTERMOST = re.compile(r"([^{};]+)\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}")


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def text_of(path: str) -> str:
    found = finders.find(path)
    assert found
    return Path(found).read_text()


def unlayered(text: str) -> set[str]:
    """What of it stands in no layer, but for fonts, which have no rank."""
    starts = {start.strip() for start in OUTERMOST.findall(without_comments(text))}
    return {start for start in starts if not start.startswith(("@layer ", "@font-face"))}


def test_every_part_is_joined_once() -> None:
    written = [str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.css")]
    parts = {part for sheet in SHEETS.values() for part in sheet}
    assert sorted(written) == sorted([*parts, *OF_SOME_PAGES])
    assert all(len(set(sheet)) == len(sheet) for sheet in SHEETS.values())


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_parts_are_joined_in_their_order(sheet: str) -> None:
    text = text_of(sheet)
    starts = [text.index(bare((FOLDER / part).read_text())) for part in SHEETS[sheet]]
    assert starts == sorted(starts)
    assert text.index(bare(ORDER)) < starts[1]


@pytest.mark.django_db
def test_public_pages_load_one_stylesheet_but_for_forms_and_sheets(
    visits: dict[str, Visit],
) -> None:
    loaded = {path: visit.page.links("stylesheet") for path, visit in visits.items()}
    sheets, form = loaded.pop("/treatment-day/"), loaded.pop("/contact/")
    assert {tuple(links) for links in loaded.values()} == {(f"/static/{SITE}",)}
    assert sheets == [f"/static/{SITE}", f"/static/{OF_SHEETS}"]
    assert form == [f"/static/{SITE}", f"/static/{OF_FORMS}"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_change_is_seen_at_once(sheet: str) -> None:
    finder = StylesheetFinder()
    file = Path(str(finder.find(sheet)))
    whole = file.read_text()
    file.write_text("old")
    assert Path(str(finder.find(sheet))).read_text() == whole


def test_it_is_found_like_any_other_file() -> None:
    finder = StylesheetFinder()
    assert finder.find("css/nothing.css") == []
    assert finder.find(SITE, find_all=True) == [finder.find(SITE)]
    assert [name for name, _storage in finder.list([])] == [SITE, STAFF]


def test_no_other_site_reads_or_embeds_a_file(client: Client) -> None:
    file = client.get("/favicon.ico")
    file.close()
    assert file.status_code == 200
    assert file["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in file


def test_no_color_stands_outside_the_tokens() -> None:
    sheets = [file for file in FOLDER.rglob("*.css") if file.stem != "tokens"]
    assert len(sheets) > 8
    raw = {file.name: RAW_COLOR.findall(without_comments(file.read_text())) for file in sheets}
    assert {name: colors for name, colors in raw.items() if colors} == {}


def test_every_rule_stands_in_a_layer() -> None:
    assert unlayered("a { b: c } @layer d { e { f: g } } @media h { i { j: k } }") == {
        "a",
        "@media h",
    }
    loose = {file.name: unlayered(file.read_text()) for file in FOLDER.rglob("*.css")}
    assert {name: rules for name, rules in loose.items() if rules} == {}


def test_the_admin_is_a_layer_below_ours() -> None:
    names = [name for name, _storage in AppFinder().list([]) if name.endswith(".css")]
    assert len(names) > 10
    for name in names:
        text = text_of(name)
        assert text.startswith(f"{ADMIN_LAYERS}\n"), name
        assert unlayered(text.replace("@import url('widgets.css');", "")) == set(), name
    assert ADMIN_LAYERS.replace("django, ", "") == ORDER


def test_what_the_admin_imports_stays_first() -> None:
    lines = layered('@import url("a.css");\nb { color: c }\n').splitlines()
    assert lines == [
        ADMIN_LAYERS,
        '@import url("a.css");',
        "@layer django {",
        "b { color: c }",
        "}",
    ]


def test_only_stylesheets_of_the_admin_are_changed() -> None:
    found = finders.find("admin/js/theme.js")
    assert found
    assert "site-packages" in found
    assert finders.find("admin/css/nothing.css") is None


def test_staff_pages_load_the_admin_first_and_ours_last(staff_pages: dict[str, str]) -> None:
    sheets = [
        [link.removeprefix("/static/") for link in Page(html).links("stylesheet")]
        for html in staff_pages.values()
    ]
    of_staff = [links for links in sheets if STAFF in links]
    assert len(of_staff) > 60
    assert {links[0] for links in of_staff} == {"admin/css/base.css"}
    assert {links[-1] for links in of_staff} == {STAFF}


def test_scripts_that_no_page_asks_for_are_not_collected(staff_pages: dict[str, str]) -> None:
    """Where a shorter twin is there, pages ask for that; the long ones took most of the time."""
    names = {name for finder in finders.get_finders() for name, _storage in finder.list([])}
    asked = re.findall(r'<script[^>]* src="/static/([^"]+)"', "".join(staff_pages.values()))
    assert "admin/js/theme.js" in asked
    assert set(asked) <= names
    assert "admin/js/vendor/jquery/jquery.min.js" in names
    assert "admin/js/vendor/jquery/jquery.js" not in names
    # With DEBUG=1 they are asked for, and found where they are.
    assert finders.find("admin/js/vendor/jquery/jquery.js")


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Path:
    """The files as a real site serves them, each with a hash in its name."""
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_collected_stylesheets_are_whole(collected: Path) -> None:
    names = ManifestStaticFilesStorage(location=collected).hashed_files
    for sheet in [*SHEETS, *OF_SOME_PAGES, "admin/css/base.css", "admin/css/forms.css"]:
        file = collected / names[sheet]
        assert HASHED.search(file.name)
        for address in URL.findall(file.read_text()):
            assert (file.parent / address).is_file(), f"{file.name}: {address}"
            assert HASHED.search(address), f"{file.name}: {address}"
    assert URL.findall((collected / names[SITE]).read_text())
