"""The database keeps its rules by triggers, the same on SQLite and PostgreSQL, installed once."""

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from faq.models import Entry, Topic
from pages import registry
from pages.clinic.models import Clinic
from pages.models import Page, PageRevision, Person, Place, PriceList, StartGuide
from pages.revisions import content_version, guards, triggers
from pages.revisions.document import Document
from pages.revisions.revision import Revision
from pages.revisions.triggers import Trigger, differs

pytestmark = pytest.mark.django_db

REFUSES = Trigger(
    "refuse_a_new_phone",
    "pages_clinic",
    ("UPDATE", "DELETE"),
    message="the phone stays",
    condition="OLD.phone <> ''",
)


def test_a_migrate_installs_each_trigger_once() -> None:
    made: Counter[tuple[str, str]] = Counter()

    def look(execute: Any, sql: str, *more: Any) -> Any:
        made.update(re.findall(r"CREATE TRIGGER (\w+) .*? ON (\w+)", sql))
        return execute(sql, *more)

    with connection.execute_wrapper(look):
        call_command("migrate", verbosity=0)
    assert {table for _name, table in made} >= {
        "pages_page",
        "faq_entryrevision",
        "pages_pricelist",
    }
    assert set(made.values()) == {1}


def test_every_model_with_revisions_is_registered() -> None:
    documents = [model for model in apps.get_models() if issubclass(model, Document)]
    assert registry.documents == [Page, Person, Place, PriceList, StartGuide, Entry]
    assert set(registry.documents) == set(documents)
    revisions = {model for model in apps.get_models() if issubclass(model, Revision)}
    assert {document.revision_model() for document in documents} == revisions


def test_a_trigger_refuses_with_its_message_what_meets_its_condition() -> None:
    Clinic.objects.create(pk=1)
    triggers.install([REFUSES], "default")
    Clinic.objects.update(phone="1")
    for change in (lambda: Clinic.objects.update(phone="2"), Clinic.objects.all().delete):
        with pytest.raises(IntegrityError, match="the phone stays"), transaction.atomic():
            change()
    assert Clinic.objects.get().phone == "1"
    triggers.remove([REFUSES], "default")
    Clinic.objects.update(phone="2")
    assert Clinic.objects.get().phone == "2"


def test_what_meets_no_condition_is_deleted() -> None:
    Clinic.objects.create(pk=1)
    triggers.install([REFUSES], "default")
    Clinic.objects.all().delete()
    assert not Clinic.objects.exists()


def test_postgresql_refuses_each_row_before_it_changes() -> None:
    [sql] = REFUSES.create("postgresql")
    assert "BEFORE UPDATE OR DELETE ON pages_clinic\nFOR EACH ROW" in sql
    assert "IF OLD.phone <> '' THEN RAISE" in sql
    assert "MESSAGE = 'the phone stays'" in sql


def test_postgresql_runs_a_statement_once_it_is_done() -> None:
    [sql] = Trigger("count", "pages_clinic", ("INSERT",), statement="SELECT 1").create("postgresql")
    assert "AFTER INSERT ON pages_clinic\nFOR EACH STATEMENT" in sql
    assert "BEGIN SELECT 1; RETURN NULL; END" in sql


def test_a_trigger_is_put_anew_however_often() -> None:
    for _ in range(2):
        triggers.install([REFUSES], "default")
    assert triggers.tables("default") >= {"pages_clinic"}


def test_a_trigger_stays_until_the_one_in_its_place_is_there() -> None:
    """Somebody may write meanwhile, or the program that puts it there may be ended."""
    Clinic.objects.create(pk=1)
    triggers.install([REFUSES], "default")
    with pytest.raises(DatabaseError):
        triggers.install([replace(REFUSES, condition="(")], "default")
    Clinic.objects.update(phone="1")
    with pytest.raises(IntegrityError, match="the phone stays"), transaction.atomic():
        Clinic.objects.update(phone="2")


def test_a_change_from_nothing_is_a_change() -> None:
    """NULL is no value: it has to be compared as one."""
    page = Page.objects.create(slug="cars")
    keeps = Trigger(
        "keep_when_published",
        "pages_pagerevision",
        ("UPDATE",),
        message="the time stays",
        condition=differs(["published_at", "title"]),
    )
    revision = PageRevision.objects.create(document=page, title="Cars", summary="x")
    triggers.install([keeps], "default")
    PageRevision.objects.update(summary="y")
    with pytest.raises(IntegrityError, match="the time stays"), transaction.atomic():
        PageRevision.objects.update(published_at=revision.created_at)


def test_the_guards_step_aside_for_a_migration() -> None:
    page = Page.objects.create(slug="cars", medical=True)
    revision = PageRevision.objects.create(document=page, title="Cars", summary="x")
    guards.drop_triggers()
    PageRevision.objects.update(
        state="live", published_at=revision.created_at, published_alone=False
    )
    PageRevision.objects.update(title="Other")
    guards.install_triggers()
    with pytest.raises(IntegrityError, match="stay as they were"), transaction.atomic():
        PageRevision.objects.update(title="Cars")


@pytest.mark.parametrize("medical", [True, False])
def test_only_medical_words_need_a_second_person_when_added_live(medical: bool) -> None:
    page = Page.objects.create(slug="cars", medical=medical)
    live = {"state": "live", "published_alone": False, "title": "x", "summary": "x"}
    if medical:
        with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
            PageRevision.objects.create(document=page, published_at="2026-01-01T00:00Z", **live)
    else:
        PageRevision.objects.create(document=page, published_at="2026-01-01T00:00Z", **live)


def test_a_topic_is_shown_to_visitors() -> None:
    before = content_version.current()
    Topic.objects.create(slug="a", name="A")
    assert content_version.current() > before
