"""Stylesheets: one for every public page, in its order, and each colour named once."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from clinic_site.stylesheets import PARTS, SITE, StylesheetFinder
from tests.visit import Visit

FOLDER = settings.BASE_DIR / "static"
#: In what a stylesheet sets, not in the name of what it sets it for.
RAW_COLOR = re.compile(r"#[0-9a-f]{3,8}\b(?=[^{}]*[;}])|\b(?:rgb|hsl|lab|lch|oklch)a?\(", re.I)


def without_comments(file: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)


def test_every_part_is_joined_once() -> None:
    assert sorted(PARTS) == sorted(file.stem for file in (FOLDER / "css").glob("*.css"))


def test_the_parts_are_joined_in_their_order() -> None:
    found = finders.find(SITE)
    assert found
    text = Path(found).read_text()
    starts = [text.index((FOLDER / "css" / f"{part}.css").read_text()) for part in PARTS]
    assert starts == sorted(starts)
    assert text.index("@layer tokens, elements, components, forms, modes;") < starts[1]


@pytest.mark.django_db
def test_public_pages_load_one_stylesheet(visits: dict[str, Visit]) -> None:
    loaded = {path: visit.page.links("stylesheet") for path, visit in visits.items()}
    assert {tuple(links) for links in loaded.values()} == {(f"/static/{SITE}",)}


def test_a_change_is_seen_at_once() -> None:
    finder = StylesheetFinder()
    file = Path(str(finder.find(SITE)))
    whole = file.read_text()
    file.write_text("old")
    assert Path(str(finder.find(SITE))).read_text() == whole


def test_it_is_found_like_any_other_file() -> None:
    finder = StylesheetFinder()
    assert finder.find("css/nothing.css") == []
    assert finder.find(SITE, find_all=True) == [finder.find(SITE)]
    assert [name for name, _storage in finder.list([])] == [SITE]


def test_no_color_stands_outside_the_tokens() -> None:
    sheets = [file for file in FOLDER.rglob("*.css") if file.stem != "tokens"]
    assert len(sheets) > 8
    raw = {file.name: RAW_COLOR.findall(without_comments(file)) for file in sheets}
    assert {name: colors for name, colors in raw.items() if colors} == {}
