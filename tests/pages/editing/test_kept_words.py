"""What is being typed is kept by itself, for each person apart, and nothing else changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from faq.models import Entry, Topic
from pages.models import KeptWords
from tests.colleagues import Editor, change, fields_of

ADD = "/staff/faq/entry/add/"
NOTICE = "Kept while typing on"


def keep(editor: Editor, path: str, **typed: Any) -> Any:
    """What the page does while someone types."""
    fields = editor.fields(path) | typed
    return editor.post(path.replace("/change/", "/keep/").replace("/add/", "/add/keep/"), fields)


def html(editor: Client, path: str) -> str:
    return editor.get(path).content.decode()


def test_what_was_typed_is_offered_to_the_one_who_typed_it_alone(
    dana: Editor, luis: Editor, entry: Entry
) -> None:
    assert keep(dana, change(entry), body="Half a sent").json()["at"]
    assert NOTICE in html(dana, change(entry))
    assert "Half a sent" in html(dana, change(entry))
    assert NOTICE not in html(luis, change(entry))
    assert "Half a sent" not in html(luis, change(entry))
    keep(luis, change(entry), body="Luis has this")
    assert "Luis has this" not in html(dana, change(entry))


def test_the_draft_its_approval_and_its_plan_do_not_change(dana: Editor, entry: Entry) -> None:
    dana.press(change(entry), title="A draft")
    revisions = entry.revisions
    at = timezone.now() + timedelta(days=1)
    approved = {"reviewed_on": at.date(), "review_due": at.date(), "publish_at": at}
    revisions.filter(state="draft").update(**approved)
    before = list(revisions.order_by("pk").values())
    keep(dana, change(entry), body="Half a sentence", title="Other")
    assert list(revisions.order_by("pk").values()) == before


def test_going_on_brings_back_every_field_unsaved(dana: Editor, entry: Entry) -> None:
    keep(dana, change(entry), body="\nOne\r\n\r\n- two", title="Other")
    kept = KeptWords.objects.get().typed
    back = dana.post(change(entry), {**dict(kept), "returned_text": "kept"})
    assert "What you typed before is below" in back.content.decode()
    assert fields_of(back)["title"] == "Other"
    assert fields_of(back)["body"].replace("\r\n", "\n").strip() == "One\n\n- two"
    assert entry.draft("en") is None
    assert NOTICE not in back.content.decode()


def test_saving_ends_it(dana: Editor, entry: Entry) -> None:
    keep(dana, change(entry), body="Half a sentence")
    dana.press(change(entry), body="A whole sentence.")
    assert not KeptWords.objects.exists()
    assert NOTICE not in html(dana, change(entry))


def test_a_new_question_is_kept_too_until_it_is_saved(dana: Editor, topic: Topic) -> None:
    keep(dana, ADD, title="Dog?")
    assert NOTICE in html(dana, ADD)
    dana.press(ADD, title="Dog?", summary="Ask us.", topic=str(topic.pk))
    assert NOTICE not in html(dana, ADD)


def test_each_language_is_kept_apart(dana: Editor, entry: Entry) -> None:
    spanish = f"{change(entry)}?language=es"
    keep(dana, spanish, body="Media frase")
    assert NOTICE in html(dana, spanish)
    assert NOTICE not in html(dana, change(entry))


def test_it_is_thrown_away_by_one_press(dana: Editor, luis: Editor, entry: Entry) -> None:
    keep(dana, change(entry), body="Half a sentence")
    keep(luis, change(entry), body="Luis has this")
    address = change(entry).replace("/change/", "/keep/")
    assert dana.post(address, {"forget_kept": "1"}).headers["Location"] == change(entry)
    assert [row.by for row in KeptWords.objects.all()] == [luis.user]


def test_whoever_may_not_write_here_keeps_nothing(
    hire: Callable[..., Editor], entry: Entry
) -> None:
    reader = hire("Ann", "view_entry")
    address = change(entry).replace("/change/", "/keep/")
    assert reader.post(address, {"body": "x"}).status_code == 403
    assert reader.post(f"{ADD}keep/", {"body": "x"}).status_code == 403
    assert Client().post(address, {"body": "x"}).status_code == 302
    assert hire("Bob", "view_entry", "change_entry").get(address).status_code == 405
    assert not KeptWords.objects.exists()


def test_it_ends_after_thirty_days_and_has_a_bound(dana: Editor, entry: Entry) -> None:
    keep(dana, change(entry), body="Half a sentence")
    KeptWords.objects.update(at=timezone.now() - timedelta(days=31))
    assert NOTICE not in html(dana, change(entry))
    keep(dana, ADD, title="Dog?")
    assert [row.document for row in KeptWords.objects.all()] == [0]
    assert keep(dana, ADD, body="x" * 2_000_000).status_code == 413
