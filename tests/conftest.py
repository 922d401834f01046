"""Fixtures every test may use."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

import pytest
from django.db import transaction
from django.template.base import Template
from django.template.context import Context, RequestContext
from django.test import TransactionTestCase
from django.test.signals import template_rendered
from django.utils.safestring import SafeString
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from contact.models import Inquiry
from faq.models import Entry, Topic
from tests import colleagues, database, messages, sharing, staff_visit
from tests import first_edition as edition
from tests.colleagues import Editor, make_entry, open_site
from tests.visit import Visit, visit_before_opening, visit_english, visit_filled, visit_spanish

T = TypeVar("T")
#: For ``make fuzz``; tests/fuzz/junk.py says what it means.
settings.register_profile("long", deadline=None)
#: Folders in which every test has the mark of this name.
_MARKED_FOLDERS = ("browser", "setup")
#: A storm of faults, or every page in two widths, by day and by night, takes minutes.
_SECONDS_FOR_A_SITE = 900


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that hangs ends with an error. Those that drive a whole site may take longer."""
    for item in items:
        if any(map(item.get_closest_marker, ("browser", "faults", "setup"))):
            item.add_marker(pytest.mark.timeout(_SECONDS_FOR_A_SITE), append=False)


def pytest_configure() -> None:
    """Nothing that is loaded now goes again: see pytest_collection_finish."""
    gc.disable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Tests that a run leaves out are not read where a whole folder has their mark."""
    name = collection_path.name
    return True if name in _MARKED_FOLDERS and f"not {name}" in config.option.markexpr else None


def pytest_collection_finish() -> None:
    """All that is loaded now stays: looking for garbage in it took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The database of this process, in the place of the one pytest-django would migrate."""
    with django_db_blocker.unblock(), database.own_copy():
        yield


@pytest.fixture(scope="session", autouse=True)
def empty_without_migrating() -> Iterator[None]:
    """After a test that cannot run inside a transaction, only rows go."""
    with patch.object(TransactionTestCase, "_fixture_teardown", database.empty):
        yield


@pytest.fixture(scope="session", autouse=True)
def remember_pages_only(django_test_environment: None) -> None:
    """Keep the context of a page for the test, not a copy of it for each of its hundred parts."""

    def render(template: Template, context: Context) -> SafeString:
        if isinstance(context, RequestContext) and context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    Template._render = render  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def signed_in_at_this_machine() -> Iterator[None]:
    """Whom a test signs in without the page has passed both steps, as by the link of make run."""
    with colleagues.past_both_steps():
        yield


@pytest.fixture(scope="module")
def rows_for_all(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a fixture of a whole module writes stays for its tests; each takes back its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def first_edition(db: None) -> None:
    """The site with its starting content, as a visitor first finds it."""
    edition.load()


@pytest.fixture
def site_is_open(request: pytest.FixtureRequest, db: None) -> None:
    """Visitors do not read that it is being prepared."""
    if "first_edition" in request.fixturenames:
        # Before it: that brings the clinic's row.
        request.getfixturevalue("first_edition")
    open_site()


@pytest.fixture(scope="session")
def once(
    testrun_uid: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Callable[[str, Callable[[], T]], T]:
    """Make something dear for all tests of this run, in whichever process they are."""

    def once(name: str, make: Callable[[], T]) -> T:
        with django_db_blocker.unblock():
            return sharing.once(testrun_uid, name, make)

    return once


@pytest.fixture(scope="session")
def visits(once: Callable[..., dict[str, Visit]]) -> dict[str, Visit]:
    """Every English page, visited once for all who look."""
    return once("english", visit_english)


@pytest.fixture(scope="session")
def visits_before_opening(once: Callable[..., dict[str, Visit]]) -> dict[str, Visit]:
    """Every English page of a site that is still being prepared."""
    return once("before opening", visit_before_opening)


@pytest.fixture(scope="session")
def spanish_visits(once: Callable[..., dict[str, Visit]]) -> dict[str, Visit]:
    """Every Spanish page, likewise."""
    return once("spanish", visit_spanish)


@pytest.fixture(scope="session")
def filled_visits(once: Callable[..., dict[str, Visit]]) -> dict[str, Visit]:
    """Every page of a clinic that entered all it can."""
    return once("filled", visit_filled)


@pytest.fixture(scope="session")
def staff_pages(once: Callable[..., dict[str, str]]) -> dict[str, str]:
    """The HTML of every kind of page that staff see."""
    return once("staff", staff_visit.visit)


@pytest.fixture
def hire(db: None) -> Callable[..., Editor]:
    """A colleague with these permissions; all of them if none is named."""
    return colleagues.hire


@pytest.fixture
def dana(hire: Callable[..., Editor]) -> Editor:
    return hire("Dana")


@pytest.fixture
def luis(hire: Callable[..., Editor]) -> Editor:
    return hire("Luis")


@pytest.fixture
def topic(db: None) -> Topic:
    return Topic.objects.create(slug="visits", name="Visits", order=1)


@pytest.fixture
def entry(topic: Topic) -> Entry:
    """A question visitors can read."""
    return make_entry(topic)


@pytest.fixture
def make_inquiry(db: None) -> Callable[..., Inquiry]:
    """Messages that are stored already."""
    return messages.maker()
