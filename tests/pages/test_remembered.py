"""What pages say everywhere is remembered until it changes, so making a page asks for little."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from faq.models import Topic
from pages import version
from pages.clinic.models import Clinic
from pages.models import Layout, Page, PageRevision
from pages.revisions import content_version
from tests.colleagues import make_entry
from tests.profile import guide_start, hours, list_prices, open_place, show_person

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 6
PHONE, OTHER_PHONE = "(202) 555-0142", "(202) 555-0143"


@pytest.fixture(autouse=True)
def site() -> None:
    """Something of each kind that visitors read, in both languages."""
    content_version.install_triggers()
    Clinic.objects.create(pk=1, phone=PHONE)
    for order in range(3):
        write("topic", Layout.TOPIC, order)
    write("home", Layout.HOME)
    write("glossary", Layout.PLAIN)
    topic = Topic.objects.create(slug="visits", name="Visits")
    answer(topic, 0, 8)
    open_place(street="1 Low St", city="Washington, DC", hours=hours(0))
    show_person("ana")
    guide_start()
    list_prices(("session", "One session", "$400"))


def write(slug: str, layout: Layout, order: int = 0) -> None:
    page = Page.objects.create(slug=f"{slug}-{order}" if order else slug, layout=layout)
    for language in ("en", "es"):
        words = {"language": language, "title": "x", "summary": "x", "body": "## y\n\n{hours}"}
        PageRevision.objects.create(document=page, **words).publish()


def answer(topic: Topic, first: int, last: int) -> None:
    for number in range(first, last):
        entry = make_entry(topic, f"question-{number}")
        entry.revisions.create(language="es", title="x", summary="x").publish()


def asked_for(path: str) -> int:
    """So many queries, of a process that has shown it before."""
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("language", ["", "/es"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/treatment/topic-1/",
        "/glossary/",
        "/questions/",
        "/questions/visits/",
        "/questions/visits/question-3/",
        "/contact/",
        "/contact/thanks/",
    ],
)
def test_a_page_that_is_not_kept_asks_at_most_six_times(language: str, path: str) -> None:
    assert asked_for(f"{language}{path}") <= MOST


@pytest.mark.parametrize(
    "path", ["/team/", "/find-us/", "/prices/", "/how-to-start/", "/questions/search/?q=park"]
)
def test_so_does_what_is_there_in_english_alone(path: str) -> None:
    assert asked_for(path) <= MOST


@pytest.mark.parametrize("path", ["/questions/", "/questions/visits/"])
def test_many_answers_need_no_more_queries(path: str) -> None:
    before = asked_for(path)
    answer(Topic.objects.get(), 8, 40)
    answer(Topic.objects.create(slug="cost", name="Cost"), 40, 45)
    assert asked_for(path) == before


def test_a_change_shows_at_once(client: Client) -> None:
    assert PHONE in client.get("/contact/").content.decode()
    Clinic.objects.update(phone=OTHER_PHONE)
    assert OTHER_PHONE in client.get("/contact/").content.decode()


def test_what_is_taken_back_was_never_remembered(client: Client) -> None:
    client.get("/contact/")
    with transaction.atomic():
        Clinic.objects.update(phone=OTHER_PHONE)
        assert OTHER_PHONE in client.get("/contact/").content.decode()
        transaction.set_rollback(True)
    # Raises the number to the same again.
    Clinic.objects.update(reply_days=2)
    assert PHONE in client.get("/contact/").content.decode()


def test_another_connection_may_lead_to_another_database() -> None:
    before = version.memory()
    assert version.memory() is before
    connection.close()
    assert version.memory() is not before


def test_made_up_addresses_fill_no_memory(client: Client) -> None:
    remembered = []
    for number in range(5):
        for path in ("/es/questions/a/b/", "/es/questions/a/", "/es/a/", "/es/treatment/a/"):
            client.get(path.replace("a/", f"a{number}/"))
        remembered.append(len(version.memory()._made))
    assert remembered == [remembered[0]] * 5
