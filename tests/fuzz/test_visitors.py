"""Whatever stands in an address, a visitor gets a page of ours, and an error of ours never."""

from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from clinic_site.front.page_cache import PageCache
from clinic_site.wsgi import application, uncached
from tests.fuzz import junk
from tests.html import Page
from tests.profile import hours, list_prices, open_place, show_person
from tests.wsgi import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition")]

_WORDS = [
    "treatment",
    "a-session",
    "conditions",
    "depression",
    "questions",
    "cost",
    "search",
    "helpful",
    "contact",
    "thanks",
    "team",
    "find-us",
    "prices",
    "what-it-may-cost",
    "treatment-day",
    "how-to-start",
    "help-now",
    "privacy",
    "es",
    "en",
    "staff",
    "pictures",
    "static",
    "card.png",
    "robots.txt",
    "sitemap.xml",
    "healthz",
    "favicon.ico",
    "abcdefghijklmnop-640.webp",
]
_NAMES = "q open vote m language page utm_source gclid sessions next".split()  # noqa: SIM905

pieces = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(_WORDS).map(str.upper),
    st.sampled_from(_WORDS).map(str.title),
    junk.bytes_of_an_address,
    junk.texts.map(junk.escaped),
    st.just(""),
)
paths = st.builds(
    lambda parts, end: f"/{'/'.join(parts)}{end}",
    st.lists(pieces, max_size=4),
    st.sampled_from(["", "/", "//", "%E2%80%8B", ".", "/card.png"]),
)
queries = st.lists(
    st.builds(
        lambda name, mark, value: f"{name}{mark}{value}",
        st.one_of(st.sampled_from(_NAMES), junk.bytes_of_an_address),
        st.sampled_from(["=", "", "=="]),
        st.one_of(junk.texts.map(junk.escaped), junk.bytes_of_an_address),
    ),
    max_size=3,
).map("&".join)


@given(path=paths, query=queries, method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "OPTIONS"]))
@junk.tried
def test_any_address_gets_a_page_of_ours(path: str, query: str, method: str) -> None:
    reply = ask(application, f"{path}?{query}", method)
    assert reply.status < 500
    if reply.status >= 400 and method == "GET":
        assert b"tel:988" in reply.body
    assert "//" not in reply.headers.get("location", "")[:2]
    if reply.status == 200 and reply.headers["content-type"].startswith("text/html") and reply.body:
        assert Page(reply.body.decode()).mistakes == []


@given(path=paths, query=queries)
@junk.tried
def test_whoever_is_led_elsewhere_arrives(path: str, query: str) -> None:
    target, seen = f"{path}?{query}", set[str]()
    while (reply := ask(application, target)).status in (301, 302):
        assert target not in seen
        seen.add(target)
        target = reply.headers["location"]
        assert len(seen) < 4
        if not target.startswith("/"):
            break
    assert reply.status < 500


_FORMS = {
    "/contact/": ["name", "email", "phone", "message", "topic", "language", "token", "started"],
    "/prices/what-it-may-cost/": ["sessions", "visits", "later", "plan"],
    "/questions/cost/what-does-it-cost/helpful/": ["vote"],
    "/es/contact/": ["name", "email", "phone", "message"],
}


@given(data=st.data(), path=st.sampled_from(sorted(_FORMS)))
@junk.tried
def test_any_text_in_a_form_is_understood_or_refused(data: Any, path: str) -> None:
    list_prices(("session", "One", "$450"), ("visit", "Visit", "$240"), sessions_in_course=6)
    typed = {name: data.draw(junk.texts) for name in _FORMS[path]}
    body = "&".join(f"{name}={junk.escaped(text)}" for name, text in typed.items()).encode()
    client = Client(raise_request_exception=True)
    kind = "application/x-www-form-urlencoded"
    assert client.generic("POST", path, body, content_type=kind).status_code < 500


# What the fuzz found once


@pytest.mark.parametrize(
    "path",
    [
        "/privacy/%E2%80%8B",
        "/%F0%9F%98%80/",
        "/contact/%E2%80%99",
        "/questions/cost/%E2%80%8B",
        "/static/%E2%80%8B",
        "/es/%E2%80%AE",
        "/%ed%a0%80/",
        "/%ff/",
    ],
)
def test_a_sign_no_address_has_is_a_page_that_is_not_there(path: str) -> None:
    reply = ask(application, path)
    assert reply.status == 404
    assert all(part in reply.body for part in (b"<h1", b"tel:988", b"sms:988"))


@pytest.mark.parametrize(
    "query",
    [
        "gclid=x",
        "fbclid=IwAR0&utm_source=news%20letter&utm_medium=email",
        "UTM_SOURCE=x",
        "utm%5Fsource=x&amp;utm_campaign=y",
        "&msclkid=1&&",
        "mc_cid=1&mc_eid=2&_ga=2.1",
        "srsltid=x&gad_source=1&gbraid=2&wbraid=3",
    ],
)
def test_a_tracked_link_opens_the_kept_page_itself(query: str) -> None:
    asked = list[str]()

    def django(environ: Any, start_response: Any) -> Any:
        asked.append(environ["PATH_INFO"])
        return uncached(environ, start_response)

    cache = PageCache(django)
    plain = ask(cache, "/treatment/", HTTP_ACCEPT_ENCODING="br")
    tracked = ask(cache, f"/treatment/?{query}", HTTP_ACCEPT_ENCODING="br")
    assert asked == ["/treatment/"]
    assert (tracked.body, tracked.headers) == (plain.body, plain.headers)
    first = ask(PageCache(django), f"/questions/?open=all&{query}", HTTP_ACCEPT_ENCODING="br")
    assert first.body == ask(cache, "/questions/?open=all", HTTP_ACCEPT_ENCODING="br").body


def test_what_visitors_type_is_no_tracking() -> None:
    with_it = ask(application, "/questions/search/?q=cost&utm_source=x").body
    assert b'value="cost"' in with_it
    assert ask(application, "/questions/?open=all").body != ask(application, "/questions/").body


@pytest.mark.parametrize(
    ("typed", "home"),
    [
        ("/Treatment/", "/treatment/"),
        ("/TREATMENT/A-SESSION/?utm_source=x", "/treatment/a-session/?utm_source=x"),
        ("/treatment//a-session/", "/treatment/a-session/"),
        ("//treatment/", "/treatment/"),
        ("/Treatment?a=%C3%A9", "/treatment/?a=%C3%A9"),
        ("///Questions///Cost", "/questions/cost/"),
        ("/ES/", "/es/"),
        ("/Es//Help-Now/", "/es/help-now/"),
        ("/STAFF/", "/staff/"),
        ("/treatment?gclid=1", "/treatment/?gclid=1"),
    ],
)
def test_capitals_and_slashes_too_many_lead_home(typed: str, home: str) -> None:
    reply = ask(application, typed)
    assert (reply.status, reply.headers["location"]) == (301, home)
    assert ask(application, home).status < 400


@pytest.mark.parametrize(
    "typed", ["/No-Such-Page/", "//evil.example/", "/Static/x.css", "/%5CTreatment/"]
)
def test_where_nothing_is_nobody_is_led_anywhere(typed: str) -> None:
    assert ask(application, typed).status == 404


def test_every_page_can_be_shown_with_all_there_is() -> None:
    """So that what stands above meets pages, and not their absence."""
    show_person("ana")
    open_place(street="1 Elm St", hours=hours(0))
    list_prices(("session", "One", "$450"))
    for path in ("/team/", "/find-us/", "/prices/", "/prices/what-it-may-cost/"):
        assert ask(application, quote(path)).status == 200, settings.SITE_URL
