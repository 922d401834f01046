"""Search engines and shared links are told what a page is: the truth, and nothing that harms it."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.wsgi import get_wsgi_application
from django.template import Context, Template
from django.test import Client, RequestFactory

from faq.models import Entry, EntryRevision, Topic
from pages.cards import views
from pages.cards.draw import _fitted
from pages.clinic.models import Clinic
from pages.models import Page, PageRevision
from pages.revisions.sources import Source
from pages.structured_data import script
from pages.views import show
from tests.html import Page as Html
from tests.profile import closed, hours, open_place
from tests.visit import Visit
from tests.wsgi import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_is_open")]

#: Bytes of a page, packed, that visitors get for the sake of search engines.
ENOUGH = 700


@pytest.fixture
def page() -> Page:
    page = Page.objects.create(slug="safety", layout="topic")
    write(page)
    return page


def write(page: Page, **words: Any) -> PageRevision:
    words = {"title": "Safety", "summary": "What can go wrong.", **words}
    revision = PageRevision.objects.create(document=page, **words)
    revision.publish()
    return revision


@pytest.fixture
def answer() -> Entry:
    topic = Topic.objects.create(slug="transport", name="Getting home")
    entry = Entry.objects.create(slug="drive", topic=topic)
    words = EntryRevision.objects.create(document=entry, title="Can I drive?", summary="No.")
    words.publish()
    return entry


def read(client: Client, path: str) -> Html:
    reply = client.get(path)
    assert reply.status_code == 200
    return Html(reply.content.decode())


def things(client: Client, path: str) -> dict[str, dict[str, Any]]:
    """What schema.org calls the things on the page, by type."""
    scripts = read(client, path).tags("script")
    assert len(scripts) <= 1
    graph = json.loads(scripts[0].words)["@graph"] if scripts else []
    return {
        "/".join([thing["@type"]] * isinstance(thing["@type"], str) or thing["@type"]): thing
        for thing in graph
    }


def test_a_shared_link_shows_title_answer_and_picture(client: Client, answer: Entry) -> None:
    html = read(client, "/questions/transport/drive/")
    assert html.meta("og:title") == "Can I drive?"
    assert html.meta("og:description") == "No."
    assert html.meta("og:type") == "article"
    assert html.meta("og:site_name") == "BrainStim"
    assert html.meta("og:locale") == "en_US"
    assert html.meta("og:url") == f"{settings.SITE_URL}/questions/transport/drive/"
    assert html.meta("og:image") == f"{html.meta('og:url')}card.png"
    assert html.links("canonical") == [html.meta("og:url")]


def test_the_address_is_ours_whatever_the_visitor_called_us(client: Client, page: Page) -> None:
    reply = client.get("/treatment/safety/?utm=1", headers={"Host": "localhost:99"})
    assert b":99" not in reply.content
    html = Html(reply.content.decode())
    assert html.links("canonical") == [f"{settings.SITE_URL}/treatment/safety/"]


def size_of(card: bytes) -> list[int]:
    """Width and height of a PNG."""
    assert card[:8] == b"\x89PNG\r\n\x1a\n"
    return [int.from_bytes(card[at : at + 4]) for at in (16, 20)]


@pytest.mark.parametrize("path", ["/questions/transport/drive/", "/questions/", "/contact/"])
def test_each_page_has_a_card_of_its_own(client: Client, answer: Entry, path: str) -> None:
    reply = client.get(f"{path}card.png")
    assert (reply.status_code, reply["Content-Type"]) == (200, "image/png")
    assert size_of(reply.content) == [1200, 630]
    assert len(reply.content) < 60_000
    assert reply.content != client.get("/questions/transport/drive/card.png").content or (
        path == "/questions/transport/drive/"
    )


def test_a_card_shows_the_title_whole_and_large() -> None:
    """The longer a title, the smaller its letters; only what nothing can hold is cut."""
    short, long, endless = "Can I drive?", "What can go wrong, " * 6, "What can go wrong, " * 30
    (large, lines), (small, more), (_least, cut) = map(_fitted, (short, long, endless))
    assert lines == [short]
    assert large.size > small.size
    assert " ".join(more).split() == long.split()
    assert cut[-1].endswith(" …")
    for font, said in ((large, lines), (small, more)):
        assert all(font.getlength(line) <= 1200 - 2 * 72 for line in said)


@pytest.mark.parametrize(
    "path",
    ["/nothing/", "/questions/search/", "/contact/thanks/", "/es/questions/", "/"],
)
def test_what_nobody_should_share_has_no_card(client: Client, answer: Entry, path: str) -> None:
    assert client.get(f"{path}card.png").status_code == 404


def test_a_spanish_page_has_a_spanish_card(client: Client, page: Page) -> None:
    write(page, language="es", title="Seguridad")
    html = read(client, "/es/treatment/safety/")
    path = html.meta("og:image").removeprefix(settings.SITE_URL)
    assert path == "/es/treatment/safety/card.png"
    assert client.get(path).content != client.get("/treatment/safety/card.png").content


def test_a_card_that_cannot_be_drawn_is_the_one_of_the_site(
    client: Client, answer: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    views._drawn.cache_clear()
    monkeypatch.setattr(views, "_PROGRAM", ["/nowhere/python"])
    reply = client.get("/questions/transport/drive/card.png")
    assert reply["Location"] == "/static/social.png"


def test_a_card_is_drawn_once_whatever_stands_behind_its_address(
    client: Client, answer: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    views._drawn.cache_clear()
    drawn = client.get("/questions/transport/drive/card.png").content
    monkeypatch.setattr(views, "_PROGRAM", ["/nowhere/python"])
    assert client.get("/questions/transport/drive/card.png?again=1").content == drawn


def test_before_the_site_opens_there_is_no_card(client: Client, answer: Entry) -> None:
    Clinic.objects.update(opened_at=None)
    assert client.get("/questions/transport/drive/card.png").status_code == 404


@pytest.mark.parametrize(
    ("path", "start"),
    [("/favicon.ico", b"\0\0\1\0\3\0"), ("/apple-touch-icon.png", b"\x89PNG\r\n")],
)
def test_icons_are_where_browsers_look_for_them(path: str, start: bytes) -> None:
    reply = ask(get_wsgi_application(), path)
    assert reply.status == 200
    assert reply.body.startswith(start)
    assert len(reply.body) < 15_000


def test_the_picture_of_the_site_is_there_small_and_never_loaded(
    client: Client, answer: Entry
) -> None:
    file = finders.find("social.png")
    assert isinstance(file, str)
    with open(file, "rb") as picture:
        data = picture.read()
    assert len(data) < 60_000
    assert size_of(data) == [1200, 630]
    assert not any("social" in path for path in read(client, "/questions/").loaded())


@pytest.mark.parametrize("path", ["/questions/", "/contact/"])
def test_pages_without_words_of_their_own_can_be_shared_too(client: Client, path: str) -> None:
    html = read(client, path)
    assert html.meta("og:title")
    assert html.meta("og:description")
    assert html.links("canonical") == [settings.SITE_URL + path]


@pytest.mark.parametrize("path", ["/nothing/", "/questions/search/?q=drive", "/contact/thanks/"])
def test_what_nobody_should_land_on_is_not_found(client: Client, path: str) -> None:
    html = Html(client.get(path).content.decode())
    assert html.meta("robots") == "noindex"
    assert not html.links("canonical")
    assert not html.meta("og:url")


def test_a_draft_is_not_found(rf: RequestFactory, page: Page) -> None:
    draft = page.shown.copy_as_draft()
    page.shown = draft
    html = Html(show(rf.get("/staff/preview/"), page).content.decode())
    assert html.meta("robots") == "noindex"
    assert not html.tags("script")
    assert not html.links("canonical")


def test_before_the_site_opens_nothing_is_found(client: Client, page: Page, answer: Entry) -> None:
    Clinic.objects.update(opened_at=None)
    for path in ("/treatment/safety/", "/questions/transport/drive/", "/questions/", "/contact/"):
        html = read(client, path)
        assert html.meta("robots") == "noindex", path
        assert not html.links("canonical"), path
        assert not html.tags("script"), path


def test_without_a_request_nothing_fails() -> None:
    template = Template("{% load seo %}{% social %}")
    assert "noindex" in template.render(Context({}))


def test_a_question_is_told_with_its_short_answer(client: Client, answer: Entry) -> None:
    question = things(client, "/questions/transport/drive/")["FAQPage"]["mainEntity"]
    assert question["name"] == "Can I drive?"
    assert question["acceptedAnswer"] == {"@type": "Answer", "text": "No."}


def test_the_way_to_a_page_is_told(client: Client, answer: Entry, page: Page) -> None:
    steps = things(client, "/questions/transport/drive/")["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Questions", f"{settings.SITE_URL}/questions/"),
        (2, "Getting home", f"{settings.SITE_URL}/questions/transport/"),
        (3, "Can I drive?", f"{settings.SITE_URL}/questions/transport/drive/"),
    ]
    steps = things(client, "/treatment/safety/")["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["Treatment", "Safety"]


def test_a_review_is_told_only_when_there_was_one(client: Client, page: Page) -> None:
    page.shown.sources.add(Source.objects.create(key="fda", author="FDA", title="Warning"))
    told = things(client, "/treatment/safety/")["MedicalWebPage"]
    assert not {"lastReviewed", "reviewedBy"} & told.keys()
    page.shown.approve(None, "Dr. Ana Example", date(2026, 11, 3))
    told = things(client, "/treatment/safety/")["MedicalWebPage"]
    assert told["lastReviewed"] == "2026-11-03"
    assert told["reviewedBy"] == {"@type": "Person", "name": "Dr. Ana Example"}
    page.shown.approve(None, "BrainStim care team", date(2026, 11, 4))
    told = things(client, "/treatment/safety/")["MedicalWebPage"]
    assert told["reviewedBy"] == {"@type": "Organization", "name": "BrainStim care team"}
    page.shown.approve(None, "Doctors of BrainStim", date(2026, 11, 5))
    told = things(client, "/treatment/safety/")["MedicalWebPage"]
    assert told["reviewedBy"] == {"@type": "Organization", "name": "Doctors of BrainStim"}


def test_a_page_without_sources_is_not_called_medical(client: Client, page: Page) -> None:
    assert things(client, "/treatment/safety/").keys() == {"WebPage", "BreadcrumbList"}


def test_a_closed_day_is_told_until_it_is_over(client: Client) -> None:
    write(Page.objects.create(slug="home", layout="home"), title="Welcome")
    open_place(hours=hours(0), closed_days=closed("2099-12-25", "Christmas"))
    for day, is_told in (("2099-12-24", True), ("2099-12-25", True), ("2099-12-26", False)):
        with time_machine.travel(f"{day}T12:00:00-05:00", tick=False):
            told = things(client, "/")["MedicalClinic"]
        assert ("specialOpeningHoursSpecification" in told) == is_told, day


def test_of_the_clinic_only_what_it_entered_is_told(client: Client) -> None:
    write(Page.objects.create(slug="home", layout="home"), title="Welcome")
    told = things(client, "/")["MedicalClinic"]
    assert told == {"@type": "MedicalClinic", "name": "BrainStim", "url": f"{settings.SITE_URL}/"}

    Clinic.objects.update(phone="(202) 555-0142")
    open_place(
        street="1 Elm St",
        city="Dover, DE",
        hours=hours(0, 1),
        closed_days=closed("2099-12-25", "Christmas"),
    )
    told = things(client, "/")["MedicalClinic"]
    assert told["telephone"] == "+12025550142"
    assert told["address"] == "1 Elm St, Dover, DE"
    assert told["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["Monday", "Tuesday"],
            "opens": "09:00",
            "closes": "17:00",
        }
    ]
    assert told["specialOpeningHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": "2099-12-25",
            "validThrough": "2099-12-25",
            "opens": "00:00",
            "closes": "00:00",
        }
    ]
    assert things(client, "/find-us/")["MedicalClinic"] == told


@pytest.mark.parametrize("code", ["19901", "19901-1234"])
def test_an_address_that_can_be_told_apart_is_told_in_parts(client: Client, code: str) -> None:
    open_place(street="1 Elm St, Suite 4", city=f"Dover, DE {code}")
    assert things(client, "/find-us/")["MedicalClinic"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "1 Elm St, Suite 4",
        "addressLocality": "Dover",
        "addressRegion": "DE",
        "postalCode": code,
        "addressCountry": "US",
    }


def test_words_say_who_publishes_them(client: Client, page: Page) -> None:
    told = things(client, "/treatment/safety/")["WebPage"]
    assert told["publisher"] == {"@type": "MedicalClinic", "name": "BrainStim"}


def known_to_schema_org() -> dict[str, set[str]]:
    """The properties of each type."""
    text = (Path(__file__).parent / "schema_org.txt").read_text().partition("\n")[2]
    kinds = re.findall(r"(\w+):([^:]*)(?=\s\w+:|$)", text)
    return {kind: set(properties.split()) for kind, properties in kinds}


def unknown(thing: Any, known: dict[str, set[str]]) -> list[str]:
    """Types and properties in it that schema.org does not have."""
    if isinstance(thing, list):
        return [one for part in thing for one in unknown(part, known)]
    if not isinstance(thing, dict):
        return []
    kinds = thing["@type"] if isinstance(thing["@type"], list) else [thing["@type"]]
    allowed = {"@type"}.union(*(known.get(kind, set()) for kind in kinds))
    wrong = [kind for kind in kinds if kind not in known]
    return [*wrong, *(thing.keys() - allowed), *unknown(list(thing.values()), known)]


def test_schema_org_knows_all_that_is_told(
    visits: dict[str, Visit], filled_visits: dict[str, Visit], spanish_visits: dict[str, Visit]
) -> None:
    known = known_to_schema_org()
    assert unknown({"@type": "Person", "naem": {"@type": "Persn"}}, known) == ["naem", "Persn"]
    everywhere = [*visits.values(), *filled_visits.values(), *spanish_visits.values()]
    told = [tag.words for visit in everywhere for tag in visit.page.tags("script")]
    assert len(told) > 50
    for words in told:
        assert unknown(json.loads(words)["@graph"], known) == []


def test_no_text_can_end_the_script(client: Client, page: Page) -> None:
    title = "</script><script>alert(1)</script><!-- & \u2028"
    write(page, title=title)
    reply = client.get("/treatment/safety/").content.decode()
    assert "<script>" not in reply
    assert things(client, "/treatment/safety/")["WebPage"]["name"] == title


def test_what_is_told_costs_little(visits: dict[str, Visit]) -> None:
    of_words = [visit for visit in visits.values() if visit.sources is not None]
    assert len(of_words) > 50
    for visit in of_words:
        body = visit.reply.body
        start = body.index(b'<link rel="canonical"')
        end = body.index(b'<meta name="color-scheme"')
        rest = brotli.compress(body[:start] + body[end:], mode=brotli.MODE_TEXT, quality=11)
        cost = len(visit.served.body) - len(rest)
        assert cost < ENOUGH, (visit.path, cost)


def test_gaps_are_left_out() -> None:
    assert "telephone" not in script([{"@type": "MedicalClinic", "telephone": ""}])
