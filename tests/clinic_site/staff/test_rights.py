"""Everyone at the clinic sees and changes what their account allows, and nothing else."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from faq.models import Entry, Topic
from pages.models import Page, PageRevision
from pages.revisions.moved_addresses import MovedAddress
from pages.revisions.sources import Source
from tests.colleagues import Editor, change, draft_of, said

Hire = Callable[..., Editor]


@pytest.fixture
def page(db: object) -> Page:
    page = Page.objects.create(slug="way")
    PageRevision.objects.create(document=page, title="Way", summary="By bus.").publish()
    return page


def own_pages(document: Entry | Page, words: int) -> Iterator[str]:
    """Addresses of our own that change or show words."""
    one = change(document).replace("change/", "")
    yield from (f"{one}{rest}" for rest in ("preview/", "discard/", f"words/{words}/restore/"))
    yield f"{one.rsplit('/', 2)[0]}/order/"


@pytest.mark.parametrize("kind", ["entry", "page"])
def test_who_may_only_look_can_preview_publish_move_and_restore_nothing(
    hire: Hire, entry: Entry, page: Page, kind: str
) -> None:
    document = entry if kind == "entry" else page
    viewer, words = hire("Vera", f"view_{kind}"), document.revisions.get()
    for path in own_pages(document, words.pk):
        for answer in (viewer.get(path), viewer.post(path, {"order": ["1"], "group": "visits"})):
            assert answer.status_code == 403, path
    for button in ("_save", "_publish"):
        answer = viewer.post(change(document), {"title": "X", "summary": "X", button: "x"})
        assert answer.status_code == 403
    review = change(document).replace("/change/", f"/words/{words.pk}/")
    assert viewer.post(review, {"reviewed_on": "2026-01-01", "seen": ""}).status_code == 403
    words.refresh_from_db()
    assert (words.title == "X", words.reviewed_on) == (False, None)
    assert document.revisions.count() == 1
    assert not MovedAddress.objects.exists()


def test_who_may_only_look_can_read_every_version(hire: Hire, entry: Entry) -> None:
    viewer = hire("Vera", "view_entry")
    version = change(entry).replace("/change/", f"/words/{entry.shown.pk}/")
    html = viewer.get(change(entry)).content.decode()
    assert version in html
    assert 'name="_publish"' not in html
    assert "Behind the house." in viewer.get(version).content.decode()
    assert viewer.get(f"{version}preview/").status_code == 200


def drafts_of(entry: Entry) -> Iterator[str]:
    """Every address that would show a draft, or what was done with one."""
    one, draft = change(entry).replace("change/", ""), draft_of(entry).pk
    yield from (f"{one}words/{draft}/{rest}" for rest in ("", "preview/", "publish/", "restore/"))
    yield f"{one}compare/?from={entry.shown.pk}&to={draft}"
    yield f"{one}compare/?from={draft}&to={entry.shown.pk}"
    yield from (f"{one}preview/", f"{one}history/")


@pytest.mark.parametrize(
    ("rights", "reads"),
    [
        (("view_entry",), False),
        (("view_entry", "view_inquiry", "change_inquiry"), False),
        (("view_entry", "change_page"), False),
        (("view_entry", "approve_words"), True),
        (("view_entry", "change_entry"), True),
    ],
)
def test_drafts_are_read_by_who_writes_or_approves_and_nobody_else(
    hire: Hire, entry: Entry, rights: tuple[str, ...], reads: bool
) -> None:
    writer = hire("Mara", "view_entry", "change_entry")
    writer.press(change(entry), "_review", title="A secret title?", summary="A secret draft.")
    writer.post(
        change(entry).replace("change", f"words/{draft_of(entry).pk}"),
        {"do": "note", "words": "A secret note."},
    )
    someone = hire("Vera", *rights)
    version = change(entry).replace("change/", f"words/{draft_of(entry).pk}/")
    assert ("A secret draft." in said(someone.get(version))) == reads
    assert (someone.get(f"{version}preview/").status_code == 200) == reads
    if not reads:
        for path in drafts_of(entry):
            answer = someone.get(path)
            assert answer.status_code == 403, path
            assert "You may not open this page" in said(answer)
    for path in (change(entry), "/staff/", "/staff/faq/entry/", "/staff/faq/entry/known/"):
        assert ("secret" in said(someone.get(path)).lower()) <= reads, path


def test_what_no_visitor_ever_read_is_not_there_for_who_only_looks(
    hire: Hire, topic: Topic
) -> None:
    writer = hire("Mara", "view_entry", "change_entry", "add_entry")
    writer.press("/staff/faq/entry/add/", title="A secret?", summary="Secret.", topic=str(topic.pk))
    (entry,) = Entry.objects.all()
    viewer = hire("Vera", "view_entry")
    assert viewer.get(change(entry)).status_code == 403
    for path in ("/staff/", "/staff/faq/entry/", "/staff/faq/entry/known/"):
        assert "secret" not in said(viewer.get(path)).lower()
        assert "secret" in said(writer.get(path)).lower()


def test_who_may_write_pages_may_not_touch_questions(hire: Hire, entry: Entry) -> None:
    writer = hire("Paul", "view_page", "change_page", "add_page")
    for path in (change(entry), *own_pages(entry, entry.shown.pk), "/staff/faq/entry/add/preview/"):
        assert writer.get(path).status_code == 403, path
        assert writer.post(path).status_code == 403, path


def test_a_version_is_only_found_under_its_own_document(dana: Editor, entry: Entry) -> None:
    words = entry.shown.pk
    assert dana.get(f"/staff/faq/entry/{entry.pk + 1}/words/{words}/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(entry: Entry, page: Page) -> None:
    for document in (entry, page):
        for path in (change(document), *own_pages(document, document.shown.pk)):
            assert Client().get(path)["Location"].startswith("/staff/login/")
            refused = Client().post(path)
            # What was typed into a form is kept for after signing in.
            at_once = refused.status_code == 403 and b'id="login-form"' in refused.content
            assert at_once or refused["Location"].startswith("/staff/login/")


def test_the_front_page_shows_each_person_their_own_work(hire: Hire, entry: Entry) -> None:
    desk = hire("Desk", "view_inquiry").get("/staff/").content.decode()
    assert "Open the inbox" in desk
    assert "Words to check" not in desk
    assert "Clinic facts" not in desk
    writer = hire("Writer", "change_entry").get("/staff/").content.decode()
    assert "Words to check" in writer
    assert "Open the inbox" not in writer
    assert "Email" not in writer


def test_looking_at_pages_changes_nothing(dana: Editor, entry: Entry) -> None:
    before = list(entry.revisions.values())
    for path in [*own_pages(entry, entry.shown.pk), change(entry), "/staff/"]:
        dana.get(path)
    assert list(entry.revisions.values()) == before


def test_nothing_is_published_without_the_token(dana: Editor, entry: Entry) -> None:
    fields = {**dana.fields(change(entry)), "summary": "X"}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dana.user)
    del fields["csrfmiddlewaretoken"]
    strict.post(change(entry), {**fields, "_publish": "x"})
    assert entry.revisions.count() == 1


def test_sources_and_topics_need_their_own_rights(hire: Hire, topic: Topic) -> None:
    source = Source.objects.create(key="map", author="City", title="Map")
    viewer = hire("Vera", "view_topic", "view_source")
    for thing in (topic, source):
        assert viewer.get(change(thing)).status_code == 200
        assert viewer.post(change(thing), {"name": "X", "slug": "x"}).status_code == 403
    assert viewer.post("/staff/faq/topic/order/", {"group": "topics"}).status_code == 403
