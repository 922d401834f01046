"""Who runs the site already keeps an open site, and gets its wrong sources put right."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from pages.clinic.models import Clinic
from pages.revisions.sources import Source
from tests import database
from tests.colleagues import hire

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = "0003_medical_rules"
MENDED = tomllib.loads((Path(settings.BASE_DIR) / "pages/migrations/0004_sources.toml").read_text())


@pytest.fixture(scope="module")
def database_before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The tables of a site of the release before."""
    with (
        django_db_blocker.unblock(),
        database.copy(connection.settings_dict["NAME"], "before") as name,
    ):
        with database.on(name):
            call_command("migrate", "pages", BEFORE, verbosity=0)
        yield name


@pytest.fixture(scope="module")
def models_before(database_before: str, django_db_blocker: DjangoDbBlocker) -> Any:
    with django_db_blocker.unblock(), database.on(database_before):
        state = MigrationExecutor(connection).loader.project_state([("pages", BEFORE)])
    return state.apps.get_model


@pytest.fixture
def before(database_before: str, models_before: Any) -> Iterator[Any]:
    """The models of a site of the release before, on its tables."""
    with database.copy(database_before, "one") as name, database.on(name):
        yield models_before


def forward() -> None:
    """To the tables that the models of today have."""
    call_command("migrate", "pages", verbosity=0)


def back() -> None:
    call_command("migrate", "pages", BEFORE, verbosity=0)


def add_old(model: Any, key: str, /, **changes: Any) -> None:
    model.objects.create(**{"key": key} | MENDED[key]["old"] | changes)


def publish(model: Any) -> None:
    page = model("pages", "Page").objects.create(slug="home", layout="home")
    words = {"title": "Welcome", "summary": "x", "state": "live", "published_alone": True}
    model("pages", "PageRevision").objects.create(
        document=page, published_at=timezone.now(), **words
    )


def test_a_fresh_site_is_not_open(before: Any) -> None:
    forward()
    assert Clinic.load().is_being_prepared


def test_a_site_with_facts_counts_as_open(before: Any) -> None:
    before("pages", "Clinic").objects.create(pk=1, phone="(202) 555-0142")
    forward()
    clinic = Clinic.objects.get()
    assert clinic.opened_at is not None
    assert (clinic.opened_by, clinic.phone) == (None, "(202) 555-0142")


def test_a_site_with_published_words_counts_as_open(before: Any) -> None:
    publish(before)
    forward()
    assert Clinic.objects.get().opened_at is not None


def test_it_is_open_after_going_back_and_forward_again(before: Any) -> None:
    publish(before)
    forward()
    back()
    assert before("pages", "Clinic").objects.get().name == "BrainStim"
    forward()
    assert not Clinic.load().is_being_prepared


def test_wrong_sources_are_put_right_and_back_again(before: Any) -> None:
    old = before("pages", "Source")
    for key in MENDED:
        add_old(old, key)
    were = list(old.objects.order_by("pk").values())
    forward()
    assert Source.objects.incomplete().count() == 0
    for key, edition in MENDED.items():
        new = dict(edition["new"])
        source = Source.objects.get(key=new.pop("key", key))
        assert {name: getattr(source, name) for name in new} == new
    back()
    assert list(old.objects.order_by("pk").values()) == were


def test_what_has_no_year_says_when_it_was_read(before: Any) -> None:
    add_old(before("pages", "Source"), "mayo-ketamine")
    forward()
    assert Source.objects.get().read_on == date(2026, 11, 25)


def test_a_note_of_staff_stays_on_a_source_that_is_mended(before: Any) -> None:
    add_old(before("pages", "Source"), "hayley-2018", note="Dr. Osei read it.")
    forward()
    source = Source.objects.get()
    assert source.title == MENDED["hayley-2018"]["new"]["title"]
    assert source.note == "Dr. Osei read it."


def test_a_source_that_staff_changed_is_left_and_its_note_says_what_differs(
    before: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    old = before("pages", "Source")
    add_old(old, "hayley-2018", title="Our title", note="Ours.")
    were = list(old.objects.values())
    forward()
    source = Source.objects.get()
    assert source.title == "Our title"
    assert source.note.startswith("Ours.\n\nThe first edition corrected this source")
    assert MENDED["hayley-2018"]["new"]["title"] in source.note
    assert "Source hayley-2018 was changed by staff" in capsys.readouterr().out
    back()
    assert list(old.objects.values()) == were


@pytest.mark.parametrize(
    "changes",
    [
        {"year": 2017, "where": "Our journal"},
        {"year": None},
        {"where": "Our journal"},
        {"author": "Hayley, corrected"},
        {"url": "https://clinic.example/copy"},
        {"year": 2017, "key": "ours", "note": "Line one.\n\nLine two. "},
    ],
)
def test_whatever_staff_changed_is_left_listed_and_not_lost(
    before: Any, capsys: pytest.CaptureFixture[str], changes: dict[str, Any]
) -> None:
    old = before("pages", "Source")
    add_old(old, "hayley-2018", **changes)
    were = list(old.objects.values())
    forward()
    now: Any = Source.objects.values().get()
    kept = [name for name in were[0] if name != "note"]
    assert {name: now[name] for name in kept} == {name: were[0][name] for name in kept}
    assert now["note"].startswith(were[0]["note"])
    assert "hayley-2018" in capsys.readouterr().out
    assert [source.pk for source in differing()] == [now["id"]]
    back()
    assert list(old.objects.values()) == were


def differing() -> list[Source]:
    """What the list of sources shows to staff who ask for those that differ."""
    page = hire("Dana").get("/staff/pages/source/?complete=differs")
    return list(page.context["cl"].result_list)


def test_a_source_whose_key_alone_was_changed_is_mended_and_not_doubled(before: Any) -> None:
    old = before("pages", "Source")
    add_old(old, "how-not-clear-2018", key="ours")
    were = list(old.objects.values())
    forward()
    source = Source.objects.get()
    new = MENDED["how-not-clear-2018"]["new"]
    assert (source.key, source.title, source.year) == ("ours", new["title"], new["year"])
    assert differing() == []
    back()
    assert list(old.objects.values()) == were
    forward()
    call_command("migrate", verbosity=0)
    call_command("offer_corrections", verbosity=0)
    assert Source.objects.filter(title=new["title"]).get().key == "ours"


def test_a_source_that_nobody_found_is_named(
    before: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    before("pages", "Source").objects.create(
        key="suicide-review-2025", author="Review of 49 trials", title="x", year=2025
    )
    forward()
    assert "suicide-review-2025 could not be found again" in capsys.readouterr().out
    assert Source.objects.incomplete().count() == 1


def test_a_source_changed_since_is_not_taken_back(before: Any) -> None:
    old = before("pages", "Source")
    add_old(old, "hayley-2018")
    forward()
    Source.objects.update(year=2019)
    back()
    assert old.objects.get().title == MENDED["hayley-2018"]["new"]["title"]
