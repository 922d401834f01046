"""Help, privacy, contact and home are rewritten, and never moved, taken off, binned or deleted."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from pages.models import Page, PageRevision
from pages.revisions.gone import off_site
from pages.revisions.revision import State
from tests.colleagues import Editor, boxes_to_tick, change, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition")]
NEEDED = ["help-now", "privacy", "home", "treatment"]


def page_of(document: object, name: str) -> str:
    return change(document).replace("change/", f"{name}/")


@pytest.mark.parametrize("slug", NEEDED)
def test_staff_can_rewrite_it_and_nothing_else(dana: Editor, slug: str) -> None:
    page = Page.objects.get(slug=slug)
    form = said(dana.get(change(page)))
    assert "take-off/" not in form
    assert "/delete/" not in form
    assert "This page always stays on the site." in form
    for name in ("take-off", "delete"):
        for ask in (dana.get, dana.post):
            answer = ask(page_of(page, name), {"why": "x"})
            assert answer["Location"] == change(page)
            assert "This page always stays: the site cannot be without it." in said(answer)
    dana.press(change(page), slug="elsewhere")
    page.refresh_from_db()
    assert page.slug == slug
    dana.publish(change(page), summary="You can read this now.", what_changed="New.")
    draft = page.draft("en")
    if draft:
        path = page_of(page, f"words/{draft.pk}/publish")
        ticked = boxes_to_tick(dana.get(path))
        seen = draft.changed_at.isoformat()
        dana.post(path, {"do": "now", "seen": seen, "ticked": ticked})
    assert "You can read this now." in said(Client().get(page.get_absolute_url()))


@pytest.mark.parametrize("slug", NEEDED)
@pytest.mark.parametrize(
    "change_of_page",
    ["slug = 'elsewhere'", "layout = 'plain', slug = 'x'", "binned_at = CURRENT_TIMESTAMP"],
)
def test_raw_sql_neither_moves_nor_bins_it(slug: str, change_of_page: str) -> None:
    # The bin takes nothing that is live, either: the databases differ in what they ask first.
    said = "cannot be without|in the bin is not on the site"
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        run(f"UPDATE pages_page SET {change_of_page} WHERE slug = '{slug}'")  # noqa: S608


@pytest.mark.parametrize("slug", NEEDED)
def test_raw_sql_neither_takes_it_off_nor_deletes_it(slug: str) -> None:
    which = f"(SELECT id FROM pages_page WHERE slug = '{slug}')"  # noqa: S608
    for sql in (
        f"UPDATE pages_pagerevision SET state = 'past' WHERE document_id = {which}",  # noqa: S608
        f"UPDATE pages_pagerevision SET expires_at = CURRENT_TIMESTAMP WHERE document_id = {which}",  # noqa: S608
        f"DELETE FROM pages_pagerevision WHERE document_id = {which}",  # noqa: S608
        f"DELETE FROM pages_page WHERE slug = '{slug}'",  # noqa: S608
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            run(sql)
    assert Client().get(Page.objects.get(slug=slug).get_absolute_url()).status_code == 200


def test_other_code_cannot_take_it_off_either() -> None:
    page = Page.objects.get(slug="privacy")
    for act in (off_site.take_off, off_site.throw_away):
        with pytest.raises(Exception, match="cannot be without"):
            act(page, None, "x")
    words = PageRevision.objects.get(document=page, language="en", state=State.LIVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        PageRevision.objects.filter(pk=words.pk).update(expires_at=timezone.now())


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("privacy", "privacy"),
        ("Your privacy", "privacy"),
        ("help now", "help-now"),
        ("Help right now", "help-now"),
        ("/help-now/", "help-now"),
        ("https://clinic.example/es/help-now/?x=1", "help-now"),
        ("https://clinic.example", "home"),
        ("/", "home"),
        ("home", "home"),
        ("/treatment/", "treatment"),
    ],
)
def test_whoever_asks_today_for_one_is_told_and_never_led_to_another(
    dana: Editor, typed: str, slug: str
) -> None:
    page = Page.objects.get(slug=slug)
    there = dana.get("/staff/take-off/", {"what": typed})
    assert there["Location"] == page_of(page, "take-off")
    assert "This page always stays: " in said(dana.get(there["Location"]))
    assert page.is_live


@pytest.mark.parametrize("typed", ["contact", "/contact/", "https://clinic.example/contact/"])
def test_the_page_to_write_to_us_stays_too(dana: Editor, typed: str) -> None:
    page = said(dana.get("/staff/take-off/", {"what": typed}))
    assert "The page where people write to us always stays on the site." in page


def test_among_several_the_list_says_which_stay(dana: Editor) -> None:
    rows = said(dana.get("/staff/take-off/", {"what": "ketamine"})).split("<li>")
    stays = {"Ketamine treatment": True, "Who ketamine may help": False}
    for title, always in stays.items():
        (row,) = (row for row in rows if f">{title}</a>" in row)
        assert ("always stays" in row.split("</li>")[0]) == always


@pytest.mark.parametrize("action", ["take_off", "throw_away", "delete_selected"])
def test_no_list_takes_one_off(dana: Editor, action: str) -> None:
    every = list(Page.objects.values_list("pk", flat=True))
    before = list(PageRevision.objects.order_by("pk").values("pk", "state"))
    dana.post(
        "/staff/pages/page/",
        {"action": action, "_selected_action": every, "post": "yes", "do": "mark", "why": "x"},
    )
    assert list(PageRevision.objects.order_by("pk").values("pk", "state")) == before
    assert not Page.objects.exclude(binned_at=None).exists()


@pytest.mark.parametrize("slug", NEEDED)
def test_no_plan_ends_one(dana: Editor, slug: str) -> None:
    words = Page.objects.get(slug=slug).revisions.get(language="en", state=State.LIVE)
    plan = {"do": "plan", "seen": words.changed_at.isoformat(), "expires_at": "2035-01-01T09:00"}
    dana.post(page_of(words.document, f"words/{words.pk}/publish"), plan)
    words.refresh_from_db()
    assert words.expires_at is None


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
