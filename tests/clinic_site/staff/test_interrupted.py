"""What staff typed survives a session that ends in the middle of an edit."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client, RequestFactory
from django.urls import reverse

from contact.models import Inquiry, Note
from faq.models import Entry, EntryRevision, Topic
from pages.staff.form import StaffForm
from tests.colleagues import PHONE, Editor, change, code_of, fields_of, give_phone, said
from tests.html import Page

TYPED = "New words,\r\nwith a “quote”, 2 < 3 & 4, é and 😀 — all of it."
OURS = {"Origin": "http://localhost"}


def hidden(page: Any) -> dict[str, list[str]]:
    """The fields the page carries, as a browser would send them."""
    fields: dict[str, list[str]] = {}
    for one in Page(page.content.decode()).tags("input", "textarea"):
        if one.get("type") == "hidden":
            fields.setdefault(one.get("name"), []).append(one.get("value"))
        elif one.tag == "textarea" and "hidden" in one.attributes:
            fields.setdefault(one.get("name"), []).append(one.words.removeprefix("\n"))
    return fields


PASSWORD = "a long password"


def sign_in(client: Client, page: Any, password: str = PASSWORD) -> Any:
    """Type name and password into the page in front of one and send it, then the phone's code."""
    login = Page(page.content.decode()).form("id", "login-form")
    form = {name: values[0] for name, values in hidden(page).items()}
    give_phone(User.objects.get(username="dana"))
    answer = client.post(
        login.attributes["action"], form | {"username": "dana", "password": password}
    )
    if password != PASSWORD:
        return answer
    assert "What you typed is kept" in answer.content.decode()
    carried = {name: values[0] for name, values in hidden(answer).items()}
    return client.post("/staff/second/", carried | {"code": code_of(PHONE)})


def go_on(client: Client, page: Any) -> Any:
    """Press the one button there is beside the one that signs out."""
    forms = Page(page.content.decode()).forms
    (way_back,) = (one for one in forms if one.attributes.get("id") == "way-back")
    return client.post(way_back.attributes["action"], hidden(page))


@pytest.fixture
def signed_out(dana: Editor) -> Editor:
    """Dana, whose session ends while she writes."""
    dana.user.set_password("a long password")
    dana.user.save()
    return dana


def test_words_of_an_answer_stand_in_the_form_again_unsaved(
    signed_out: Editor, entry: Entry
) -> None:
    signed_out.force_login(signed_out.user)
    path = change(entry)
    fields = signed_out.fields(path) | {"body": TYPED, "title": "Where do I park now?"}
    signed_out.logout()
    page = signed_out.send(path, fields, "_publish")
    assert page.status_code == 403
    assert "What you typed is kept" in page.content.decode()
    page = sign_in(signed_out, page)
    assert "Nothing you typed is lost" in page.content.decode()
    page = go_on(signed_out, page)
    html = unescape(page.content.decode())
    assert "You were signed out. What you typed is below, and not saved yet." in html
    assert TYPED.replace("\r\n", "\n") in html.replace("\r\n", "\n")
    assert 'value="Where do I park now?"' in html
    assert not EntryRevision.objects.filter(state="draft").exists()
    saved = signed_out.send(path, fields_of(page), "_save")
    assert "The draft is saved" in said(saved)
    assert EntryRevision.objects.get(state="draft").body.strip() == TYPED.replace("\r\n", "\n")


def test_a_new_question_survives_too(signed_out: Editor, topic: Topic) -> None:
    signed_out.force_login(signed_out.user)
    add = reverse("admin:faq_entry_add")
    fields = signed_out.fields(add) | {"title": "Is it loud?", "body": TYPED, "topic": topic.pk}
    signed_out.logout()
    page = go_on(signed_out, sign_in(signed_out, signed_out.send(add, fields)))
    assert "Is it loud?" in page.content.decode()
    assert not Entry.objects.filter(revisions__title="Is it loud?").exists()


def test_a_note_about_a_message_survives(make_inquiry: Callable[..., Inquiry]) -> None:
    user = User.objects.create_user("dana", password="a long password", is_staff=True)
    names = ("view_inquiry", "change_inquiry")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    inquiry: Inquiry = make_inquiry(name="Anastasia")
    client = Client()
    form = {
        "status": "waiting",
        "note": TYPED,
    }
    page = client.post(inquiry.get_absolute_url(), form)
    assert "Anastasia" not in page.content.decode()
    page = go_on(client, sign_in(client, page))
    html = unescape(page.content.decode())
    assert TYPED.splitlines()[1] in html
    assert not Note.objects.exists()
    inquiry.refresh_from_db()
    assert inquiry.status == "new"


def test_every_form_that_comes_back_is_looked_at_first(rf: RequestFactory) -> None:
    request = rf.get("/staff/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    may_skip = [
        model._meta.label
        for model, kind in admin.site._registry.items()
        if kind.has_change_permission(request) and not issubclass(kind.form, StaffForm)
    ]
    # Forms of accounts hold passwords and are never carried.
    assert may_skip == ["auth.User", "auth.Group"]


def test_a_wrong_password_loses_nothing(signed_out: Editor, entry: Entry) -> None:
    signed_out.force_login(signed_out.user)
    fields = signed_out.fields(change(entry)) | {"body": TYPED}
    signed_out.logout()
    page = sign_in(signed_out, signed_out.send(change(entry), fields), password="wrong")
    page = go_on(signed_out, sign_in(signed_out, page))
    assert TYPED.splitlines()[1] in unescape(page.content.decode())


def test_a_token_of_before_the_last_sign_in_loses_nothing(signed_out: Editor, entry: Entry) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(signed_out.user)
    page = strict.post(change(entry), {"body": TYPED}, headers=OURS)
    assert "Nothing you typed is lost" in page.content.decode()
    assert hidden(page)["body"] == [TYPED]


def test_a_sign_in_page_that_went_stale_still_carries_the_text(
    signed_out: Editor, entry: Entry
) -> None:
    """As when one signs in with another tab first: that changes the token of both."""
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(change(entry), {"body": TYPED}, headers=OURS)
    form = {name: values[0] for name, values in hidden(page).items()}
    stale = {"csrfmiddlewaretoken": "x" * 64, "username": "dana", "password": PASSWORD}
    page = strict.post("/staff/login/", form | stale, headers=OURS)
    assert page.status_code == 403
    assert PASSWORD not in page.content.decode()
    assert "What you typed is kept" in page.content.decode()
    strict.force_login(signed_out.user)
    page = strict.post("/staff/login/", form | stale, headers=OURS)
    assert hidden(page)["body"] == [TYPED]


def test_a_form_without_words_that_came_too_late_leads_to_the_sign_in_page(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/staff/faq/entry/", {"action": "x"}, headers=OURS)
    assert page.status_code == 403
    assert b"Please sign in again" in page.content
    assert b"kept_text" not in page.content


def test_another_site_puts_no_words_into_our_form(signed_out: Editor, entry: Entry) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(signed_out.user)
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        page = strict.post(change(entry), {"body": "evil words"}, headers=headers)
        assert page.status_code == 403
        assert "evil words" not in page.content.decode()
    page = strict.post("/staff/login/", {"kept_text": "forged", "username": "dana"}, headers=OURS)
    assert page.status_code == 403


def test_text_that_we_did_not_keep_is_ignored(signed_out: Editor) -> None:
    form = {"username": "dana", "password": "a long password", "kept_text": "forged"}
    answer = signed_out.__class__().post("/staff/login/", form)
    assert answer.status_code == 302


@pytest.mark.parametrize("form", ["auth/user/add/", "password_change/"])
def test_passwords_are_never_carried(form: str, db: None) -> None:
    page = Client().post(f"/staff/{form}", {"new_password1": "secret words"})
    assert page.status_code == 302
    assert b"secret words" not in page.content


def test_a_visitor_with_an_old_form_still_keeps_their_text(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/contact/", {"message": "my question", "name": "Rob"})
    assert page.status_code == 403
    assert b"my question" in page.content
