"""What is said of a picture in medical words is changed by who may agree to such words."""

from typing import Any

import pytest
from django.test import Client

from pages.models import Page, Picture
from tests.colleagues import Editor, change, said
from tests.pictures import show

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_edition", "site_is_open")]

CLAIM = "Ketamine cures depression in one day, guaranteed."
SAFETY = "/treatment/safety/"
ASK = "A clinician has to change what is said of it"


@pytest.fixture
def ed(hire: Any) -> Editor:
    editor: Editor = hire("Ed", "view_picture", "change_picture", "add_picture")
    return editor


@pytest.fixture
def cleo(hire: Any) -> Editor:
    editor: Editor = hire("Cleo", "view_picture", "change_picture", "approve_words")
    return editor


def put_into(slug: str, *, is_live: bool = True, **draft: Any) -> None:
    """Words of this page with the picture of the door."""
    words = Page.objects.get(slug=slug).revisions.get(state="live", language="en").copy_as_draft()
    words.body += "\n::: picture door\n:::\n"
    for name, value in draft.items():
        setattr(words, name, value)
    words.save()
    if is_live:
        words.publish(first_edition=True)


def test_an_editor_changes_no_caption_in_live_medical_words(ed: Editor, client: Client) -> None:
    picture = show(caption="The door")
    put_into("safety")
    form = ed.get(change(picture))
    assert ASK in said(form)
    ed.press(change(picture), caption=CLAIM, alt=CLAIM, caption_es=CLAIM, alt_es=CLAIM, title="New")
    picture.refresh_from_db()
    assert picture.title == "New"
    assert CLAIM not in (picture.alt, picture.alt_es, picture.caption, picture.caption_es)
    page = said(client.get(SAFETY))
    assert "The door" in page
    assert "guaranteed" not in page


def test_nor_in_words_that_were_agreed_to_and_wait(ed: Editor, cleo: Editor) -> None:
    picture = show()
    put_into("safety", is_live=False, approved_by=cleo.user)
    ed.press(change(picture), caption=CLAIM)
    assert Picture.objects.get().caption == ""


def test_a_clinician_does_and_reads_at_the_field_what_to_look_at(
    cleo: Editor, client: Client
) -> None:
    picture = show()
    put_into("safety")
    page = cleo.press(change(picture), caption=CLAIM)
    assert "guaranteed" in said(client.get(SAFETY))
    assert "Look again: Nobody can guarantee a result" in said(page)
    form = cleo.get(change(picture)).context["adminform"].form
    assert "No treatment here is a cure" in form["caption"].help_text
    assert "Look again" not in form["alt"].help_text


@pytest.mark.parametrize("where", ["cost, not medical", "a draft", "nowhere"])
def test_elsewhere_an_editor_says_what_is_to_be_said(ed: Editor, where: str) -> None:
    picture = show()
    if where == "cost, not medical":
        Page.objects.filter(slug="cost").update(medical=False)
        put_into("cost")
    if where == "a draft":
        put_into("safety", is_live=False)
    ed.press(change(picture), caption="The green door")
    assert Picture.objects.get().caption == "The green door"
    assert ASK not in said(ed.get(change(picture)))
