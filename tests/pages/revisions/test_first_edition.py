"""The first edition cites works as they are: each with author, title, year and address."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from pages.revisions.edition import first_edition
from pages.revisions.sources import Source

FILE = Path(settings.BASE_DIR) / "pages" / "content" / "sources.toml"
CONTENT = [Path(settings.BASE_DIR) / app / "content" / "en" for app in ("pages", "faq")]

#: Pinned apart from the list, so that a slip in that is seen.
READ = Path(__file__).with_name("sources_read.tsv")
LISTED: dict[str, dict[str, Any]] = tomllib.loads(FILE.read_text())


@pytest.mark.parametrize("key", LISTED)
def test_a_source_says_all_that_finds_it(key: str) -> None:
    source = LISTED[key]
    assert source["author"].strip()
    assert source["title"].strip()
    assert source.get("year") or source.get("read_on"), "its year, or the day it was read"
    assert source.get("url") or source.get("no_address"), "its address, or why it has none"


@pytest.mark.parametrize("key", LISTED)
def test_a_source_fits_the_database(key: str) -> None:
    Source(key=key, **LISTED[key]).clean_fields()


def test_no_source_is_there_twice() -> None:
    addresses = [source["url"] for source in LISTED.values() if "url" in source]
    titles = [source["title"] for source in LISTED.values()]
    assert len(addresses) == len(set(addresses))
    assert len(titles) == len(set(titles))


@pytest.mark.usefixtures("first_edition")
def test_the_database_has_the_sources_as_they_are_listed() -> None:
    names = ("author", "title", "where", "year", "url")
    kept = {
        source.key: tuple(getattr(source, name) or None for name in names)
        for source in Source.objects.all()
    }
    assert kept == {
        key: tuple(source.get(name) for name in names) for key, source in LISTED.items()
    }


@pytest.mark.usefixtures("first_edition")
def test_the_database_has_the_sources_as_they_were_read() -> None:
    """An author, title or address is changed here too, by someone who opened the work."""
    lines = READ.read_text(encoding="utf-8").splitlines()[1:]
    read = {tuple(line.split("\t")) for line in lines}
    kept = set(Source.objects.values_list("key", "author", "title", "url"))
    assert kept == read


def test_every_file_cites_only_what_is_listed() -> None:
    cited = {
        (path.name, key)
        for folder in CONTENT
        for path in first_edition.files(folder)
        for key in first_edition.read(path)[0]["sources"]
    }
    assert len(cited) > 100
    assert {(name, key) for name, key in cited if key not in LISTED} == set()


@pytest.mark.usefixtures("first_edition")
def test_a_work_whose_key_staff_changed_is_not_added_again() -> None:
    many = Source.objects.count()
    Source.objects.filter(key="fda-2023").update(key="fda-warning")
    first_edition.load_sources(FILE)
    assert Source.objects.count() == many
    assert not Source.objects.filter(key="fda-2023").exists()
