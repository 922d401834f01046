"""Who may be in danger is told first whom to call; answers follow only where one was asked for."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from faq.models import Entry, UnansweredSearch
from tests import spanish
from tests.database import never_was
from tests.faq.conftest import Write
from tests.html import Answer, Element, Page

pytestmark = pytest.mark.django_db

#: What is typed, what stands over the lines, and where they lead, the right one first.
DANGERS = [
    ("my chest hurts and my arm is numb", "Please call 911 now.", ["tel:911"]),
    ("poison control", "Please call now. Do not wait to feel sick.", ["tel:+18002221222"]),
    ("I took too many pills", "Please call now.", ["tel:911", "tel:+18002221222", "tel:988"]),
    ("i want to die", "You are not alone.", ["tel:988", "sms:988", "tel:911"]),
    ("im on the roof right now", "You are not alone.", ["tel:911", "tel:988"]),
    ("I am a veteran and I want to die", "You are not alone.", ["tel:988", "sms:838255"]),
    ("my husband hits me", "You deserve to be safe.", ["tel:+18007997233", "sms:88788?"]),
    ("my uncle hits my little sister", "Every child deserves", ["tel:+18004224453", "tel:911"]),
    ("i was raped", "It was not your fault.", ["tel:+18006564673", "tel:911"]),
    ("i want to hurt my boyfriend", "before someone gets hurt", ["tel:988", "sms:988"]),
    ("i started cutting my arms", "You are not alone.", ["tel:988", "sms:988"]),
    ("i hear voices at night", "You are not alone.", ["tel:988", "sms:988"]),
]
SPANISH_DANGERS = [
    ("se desmayó después de la infusión", "llame al 911", ["tel:911"]),
    ("me tomé todo el frasco de pastillas", "llame ahora", ["tel:911", "tel:+18002221222"]),
    ("no aguanto más", "No está solo ni sola.", ["tel:988", "sms:988?&body=AYUDA", "tel:911"]),
    ("mi novio me pega", "merece estar a salvo", ["tel:+18007997233", "sms:88788?"]),
    ("abuso infantil", "Cada niño y niña", ["tel:+18004224453", "tel:911"]),
    ("me violaron", "No fue su culpa. No está solo ni sola.", ["tel:+18006564673", "tel:911"]),
    ("quiero matar a mi jefe", "llame antes de que alguien", ["tel:988"]),
]
BOTH = "does it reduce suicidal thoughts"
#: Violence, assault and harm to a child: whoever does it may be near.
WATCHED = {"my husband hits me", "my uncle hits my little sister", "i was raped"}


@pytest.fixture(autouse=True)
def answers(answer: Write) -> None:
    """An answer that fits nearly all of what is typed here."""
    answer(
        "thoughts",
        "Can it help with suicidal thoughts?",
        keywords="want to die, hurts, pills, raped, hits, voices, cutting, roof, poison, suicide",
    )


def search(client: Client, typed: str, path: str = "/questions/search/") -> Answer:
    reply = client.get(path, {"q": typed})
    assert reply.status_code == 200
    return reply


def page_of(client: Client, typed: str) -> Page:
    return Page(search(client, typed).content.decode())


def lines(page: Page) -> Iterator[str]:
    """Where the lines of help lead, from the top."""
    for link in page.tags("a"):
        if link.is_inside(css_class="lines"):
            yield link.get("href")


def in_order(wanted: list[str], found: list[str]) -> bool:
    """True if each is there, the first one first and all in this order."""
    places = [next((n for n, one in enumerate(found) if one.startswith(w)), -1) for w in wanted]
    return places[0] == 0 and places == sorted(places)


def way_out(page: Page) -> list[Element]:
    return [link for link in page.tags("a") if link.get("href").startswith("http")]


@pytest.mark.parametrize(("typed", "heading", "links"), DANGERS + SPANISH_DANGERS)
def test_each_danger_has_its_right_help_first(
    client: Client, typed: str, heading: str, links: list[str]
) -> None:
    page = page_of(client, typed)
    assert heading in page.tags("h1")[0].words
    assert in_order(links, list(lines(page))), list(lines(page))


@pytest.mark.parametrize("typed", [typed for typed, *_ in DANGERS + SPANISH_DANGERS])
def test_help_stands_alone(client: Client, typed: str) -> None:
    html = search(client, typed).content.decode()
    page = Page(html)
    assert not page.tags("details")
    assert not re.search(r"\d+ answers? for|respuestas? para|No answer|no answer", page.main)
    assert "helpful" not in html
    assert "/safety/" not in page.main
    assert not UnansweredSearch.objects.exists()


@pytest.mark.parametrize("typed", [BOTH, *(typed for typed, *_ in DANGERS + SPANISH_DANGERS)])
def test_what_was_typed_is_not_repeated(client: Client, typed: str) -> None:
    reply = search(client, typed)
    page = Page(reply.content.decode())
    assert page.tags("title")[0].words.strip() in (
        "Help is here for you – BrainStim",
        "Help now, and answers – BrainStim",
    )
    assert typed not in reply.content.decode()
    assert [one.get("value") for one in page.tags("input")] == [""]


@pytest.mark.parametrize("typed", [BOTH, *(typed for typed, *_ in DANGERS)])
def test_nothing_keeps_the_page_or_tells_where_someone_comes_from(
    client: Client, typed: str
) -> None:
    reply = search(client, typed)
    assert reply["Cache-Control"] == "no-store"
    assert reply["Referrer-Policy"] == "no-referrer"
    assert Page(reply.content.decode()).meta("robots") == "noindex"


@pytest.mark.parametrize("path", ["/questions/search", "/es/questions/search"])
def test_a_redirect_keeps_what_was_typed_as_private(client: Client, path: str) -> None:
    reply = client.get(path, {"q": "kill myself"})
    assert (reply.status_code, reply["Location"]) == (301, f"{path}/?q=kill+myself")
    assert reply["Cache-Control"] == "no-store"
    assert reply["Referrer-Policy"] == "no-referrer"


@override_settings(SECURE_SSL_REDIRECT=True)
def test_so_does_the_redirect_to_https(client: Client) -> None:
    reply = client.get("/questions/search/", {"q": "kill myself"})
    assert reply["Location"] == "https://testserver/questions/search/?q=kill+myself"
    assert reply["Cache-Control"] == "no-store"
    assert reply["Referrer-Policy"] == "no-referrer"


def test_who_asks_too_gets_help_and_then_answers(client: Client) -> None:
    page = page_of(client, BOTH)
    assert page.tags("h1")[0].words == "If you need help now, please call."
    assert next(lines(page)) == "tel:988"
    assert page.main.index("Call 988") < page.main.index("Can it help with suicidal thoughts?")
    assert next(one.words for one in page.tags("h2")) == "Answers"


def test_who_asks_what_we_cannot_answer_is_not_counted(client: Client) -> None:
    never_was(Entry.objects.all())
    page = page_of(client, BOTH)
    assert "We have no answer to this yet" in page.main
    assert not UnansweredSearch.objects.exists()


@pytest.mark.parametrize("typed", [typed for typed, *_ in DANGERS])
def test_a_way_out_follows_the_help_for_who_may_be_watched(client: Client, typed: str) -> None:
    page = page_of(client, typed)
    links = way_out(page)
    assert bool(links) is (typed in WATCHED)
    if links:
        [out] = links
        help_ = [link for link in page.tags("a") if link.is_inside(css_class="help")]
        assert help_[-1] is out
        assert out.words == "Leave this page"
        assert (out.get("href"), out.get("rel")) == ("https://www.weather.gov/", "noreferrer")
        assert not out.get("target")
        assert "browser’s history" in page.main


def test_words_in_spanish_get_help_in_spanish_on_any_page(client: Client) -> None:
    page = page_of(client, "no aguanto más")
    section = next(one for one in page.tags("section") if "help" in one.get("class").split())
    assert section.get("lang") == "es"
    said = {
        link.get("href"): link.words for link in page.tags("a") if link.is_inside(css_class="lines")
    }
    assert said["tel:988"] == "Llame al 988, marque 2"
    assert said["sms:988?&body=AYUDA"] == "Envíe AYUDA al 988"
    assert said["tel:911"] == "Llame al 911"


def test_words_in_both_languages_get_help_in_both(client: Client) -> None:
    page = page_of(client, "mi amor is suicidal")
    assert page.tags("h1")[0].words == "You are not alone. Please call now."
    other = next(
        one for one in page.tags("p") if one.get("lang") == "es" and one.is_inside(css_class="help")
    )
    assert other.words.startswith("No está solo ni sola.")
    assert list(lines(page))[:4] == ["tel:988", "sms:988", "tel:988", "sms:988?&body=AYUDA"]


def test_a_spanish_page_gives_help_in_spanish_whatever_was_typed(client: Client) -> None:
    spanish.publish(Entry.objects.get(slug="thoughts"))
    page = Page(search(client, "i want to die", "/es/questions/search/").content.decode())
    section = next(one for one in page.tags("section") if "help" in one.get("class").split())
    assert not section.get("lang")
    assert "No está solo ni sola." in page.tags("h1")[0].words
    assert list(lines(page))[:2] == ["tel:988", "sms:988?&body=AYUDA"]
    names = [one for one in page.tags("span") if one.is_inside(css_class="lines")]
    assert {one.get("lang") for one in names} == {"en"}


def test_help_in_spanish_is_there_before_any_answer_is(client: Client) -> None:
    page = Page(search(client, "quiero morirme", "/es/questions/search/").content.decode())
    assert "No está solo ni sola." in page.tags("h1")[0].words
    assert list(lines(page))[:2] == ["tel:988", "sms:988?&body=AYUDA"]
    assert client.get("/es/questions/search/?q=costo").status_code == 200
    assert client.get("/es/questions/search/?q=").headers["Location"] == "/es/"


def test_the_spanish_line_on_an_english_page_is_in_spanish(client: Client) -> None:
    page = page_of(client, "i want to die")
    link = next(one for one in page.tags("a") if one.words == "Llame al 988, marque 2")
    assert [one.get("lang") for one in link.parents if one.tag == "li"] == ["es"]


def test_every_link_of_help_says_what_it_does(client: Client) -> None:
    for typed, *_ in DANGERS:
        for link in page_of(client, typed).tags("a"):
            if link.is_inside(css_class="lines"):
                number = re.sub(r"\D", "", link.get("href").partition("?")[0]).removeprefix("1")
                assert number in re.sub(r"\D", "", link.words), typed
                assert re.match("(Call|Text|Llame|Envíe) ", link.words), typed


def test_other_words_find_answers_as_ever(client: Client) -> None:
    reply = search(client, "suicide prevention job")
    assert b"Get help right now" not in reply.content
    assert reply["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "typed",
    [
        "q=kill+myself&q=cost",
        "q=cost&q=kill+myself",
        "q=kill+myself&q=",
        "q=me+quiero+hacer+da%F1o",
        "q=kill%2520myself",
    ],
)
def test_all_that_the_address_holds_is_read(client: Client, typed: str) -> None:
    page = Page(client.get(f"/questions/search/?{typed}").content.decode())
    assert "Call 988" in page.main or "988" in page.main
    assert "answers for" not in page.main
