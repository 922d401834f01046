"""A colleague leaves: nothing of theirs is left without an owner, and nobody comes in with it."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from contact.models import AuditRecord, Inquiry
from pages.clinic import rules
from pages.clinic.models import Clinic
from pages.models import Page, PageRevision
from tests import messages
from tests.clinic_site.colleagues.mailbox import delivered, link_in
from tests.clinic_site.second.signing_in import PASSWORD, is_in, with_both, with_password
from tests.html import Page as Html

Make = Callable[..., User]


def leave_page(user: User) -> str:
    return f"/staff/auth/user/{user.pk}/leave/"


def draft_of(user: User, slug: str = "way", **more: Any) -> PageRevision:
    page = Page.objects.create(slug=slug, medical=True)
    made: PageRevision = PageRevision.objects.create(
        document=page, title="Where to park", summary="Behind the house.", author=user, **more
    )
    return made


def choices(page: Any, name: str) -> list[str]:
    """Who may be chosen there."""
    text = page.content.decode().partition(f'name="{name}"')[2].partition("</select>")[0]
    return [one.words for one in Html(text).tags("option")][1:]


def told() -> list[str]:
    rows = AuditRecord.objects.filter(act="account").order_by("pk")
    return [f"{one.who} {one.detail}" for one in rows]


def test_who_leaves_is_out_at_once_and_for_good(manager: Client, make: Make) -> None:
    luis = make("luis", "Front desk")
    browser = with_both(luis)
    assert b"cannot sign in from then on" in manager.get(leave_page(luis)).content
    assert manager.post(leave_page(luis))["Location"] == "/staff/colleagues/"
    assert not is_in(browser)
    fields = {"username": "luis", "password": PASSWORD}
    assert Client().post("/staff/login/", fields).status_code == 200
    assert told() == ["mona closed the account of luis: switched off; Front desk"]
    call_command("check_audit")


def test_messages_go_to_a_colleague_who_may_answer(manager: Client, make: Make) -> None:
    luis, dana, _ana = make("luis", "Front desk"), make("dana", "Front desk"), make("ana")
    make_inquiry = messages.maker()
    new, waiting = make_inquiry(), make_inquiry(status="waiting")
    done = make_inquiry(status="done", closed_at=new.received_at)
    Inquiry.objects.update(assigned_to=luis)
    page = manager.get(leave_page(luis))
    assert "The 2 messages go to" in page.content.decode()
    assert choices(page, "messages") == ["dana", "mona"]
    assert b"Choose who goes on with it." in manager.post(leave_page(luis)).content
    assert User.objects.get(pk=luis.pk).is_active
    manager.post(leave_page(luis), {"messages": dana.pk})
    owners = Inquiry.objects.values_list("pk", "assigned_to", "version")
    assert set(owners) == {
        (new.pk, dana.pk, new.version + 1),
        (waiting.pk, dana.pk, waiting.version + 1),
        (done.pk, luis.pk, done.version),
    }
    changed = AuditRecord.objects.filter(
        act="changed", who="mona", detail="with luis, who left → dana"
    )
    assert {one.reference for one in changed} == {new.reference, waiting.reference}
    assert told()[0] == "mona handed 2 messages to dana, from luis: Front desk"
    assert [letter.to for letter in delivered()] == [["dana@clinic.example"]]


def test_drafts_go_to_a_colleague_who_may_write_them(manager: Client, make: Make) -> None:
    luis, nina, _desk = make("luis"), make("nina"), make("dana", "Front desk")
    draft, live = draft_of(luis), draft_of(luis, "cost")
    live.publish()
    Clinic.objects.get_or_create(pk=1)
    rules.propose("driving", "for a day", luis)
    page = manager.get(leave_page(luis))
    assert "The 2 drafts go to" in page.content.decode()
    assert choices(page, "drafts") == ["mona", "nina"]
    manager.post(leave_page(luis), {"drafts": nina.pk})
    draft.refresh_from_db()
    live.refresh_from_db()
    assert (draft.author, live.author) == (nina, luis)
    value = rules.draft("driving")
    assert value
    assert value.author == nina
    assert [note.words for note in draft.notes.all()] == ["luis left. nina goes on with this."]
    assert "mona handed 2 drafts to nina, from luis: Editor" in told()
    form = with_both(nina).get(f"/staff/pages/page/{draft.document_id}/change/").content
    assert b"luis left. nina goes on with this." in form


def test_one_draft_is_called_by_its_title(manager: Client, make: Make) -> None:
    luis = make("luis")
    draft_of(luis)
    page = unescape(manager.get(leave_page(luis)).content.decode())
    assert "The draft “Where to park” goes to" in page


def test_who_approved_a_draft_does_not_become_its_writer_too(manager: Client, make: Make) -> None:
    luis, grace = make("luis"), make("grace", "Clinician")
    draft = draft_of(luis, approved_by=grace)
    assert choices(manager.get(leave_page(luis)), "drafts") == ["mona"]
    page = manager.post(leave_page(luis), {"drafts": grace.pk})
    assert b"Select a valid choice" in page.content
    draft.refresh_from_db()
    assert draft.author == luis
    assert User.objects.get(pk=luis.pk).is_active


def test_nothing_is_handed_on_if_the_account_is_not_closed(
    manager: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    luis, nina = make("luis"), make("nina")
    draft = draft_of(luis)

    def fails(_user: User) -> None:
        raise RuntimeError

    monkeypatch.setattr(User, "set_unusable_password", fails)
    with pytest.raises(RuntimeError):
        manager.post(leave_page(luis), {"drafts": nina.pk})
    draft.refresh_from_db()
    assert draft.author == luis
    assert told() == []


def test_nobody_closes_their_own_account_and_never_the_last_manager(
    manager: Client, mona: User, make: Make
) -> None:
    page = manager.post(leave_page(mona), follow=True).content.decode()
    assert "You are the only manager. Invite another first." in page
    make("rita", "Manager")
    page = manager.post(leave_page(mona), follow=True).content.decode()
    assert "Nobody closes their own account. Ask another manager." in page
    assert "leaves…" not in page
    assert User.objects.get(pk=mona.pk).is_active
    assert told() == []


def test_of_two_managers_who_close_each_other_one_stays(
    manager: Client, mona: User, make: Make
) -> None:
    rita = make("rita", "Manager")
    other = with_both(rita)
    manager.post(leave_page(rita))
    other.post(leave_page(mona))
    assert User.objects.get(pk=mona.pk).is_active


@pytest.mark.parametrize("role", ["Editor", "Clinician", "Front desk"])
def test_only_a_manager_closes_or_opens_accounts(make: Make, role: str) -> None:
    luis, gone, browser = make("luis"), make("gone"), with_both(make("ana", role))
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert browser.get("/staff/colleagues/").status_code == 403
    assert browser.get(f"/staff/colleagues/{luis.pk}/").status_code == 403
    assert browser.post(leave_page(luis)).status_code == 403
    assert browser.post(f"/staff/auth/user/{gone.pk}/back/").status_code == 403
    active = User.objects.filter(pk__in=[luis.pk, gone.pk], is_active=True)
    assert list(active) == [luis]


def test_a_manager_closes_no_account_that_may_do_more(manager: Client, make: Make) -> None:
    owner = make("owner")
    User.objects.filter(pk=owner.pk).update(is_superuser=True)
    page = manager.post(leave_page(owner), follow=True).content.decode()
    assert "Only who may do everything can close this account." in page
    assert User.objects.get(pk=owner.pk).is_active


def test_no_other_form_closes_an_account(manager: Client, make: Make) -> None:
    luis, owner = make("luis"), make("owner", "Manager")
    User.objects.filter(pk=owner.pk).update(is_superuser=True)
    for browser in (manager, with_both(owner)):
        page = f"/staff/auth/user/{luis.pk}"
        form = browser.get(f"{page}/change/").content.decode()
        assert "id_email" in form
        assert not [one for one in ("id_is_active", "id_is_staff") if one in form]
        browser.post(f"{page}/change/", {"username": "luis", "email": luis.email})
        assert browser.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
        several = {"action": "delete_selected", "_selected_action": [luis.pk], "post": "yes"}
        browser.post("/staff/auth/user/", several)
        luis.refresh_from_db()
        assert (luis.is_active, luis.is_staff) == (True, True)


def test_who_comes_back_chooses_a_new_password_and_keeps_the_phone(
    manager: Client, make: Make
) -> None:
    luis = make("luis", "Front desk")
    manager.post(leave_page(luis))
    assert b"Who left: 1" in manager.get("/staff/colleagues/").content
    page = manager.get(f"/staff/colleagues/{luis.pk}/").content
    assert b"luis left and cannot sign in." in page
    assert b"Bring luis back" in page
    manager.post(f"/staff/auth/user/{luis.pk}/back/")
    assert told()[-1] == "mona brought back luis: Front desk"
    (letter,) = delivered()
    assert letter.to == ["luis@clinic.example"]
    fields = {"username": "luis", "password": PASSWORD}
    assert Client().post("/staff/login/", fields).status_code == 200
    Client().post(link_in(letter), {"email": luis.email})
    Client().post(link_in(delivered()[-1]), {"password": "lamp gravel sunday"})
    fields["password"] = "lamp gravel sunday"
    assert Client().post("/staff/login/", fields)["Location"].startswith("/staff/second/")


def test_who_answers_hears_that_a_clinician_left_and_that_one_may_be_one_again(
    manager: Client, make: Make
) -> None:
    grace = make("grace", "Clinician")
    make("rita", "Manager")
    manager.post(leave_page(grace))
    manager.post(f"/staff/auth/user/{grace.pk}/back/")
    told = [letter.subject for letter in delivered() if letter.to == ["rita@clinic.example"]]
    assert "An account may not approve medical words any more" in told
    assert "A new clinician waits for a yes" in told


def test_a_stale_second_step_is_asked_for_first(manager: Client, make: Make) -> None:
    luis = make("luis")
    session = manager.session
    session["second_at"] = 0
    session.save()
    assert manager.post(leave_page(luis))["Location"].startswith("/staff/second/?next=")
    assert User.objects.get(pk=luis.pk).is_active
    with_password(luis)
