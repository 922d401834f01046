"""One search finds everything a colleague may open, however it is typed, and nothing else."""

from collections.abc import Callable
from threading import Event

import pytest

from clinic_site.staff.search import page
from clinic_site.staff.search.things import Thing
from contact.models import Inquiry
from faq.models import Entry, Topic
from faq.search.ranking import Ranking
from tests import pictures
from tests.colleagues import Editor, change, in_role, make_entry, said
from tests.html import Page as Html

pytestmark = pytest.mark.usefixtures("first_edition")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy this machine is, all of it is found."""
    monkeypatch.setattr(page, "_PATIENCE", 60)


def found(editor: Editor, query: str) -> list[str]:
    """Titles, best first."""
    html = Html(editor.get("/staff/search/", {"q": query}).content.decode())
    return [link.words for link in html.tags("a") if link.is_inside(css_class="found")]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("can i drvie", "Can I drive home?"),
        ("DRIVE HOME", "Can I drive home?"),
        ("throwing up", "What are the side effects?"),
        ("puedo manejar", "¿Puedo manejar a casa? (Español)"),
        ("until the next day, after a full", "How long nobody drives"),
    ],
)
def test_words_as_they_are_typed_at_night_lead_there(dana: Editor, typed: str, first: str) -> None:
    assert found(dana, typed)[0] == first


def test_it_looks_into_text_search_words_topics_sources_pictures_and_people(dana: Editor) -> None:
    picture, topic = pictures.show(), Topic.objects.all()[0]
    entry = make_entry(topic, slug="zebra", title="Zebra?", body="Qwertz inside.", keywords="okapi")
    dana.press(change(entry), body="Yuiop inside.")
    for typed in ("qwertz", "OKAPI", "yuiop", "zebra"):
        assert found(dana, typed) == ["Zebra?"], typed
    assert str(picture) in found(dana, picture.key)
    assert topic.name in found(dana, topic.name)
    assert any("driving performance" in title for title in found(dana, "Hayley AC"))
    assert "Dana" in found(dana, "dana")


def test_a_row_says_what_it_is_how_it_stands_and_what_visitors_read(dana: Editor) -> None:
    entry = Entry.objects.get(slug="can-i-drive-home")
    dana.press(change(entry), body="A draft.")
    text = said(dana.get("/staff/search/?q=can+i+drive+home"))
    assert "Question, live, and a draft" in text
    assert "{driving}" not in text
    assert "Do not drive at least until the next day" in text


def test_who_may_not_change_words_finds_no_draft_of_them() -> None:
    editor, desk = in_role("Editor"), in_role("Front desk")
    entry = make_entry(Topic.objects.all()[0], slug="zebra", title="Zebra?")
    editor.press(change(entry), body="Qwertz in a draft.")
    assert found(editor, "qwertz") == ["Zebra?"]
    assert found(desk, "qwertz") == []
    assert found(desk, "zebra") == ["Zebra?"]


def test_nobody_finds_what_they_may_not_open(dana: Editor) -> None:
    desk = in_role("Front desk")
    assert found(desk, "Hayley AC") == []
    assert found(desk, "dana") == []
    for typed in ("drive", "cost", "Sample"):
        for link in Html(said(desk.get("/staff/search/", {"q": typed}))).tags("a"):
            if link.is_inside(css_class="found"):
                assert desk.get(link.get("href"), follow=True).status_code == 200, link.words


def test_messages_are_never_found_here(dana: Editor, make_inquiry: Callable[..., Inquiry]) -> None:
    make_inquiry(name="Xaveria", message="Zzyzx")
    for typed in ("xaveria", "zzyzx"):
        assert found(dana, typed) == []


def test_what_was_thrown_away_is_not_found_and_the_page_says_where_it_is(dana: Editor) -> None:
    entry = make_entry(Topic.objects.all()[0], slug="zebra", title="Zebra?")
    dana.post(change(entry).replace("change/", "delete/"), {"why": "A trial."})
    page = dana.get("/staff/search/?q=zebra")
    assert "Nothing found" in said(page)
    assert 'href="/staff/bin/"' in page.content.decode()


def test_an_odd_query_is_no_error(dana: Editor) -> None:
    for typed in ("", " ", "x" * 5000, "<b>", "%", "'\"", "\u202e", "😀"):
        assert dana.get("/staff/search/", {"q": typed}).status_code == 200


def test_the_first_search_waits_for_nothing_that_takes_seconds(
    dana: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = Event()

    def slowly(language: str, among: tuple[Thing, ...]) -> Ranking:
        may_go_on.wait(60)
        return learn(language, among)

    learn = page._make
    monkeypatch.setattr(page, "_PATIENCE", 0.01)
    monkeypatch.setattr(page, "_make", slowly)
    page._ranking.cache_clear()
    try:
        assert "Can I drive home?" in found(dana, "drive home")
        assert "search again" in said(dana.get("/staff/search/?q=drive+home"))
    finally:
        may_go_on.set()
    monkeypatch.setattr(page, "_PATIENCE", 60)
    assert found(dana, "can i drvie")[0] == "Can I drive home?"
    assert "search again" not in said(dana.get("/staff/search/?q=drive+home"))
