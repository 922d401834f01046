"""What it may cost: the listed prices and what someone typed, added up whole or not at all."""

import logging
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from clinic_site.front.page_cache import PageCache
from clinic_site.wsgi import uncached
from pages.markup.reading import measure, sentences_of_html
from pages.models import PriceList, PriceListRevision
from pages.profile import tables
from pages.profile.sums import first_course
from pages.sheets.worksheet import Numbers, Share, Worksheet
from tests.english import english_on
from tests.html import Page as Html
from tests.profile import list_prices, say
from tests.visit import WHOLE_FLIGHT, Visit, size_of_whole_answer
from tests.wsgi import ask

TALK = ("talk", "First talk", "Free")
FIRST, SECOND = ("visit", "First visit", "$240"), ("visit", "Look back", "$120")
SESSION = ("session", "One session", "$480")
MISSED = ("other", "A session you miss", "Free or $75")
ALL = (TALK, FIRST, SESSION, SECOND, MISSED)
PATH = "/prices/what-it-may-cost/"


def words_with(*rows: tuple[str, ...], sessions: int | None = 6) -> PriceListRevision:
    names = [column.name for column in tables.PRICES.columns]
    text = tables.PRICES.write(dict(zip(names, row, strict=False)) for row in rows)
    return PriceListRevision(prices=text, sessions_in_course=sessions)


def typed(**numbers: str) -> dict[str, str]:
    """What a browser sends, in place of what stands in the form."""
    start = {"sessions": "6", "visits": "2", "later": "", "plan": "", "plan_visits": ""}
    return start | numbers


def send(client: Client, path: str = PATH, **numbers: str) -> Html:
    reply = client.post(path, typed(**numbers))
    assert reply.status_code == 200
    return Html(reply.content.decode())


def said(page: Html) -> str:
    return " ".join(page.main.split())


def rows_of(page: Html) -> list[list[str]]:
    """The lines of the sum."""
    cells = [
        one for one in page.tags("th", "td") if one.is_inside("tbody") or one.is_inside("tfoot")
    ]
    words = [" ".join(one.words.split()) for one in cells]
    return [words[start : start + 3] for start in range(0, len(words), 3)]


def errors(page: Html) -> dict[str, str]:
    """What stands at each field."""
    wrong = [one for one in page.elements if one.get("class") == "error"]
    return {
        one.get("id").removeprefix("id_").removesuffix("_error"): " ".join(one.words.split())
        for one in wrong
    }


def values(page: Html) -> dict[str, str]:
    return {one.get("name"): one.get("value") for one in page.tags("input")}


# The sum


@pytest.mark.parametrize(
    ("numbers", "in_all", "you_pay"),
    [
        (Numbers(sessions=6, visits=2), "$3,240", "$3,240"),
        (Numbers(sessions=6, visits=2, later=2, plan=Share(10_000)), "$4,200", "$3,400"),
        (Numbers(sessions=1, visits=1), "$720", "$720"),
        (Numbers(sessions=6, visits=4), "$3,480", "$3,480"),
        (Numbers(sessions=6, visits=2, plan=Share(9_950)), "$3,240", "$2,643"),
        (Numbers(sessions=2, visits=2, later=1, plan=Share(48_000)), "$1,800", "$360"),
        (Numbers(sessions=60, visits=60, later=200, plan=Share(1)), "$132,120", "$132,117.40"),
    ],
)
def test_every_line_is_counted_once(numbers: Numbers, in_all: str, you_pay: str) -> None:
    result = Worksheet(words_with(*ALL)).work_out(numbers)
    assert result.is_whole
    assert (result.in_all, result.you_pay) == (in_all, you_pay)


def test_what_the_form_starts_with_comes_to_the_sum_on_the_page_of_prices() -> None:
    words = words_with(*ALL)
    result = Worksheet(words).work_out(Numbers(sessions=6, visits=2))
    assert result.in_all == first_course(words) == "$3,240"


@pytest.mark.parametrize(
    ("numbers", "you_pay"),
    [
        # A plan for the visits alone: the sessions are left.
        (Numbers(sessions=6, visits=2, plan_visits=Share(percent=100)), "$2,880"),
        (Numbers(sessions=6, visits=2, plan=Share(percent=20)), "$2,664"),
        # Of the cheaper visit it pays no more than that costs.
        (Numbers(sessions=6, visits=2, plan_visits=Share(20_000)), "$2,920"),
        (Numbers(sessions=6, visits=0, plan_visits=Share(percent=50)), "$2,880"),
    ],
)
def test_a_plan_may_pay_for_visits_or_a_percentage(numbers: Numbers, you_pay: str) -> None:
    assert Worksheet(words_with(*ALL)).work_out(numbers).you_pay == you_pay


def test_cents_are_kept() -> None:
    rows = [FIRST, ("session", "One session", "$99.50")]
    result = Worksheet(words_with(*rows)).work_out(Numbers(sessions=3, visits=1, plan=Share(1_025)))
    assert (result.in_all, result.you_pay) == ("$538.50", "$507.75")


@pytest.mark.parametrize("amount", ["from $450", "$400–$600", "ask us", "450", "about $480"])
def test_a_price_that_is_no_number_is_not_added_up(amount: str) -> None:
    rows = [FIRST, ("session", "One session", amount)]
    result = Worksheet(words_with(*rows)).work_out(Numbers(sessions=6, visits=1, later=2))
    assert not result.is_whole
    assert result.in_all == "$240"
    assert [line.cost for line in result.lines] == ["$240", "", ""]


@pytest.mark.parametrize(
    "rows", [[SESSION], [FIRST], [FIRST, SESSION, ("session", "A long one", "$600")]]
)
def test_a_list_that_leaves_out_a_part_gives_no_whole_sum(rows: list[tuple[str, ...]]) -> None:
    assert not Worksheet(words_with(*rows)).work_out(Numbers(sessions=6, visits=1)).is_whole


def test_what_is_not_counted_is_named() -> None:
    course = ("course", "Whole course", "$2,700")
    result = Worksheet(words_with(*ALL, course)).work_out(Numbers(sessions=6, visits=1))
    assert [row["label"] for row in result.not_counted] == [
        "Look back",
        "A session you miss",
        "Whole course",
    ]


# The page


@pytest.mark.django_db
@pytest.mark.usefixtures("site_is_open")
class TestThePage:
    """What visitors read and send."""

    @pytest.fixture(autouse=True)
    def prices(self, site_is_open: None) -> PriceList:
        return list_prices(*ALL, sessions_in_course=6)

    def test_it_starts_with_what_the_clinic_says(self, client: Client) -> None:
        page = Html(client.get(PATH).content.decode())
        assert values(page) == typed()
        assert errors(page) == {}
        assert "You may pay" not in said(page)
        assert "In VA hospitals it was about 18 in a year." in said(page)
        assert "six were no better at the end than one" in said(page)

    def test_it_says_what_to_pay_and_how_that_was_counted(self, client: Client) -> None:
        page = send(client, later="2", plan="100")
        assert page.mistakes == []
        assert "You may pay about $3,400. Without your plan: $4,200." in said(page)
        assert rows_of(page) == [
            ["First talk", "Free", "$0"],
            ["First visit", "1 at $240", "$240"],
            ["Look back", "1 at $120", "$120"],
            ["Sessions at the start", "6 at $480", "$2,880"],
            ["Sessions later", "2 at $480", "$960"],
            ["Your plan pays", "6 at $100", "− $600"],
            ["Your plan pays", "2 at $100", "− $200"],
            ["You may pay about", "All lines together", "$3,400"],
        ]
        assert "Your plan may say no. Then you pay $4,200." in said(page)

    def test_without_a_plan_nothing_is_said_of_one(self, client: Client) -> None:
        page = send(client)
        assert "You may pay about $3,240." in said(page)
        assert "Without your plan" not in said(page)
        assert "Your plan may say no" not in said(page)

    def test_it_says_what_it_is_not(self, client: Client) -> None:
        for page in (Html(client.get(PATH).content.decode()), send(client)):
            assert "This is not a bill and not your Good Faith Estimate." in said(page)
            assert "Tests by another lab are not in it." in said(page)
            assert "A session you miss" not in said(page) or "Free or $75" in said(page)

    def test_a_price_that_is_no_number_stands_as_it_was_written(self, client: Client) -> None:
        list_prices(FIRST, ("session", "One session", "from $450"))
        page = send(client, visits="1", later="3")
        assert rows_of(page)[1:] == [
            ["Sessions at the start", "6 times, not added up", "from $450"],
            ["Sessions later", "3 times, not added up", "from $450"],
            [
                "Only the lines with a number",
                "Ask us about the others. You will pay more than this.",
                "$240",
            ],
        ]
        assert "We cannot add up all of it" in said(page)
        assert "You may pay about" not in said(page)
        assert "plan" not in values(page)

    def test_a_plan_is_not_taken_off_a_sum_that_leaves_something_out(self, client: Client) -> None:
        list_prices(("visit", "First visit", "from $200"), SESSION)
        page = send(client, visits="1", plan="400")
        assert rows_of(page) == [
            ["First visit", "1 time, not added up", "from $200"],
            ["Sessions at the start", "6 at $480", "$2,880"],
            [
                "Only the lines with a number",
                "Ask us about the others. What your plan pays is not taken off.",
                "$2,880",
            ],
        ]
        assert "You will pay more than this" not in said(page)
        assert "Your plan may say no. Then you pay all of it." in said(page)

    def test_what_is_not_in_the_list_says_ask_us(self, client: Client) -> None:
        list_prices(SESSION)
        page = send(client)
        assert ["Doctor’s visit", "Not in our list", "Ask us"] in rows_of(page)
        assert "visits" not in values(page)

    def test_two_prices_of_a_session_are_not_said_to_be_missing(self, client: Client) -> None:
        list_prices(FIRST, SESSION, ("session", "A long one", "$600"))
        page = send(client, visits="1")
        line = ["Sessions at the start", "More than one price in our list", "Ask us"]
        assert line in rows_of(page)
        assert "Not in our list" not in said(page)

    @pytest.mark.parametrize("field", ["sessions", "visits"])
    @pytest.mark.parametrize(
        "odd",
        ["letters", "-1", "1e9", "3.5", "3,5", "6,0", "9" * 20, "+6", "٦", "six", "0x6", "61"],
    )
    def test_an_odd_number_gets_a_message_at_its_field(
        self, client: Client, field: str, odd: str
    ) -> None:
        page = send(client, **{field: odd})
        assert set(errors(page)) == {field}
        assert errors(page)[field].startswith("Error: Type a ")
        assert values(page)[field] == odd
        assert rows_of(page) == []

    @pytest.mark.parametrize("odd", ["6 sessions", "", "   ", "6 6", "<b>6</b>", "9" * 5000])
    def test_so_does_one_with_words_or_nothing(self, client: Client, odd: str) -> None:
        page = send(client, sessions=odd)
        assert set(errors(page)) == {"sessions"}
        assert values(page)["sessions"] == odd
        assert page.mistakes == []

    @pytest.mark.parametrize("odd", ["-1", "3.5", "201", "1e2", "some"])
    def test_so_do_sessions_later(self, client: Client, odd: str) -> None:
        page = send(client, later=odd)
        assert set(errors(page)) == {"later"}
        assert values(page)["later"] == odd

    @pytest.mark.parametrize(
        "odd",
        [
            "-1",
            "99,50",
            "1.200",
            "100 dollars",
            "free",
            "1e2",
            "$",
            "$$5",
            "480.01",
            "101%",
            "%",
            "-5%",
            "9" * 5000,
            "٥",
        ],
    )
    def test_so_does_what_a_plan_pays(self, client: Client, odd: str) -> None:
        page = send(client, plan=odd)
        assert set(errors(page)) == {"plan"}
        assert values(page)["plan"] == odd
        assert rows_of(page) == []

    @pytest.mark.parametrize(
        ("plan", "left"),
        [
            ("$100", "$2,640"),
            (" 99.50 ", "$2,643"),
            ("480", "$360"),
            ("20%", "$2,664"),
            ("20 %", "$2,664"),
            ("0", "$3,240"),
            ("", "$3,240"),
        ],
    )
    def test_dollars_are_taken_as_people_type_them(
        self, client: Client, plan: str, left: str
    ) -> None:
        assert f"You may pay about {left}." in said(send(client, plan=plan))

    def test_visits_may_be_none_and_sessions_may_not(self, client: Client) -> None:
        assert "You may pay about $2,880." in said(send(client, visits="0"))
        assert set(errors(send(client, sessions="0"))) == {"sessions"}

    def test_the_most_that_can_be_meant_is_taken(self, client: Client) -> None:
        assert errors(send(client, sessions="60", visits="60", later="200")) == {}

    def test_zero_sessions_later_are_none(self, client: Client) -> None:
        page = send(client, later="0")
        assert errors(page) == {}
        assert "Sessions later" not in [row[0] for row in rows_of(page)]

    def test_each_error_is_named_first_and_leads_to_its_field(self, client: Client) -> None:
        page = send(client, sessions="x", plan="y")
        summary = [one for one in page.tags("a") if one.is_inside(css_class="error-summary")]
        assert [one.get("href") for one in summary] == ["#id_sessions", "#id_plan"]
        assert page.tags("title")[0].words.startswith("Error: ")
        fields = {one.get("name"): one for one in page.tags("input")}
        assert "id_plan_error" in fields["plan"].get("aria-describedby")
        assert fields["plan"].get("aria-invalid") == "true"

    def test_nothing_sent_at_all_asks_for_what_is_needed(self, client: Client) -> None:
        page = Html(client.post(PATH).content.decode())
        asked = "Error: Type a number, like 6"
        assert errors(page) == {"sessions": asked, "visits": asked}

    # What becomes of what was typed

    def test_no_address_holds_what_was_typed(self, client: Client) -> None:
        form = Html(client.get(PATH).content.decode()).tags("form")[0]
        assert (form.get("method"), form.get("action")) == ("post", f"{PATH}#sum")
        assert client.post(PATH, typed(plan="77.77")).status_code == 200

    def test_it_is_neither_kept_nor_logged(
        self, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
            send(client, later="137", plan="77.77")
            send(client, sessions="31337 sessions")
        asked = [query["sql"] for query in queries.captured_queries]
        assert [sql for sql in asked if not re.match("SELECT|SAVEPOINT|RELEASE", sql)] == []
        for number in ("137", "77.77", "31337"):
            assert number not in caplog.text
            assert not [sql for sql in asked if number in sql]

    def test_nobody_keeps_the_answer(self, client: Client) -> None:
        reply = client.post(PATH, typed())
        assert "no-store" in reply["Cache-Control"]
        assert not reply.cookies

    def test_the_empty_sheet_is_the_same_for_everyone(self, client: Client) -> None:
        reply = client.get(PATH)
        assert reply["Cache-Control"] == "public, no-cache"
        assert not reply.cookies
        assert reply.headers.get("Vary", "") in ("", "Accept-Encoding")

    def test_browsers_are_asked_not_to_remember(self, client: Client) -> None:
        fields = Html(client.get(PATH).content.decode()).tags("input")
        assert {one.get("autocomplete") for one in fields} == {"off"}

    def test_it_works_without_a_token_from_anywhere(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(PATH, typed()).status_code == 200

    @pytest.mark.parametrize("method", ["put", "delete", "patch"])
    def test_nothing_else_is_taken(self, client: Client, method: str) -> None:
        assert getattr(client, method)(PATH).status_code == 405

    def test_numbers_in_the_address_do_nothing(self, client: Client) -> None:
        page = Html(client.get(f"{PATH}?sessions=9&plan=77").content.decode())
        assert values(page)["sessions"] == "6"
        assert "You may pay" not in said(page)

    # Where it stands

    def test_the_page_of_prices_leads_there(self, client: Client) -> None:
        assert f'href="{PATH}"' in client.get("/prices/").content.decode()

    def test_a_new_price_counts_at_once(self, client: Client, prices: PriceList) -> None:
        rows = tables.PRICES.read(prices.revisions.get(state="live").prices)
        rows[2]["amount"] = "$500"
        say(prices, prices=tables.PRICES.write(rows))
        assert "You may pay about $3,360." in said(send(client))

    def test_it_reads_easily(self, client: Client) -> None:
        page = send(client, later="2", plan="100")
        prose = page.html_of(page.tags("main")[0])
        assert measure(sentences_of_html(prose)).grade <= 7

    def test_names_of_prices_are_only_text(self, client: Client) -> None:
        list_prices(("visit", "<i>V</i>", "$1"), ("session", "S", "<b>1</b>"))
        html = client.post(PATH, typed(visits="1")).content.decode()
        assert "<i>V</i>" not in html
        assert "<b>1</b>" not in html


@pytest.mark.django_db
@pytest.mark.usefixtures("first_edition", "site_is_open")
@pytest.mark.parametrize("rows", [None, []])
def test_without_prices_it_is_not_there(client: Client, rows: Any) -> None:
    if rows is not None:
        list_prices(*rows)
        assert PATH not in client.get("/prices/").content.decode()
    assert client.get(PATH).status_code == 404
    assert client.post(PATH, typed()).status_code == 404
    assert PATH not in client.get("/sitemap.xml").content.decode()


@pytest.mark.django_db
def test_in_spanish_no_word_is_english(
    client: Client, settings: Settings, first_edition: None, site_is_open: None
) -> None:
    settings.LOCAL = settings.DEMO = True
    call_command("load_demo", verbosity=0)
    for numbers in ({"later": "2", "plan": "100"}, {"sessions": "x", "plan": "99,50"}):
        page = send(client, f"/es{PATH}", **numbers)
        assert english_on(page) - {"width=device-width,initial-scale=1"} == set()
    assert "con punto para los centavos" in errors(page)["plan"]
    assert "Usted pagaría unos $3,400. Sin su plan: $4,200." in said(
        send(client, f"/es{PATH}", later="2", plan="100")
    )


@pytest.mark.django_db
def test_old_spanish_prices_give_way_to_new_english_ones(
    client: Client, site_is_open: None
) -> None:
    prices = list_prices(FIRST, SESSION)
    say(prices, language="es", title="Precios")
    say(prices, prices="visit | First visit | $250\nsession | One session | $500")
    page = send(client, f"/es{PATH}", visits="1")
    assert "Usted pagaría unos $3,250." in said(page)
    named = [one for one in page.tags("th") if one.words.strip() == "First visit"]
    assert [one.language for one in named] == ["en"]


@pytest.mark.django_db
def test_a_first_visit_arrives_in_the_first_flight(
    site_is_open: None,
) -> None:
    list_prices(*ALL, sessions_in_course=6)
    application = PageCache(uncached)
    plain = ask(application, PATH)
    served = ask(application, PATH, HTTP_ACCEPT_ENCODING="br, gzip")
    assert size_of_whole_answer(Visit(PATH, plain, served)) <= WHOLE_FLIGHT
