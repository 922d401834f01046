"""What staff type is refused in plain words, at its field, where visitors would misread it."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from faq.models import Entry, Topic
from pages.models import Page, Person, Picture, Place, PriceList
from tests import pictures
from tests.colleagues import Editor, change, draft_of, make_entry, said
from tests.html import Page as Html
from tests.profile import hours, list_prices, open_place, show_person

pytestmark = pytest.mark.django_db

NEXT_YEAR = timezone.localdate().year + 1
#: Words of any length, which are a price too.
FREE = "free " + "a" * 50_000
PERSON, PLACE = "/staff/pages/person/add/", "/staff/pages/place/add/"
PRICES, START = "/staff/pages/pricelist/add/", "/staff/pages/startguide/add/"
ENTRY, PAGE = "/staff/faq/entry/add/", "/staff/pages/page/add/"
PICTURE, TOPIC = "/staff/pages/picture/add/", "/staff/faq/topic/add/"
CLINIC = "/staff/pages/clinic/1/change/"


def errors(page: Any) -> str:
    """All that stands in red."""
    html = Html(said(page))
    return " ".join(one.words for one in html.tags("ul") if "errorlist" in one.get("class"))


# Facts


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (PERSON, "title"),
        (PERSON, "role"),
        (PERSON, "credentials"),
        (PLACE, "street"),
        (PLACE, "door"),
        (PLACE, "closed_days-0-reason"),
        (PRICES, "not_included"),
        (PRICES, "prices-0-label"),
        (PRICES, "prices-0-includes"),
        (PRICES, "plans-0-note"),
        (START, "usual_wait"),
        (START, "steps-0-text"),
        (START, "what_we_ask-0-why"),
        (ENTRY, "title"),
        (ENTRY, "what_changed"),
        (PAGE, "nav"),
        (PAGE, "description"),
        (PICTURE, "caption"),
        (TOPIC, "name"),
        (CLINIC, "payment"),
    ],
)
@pytest.mark.parametrize("fact", ["{phone}", "{ phone }"])
def test_a_fact_is_refused_where_it_would_not_be_filled_in(
    dana: Editor, path: str, field: str, fact: str
) -> None:
    rows = {
        "prices-0-kind": "session",
        "prices-0-amount": "$450",
        "plans-0-plan": "Aetna",
        "plans-0-taken": "yes",
        "closed_days-0-day": f"{NEXT_YEAR}-12-25",
        "steps-0-name": "Call",
        "what_we_ask-0-question": "Why?",
    }
    typed = {"title": "A", "name": "A", "alt": "A", **rows, field: f"Call {fact} now"}
    page = dana.press(path, **typed)
    assert f"Visitors would read {fact} just like that" in errors(page)
    assert f"Call {fact} now" in said(page)


def test_a_fact_in_the_short_answer_is_filled_in_wherever_it_is_shown(dana: Editor) -> None:
    dana.press(CLINIC, phone="(202) 555-0142")
    show_person("ana", summary="Call {phone}.")
    open_place(summary="Call {phone}.", street="1 Elm St")
    list_prices(("session", "One", "$450"), summary="Call {phone}.")
    for path in ("/team/", "/find-us/", "/prices/"):
        page = said(Client().get(path))
        assert "{phone}" not in page, path
        assert re.search(r"Call <[^>]*>\(202\)\s555-0142", page), path


# Links


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/a",
        "/\\evil.example",
        "https://user:pw@board.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://board.example/",
    ],
)
def test_a_link_that_is_not_what_it_seems_is_refused(
    dana: Editor, topic: Topic, address: str
) -> None:
    page = dana.press(PERSON, title="Ana", license_link=address)
    assert "Type a whole address, that starts with https://" in errors(page)
    assert not Person.objects.exists()
    dana.press(PLACE, title="Clinic", map_link=address)
    assert not Place.objects.exists()
    entry = make_entry(topic)
    page = dana.press(change(entry), body=f"See [this]({address}) now.")
    # Of these Markdown makes links that lead nowhere.
    if not address.startswith(("ftp", "/\\")):
        assert "ink" in errors(page)
        assert not entry.draft("en")


def test_links_to_good_places_are_taken(dana: Editor, topic: Topic) -> None:
    dana.press(PERSON, title="Ana", license_link="board.example.org/ana")
    assert draft_of(Person.objects.get()).license_link == "https://board.example.org/ana"
    entry = make_entry(topic)
    body = "[a](/contact/) [b](tel:988) [c](sms:988) [d](https://www.fda.gov/a?b=c@d) [e](#x)"
    dana.press(change(entry), body=body)
    assert draft_of(entry).body.strip() == body


def test_a_link_inside_words_that_wait_for_a_fact_is_looked_at(dana: Editor, topic: Topic) -> None:
    entry = make_entry(topic)
    body = "::: when phone\n[a](//evil.example)\n:::\n"
    assert "//evil.example" in errors(dana.press(change(entry), body=body))


# Lengths


@pytest.mark.parametrize(
    ("path", "field", "many"),
    [
        (PRICES, "prices-0-amount", 40),
        (PRICES, "prices-0-label", 80),
        (PRICES, "prices-0-includes", 300),
        (PRICES, "how_to_pay", 2000),
        (START, "steps-0-takes", 40),
        (PLACE, "parking", 2000),
        (PERSON, "body", 40_000),
        (PERSON, "title", 120),
    ],
)
def test_what_is_too_long_for_a_phone_is_refused_at_its_field(
    dana: Editor, path: str, field: str, many: int
) -> None:
    rows = {"prices-0-kind": "session", "prices-0-amount": "$450", "steps-0-name": "Call"}
    page = dana.press(path, **{"title": "A", **rows, field: FREE[: many + 1]})
    found = errors(page).replace(",", "")
    said_so = f"This has {many + 1} characters and {many} are the most."
    assert (f"keep this to {many} letters or fewer" if "-" in field else said_so) in found
    assert not errors(dana.press(path, **{"title": "A", **rows, field: FREE[:many]}))


# Addresses


def test_a_second_of_the_same_name_gets_an_address_of_its_own(dana: Editor, topic: Topic) -> None:
    for _time in range(3):
        dana.press(PERSON, title="Ana Sample")
        dana.press(PLACE, title="Our clinic")
        dana.press(ENTRY, title="Where?", summary="Here.", topic=str(topic.pk))
        dana.press(PAGE, title="Parking", summary="Here.")
    for kind, slug in ((Person, "ana-sample"), (Place, "our-clinic"), (Entry, "where")):
        slugs = kind.objects.order_by("pk").values_list("slug", flat=True)
        assert [*slugs] == [slug, f"{slug}-2", f"{slug}-3"]
    pages = Page.objects.filter(slug__startswith="parking").values_list("slug", flat=True)
    assert {*pages} == {"parking", "parking-2", "parking-3"}


def test_a_name_in_letters_no_address_has_and_a_very_long_one_are_taken(dana: Editor) -> None:
    for name in ("李", "李", "a" * 120, "a" * 120):
        dana.press(PERSON, title=name)
    assert {*Person.objects.values_list("slug", flat=True)} == {
        "person",
        "person-2",
        "a" * 60,
        f"{'a' * 58}-2",
    }


def test_a_made_address_keeps_clear_of_the_rest_of_the_site(dana: Editor) -> None:
    dana.press(PAGE, title="Contact", summary="Here.")
    assert Page.objects.get(slug__startswith="contact").slug == "contact-2"


def test_a_typed_address_that_is_taken_is_said_plainly(dana: Editor) -> None:
    show_person("ana")
    page = dana.press(PERSON, title="Bo", slug="ana")
    assert "Another one has this already." in errors(page)
    assert "slug" not in errors(page)
    assert "letters, numbers and hyphens" in errors(dana.press(PERSON, title="Bo", slug="a b"))


# Days and prices


@pytest.mark.parametrize(
    ("day", "message"),
    [("2020-12-25", "this day has passed"), ("2999-12-25", "too far off")],
)
def test_a_day_that_cannot_be_meant_is_refused_at_its_row(
    dana: Editor, day: str, message: str
) -> None:
    page = dana.press(PLACE, title="Clinic", **{"closed_days-0-day": day})
    assert message in errors(page)
    assert not Place.objects.exists()


def test_a_day_that_passed_since_asks_nobody_again(dana: Editor) -> None:
    coming = f"{NEXT_YEAR}-01-01 | New Year"
    place = open_place(closed_days=f"2020-12-25 | Christmas\n{coming}", hours=hours(0))
    form = dana.fields(change(place))
    assert form["closed_days-0-day"] == f"Jan 1, {NEXT_YEAR}"
    assert not errors(dana.press(change(place), parking="Behind the house."))
    assert draft_of(place).closed_days == coming


@pytest.mark.parametrize("closes", ["12 am", "12:00 a.m.", "12AM"])
def test_who_types_midnight_for_noon_is_told(dana: Editor, closes: str) -> None:
    rows = {"hours-0-day": "0", "hours-0-opens": "9 am", "hours-0-closes": closes}
    assert "Noon is 12 pm" in errors(dana.press(PLACE, title="Clinic", **rows))
    dana.press(PLACE, title="Clinic", **(rows | {"hours-0-closes": "12 pm"}))
    assert draft_of(Place.objects.get()).hours == "0 | 09:00 | 12:00"


def test_a_price_takes_the_name_of_its_kind(dana: Editor) -> None:
    rows = {"prices-0-kind": "talk", "prices-0-amount": "free"}
    assert not errors(dana.publish(PRICES, title="Prices", **rows))
    assert "First talk" in said(Client().get("/prices/"))
    other = {"prices-0-kind": "other", "prices-0-amount": "$5"}
    prices = PriceList.objects.get()
    page = dana.press(change(prices), **other)
    assert "Something else, Name: say what this price is of." in errors(page)


@pytest.mark.parametrize("many", ["0", "61", "9999", "-1", "six"])
def test_a_course_has_so_many_sessions_as_can_be_meant(dana: Editor, many: str) -> None:
    page = dana.press(PRICES, title="Prices", sessions_in_course=many)
    assert re.search("Type a number from 1 to 60|Type a whole number|Type 0 or more", errors(page))
    assert not errors(dana.press(PRICES, title="Prices", sessions_in_course="60"))


def test_staff_read_why_the_sum_of_a_course_is_not_there(dana: Editor) -> None:
    visit, session = ("visit", "Visit", "$240"), ("session", "One", "$480")
    prices = list_prices(visit, session, sessions_in_course=6)
    why = "Visitors see no sum of a first course"
    assert why not in said(dana.get(change(prices)))
    assert not errors(dana.press(change(prices), **{"prices-1-amount": "from $480"}))
    page = said(dana.get(change(prices)))
    assert f"{why}: “From $480” is no plain amount" in page
    dana.press(change(prices), **{"prices-0-kind": "other"})
    assert f"{why}: it needs a row “A doctor's visit”" in said(dana.get(change(prices)))


# Pictures


def test_a_good_file_that_is_lost_on_another_mistake_is_asked_for_again(dana: Editor) -> None:
    page = pictures.upload(dana, pictures.photo(), alt="")
    assert "This file is good. Choose it again" in errors(page)
    page = pictures.upload(dana, b"<svg>", alt="")
    assert "This file is good" not in errors(page)


def test_a_picture_is_added_from_the_words_and_comes_back_chosen(dana: Editor) -> None:
    page = dana.press(PERSON, "_add_picture", title="Ana Sample", role="Nurse")
    ana = Person.objects.get()
    assert draft_of(ana).role == "Nurse"
    there = page["Location"]
    assert there.startswith(PICTURE)
    fields = dana.fields(there)
    file = SimpleUploadedFile("a.jpg", pictures.photo())
    page = dana.send(there, fields | {"title": "Ana", "alt": "Portrait of Ana", "file": file})
    assert "The picture is chosen below." in said(page)
    picture = Picture.objects.get()
    back = page["Location"]
    assert dana.fields(back)["picture"] == str(picture.pk)
    dana.press(back)
    assert draft_of(ana).picture == picture


@pytest.mark.parametrize("words", ["person-x", "nobody-1", "person", "person-" + "9" * 30, "", "-"])
def test_who_comes_from_nowhere_stays_with_the_picture(dana: Editor, words: str) -> None:
    fields = dana.fields(PICTURE) | {"title": "Ana", "alt": "Portrait of Ana"}
    file = SimpleUploadedFile("a.jpg", pictures.photo())
    page = dana.send(f"{PICTURE}?for={words}", fields | {"file": file})
    assert page["Location"].startswith("/staff/pages/picture/")


def test_who_watches_a_session_is_said_where_it_is_shown(dana: Editor) -> None:
    place = open_place(equipment="A nurse sits with you.")
    page = Html(said(dana.get(change(place))))
    (hint,) = [one for one in page.tags("div") if one.get("id") == "id_equipment_helptext"]
    assert "Team" in hint.words
    assert "Find us" not in hint.words


def test_a_day_without_hours_is_closed_for_visitors_and_stays_in_the_form(dana: Editor) -> None:
    place = open_place(street="1 Elm St", hours=f"{hours(0, 2)}\n0 | 18:00 | 20:00")
    page = said(Client().get("/find-us/")).replace("\N{NO-BREAK SPACE}", " ")
    rows = re.findall(r'<th scope="row">(\w+)</th>\s*<td class="amount">(.*?)</td>', page)
    assert [day for day, _times in rows][::6] == ["Monday", "Sunday"]
    assert dict(rows)["Monday"] == "9 am to 5 pm<br>6 pm to 8 pm"
    assert dict(rows)["Sunday"] == dict(rows)["Tuesday"] == "Closed"
    form = dana.fields(change(place))
    days = {text for name, text in form.items() if re.fullmatch(r"hours-\d+-day", name)}
    assert days >= {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
    dana.press(change(place), parking="Behind the house.")
    assert draft_of(place).hours.count("\n") == 2
