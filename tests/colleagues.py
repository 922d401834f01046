"""A colleague with a browser, and the forms of the staff site as they fill them in."""

import time
from base64 import b32decode
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from clinic_site.models import PhoneCodes
from clinic_site.staff import roles
from faq.models import Entry, EntryRevision, Topic
from pages.clinic.models import Clinic
from pages.revisions.document import Document
from tests.html import Page

#: The key of every phone here, in hexadecimal letters.
PHONE = "ab" * 20


class Editor(Client):
    """A colleague: opens a form, changes some fields, presses a button."""

    user: User

    def fields(self, path: str) -> dict[str, Any]:
        """The form as it stands when opened."""
        page = self.get(path)
        assert page.status_code == 200, path
        return fields_of(page)

    def press(self, path: str, button: str = "_save", **changes: Any) -> Any:
        """Open the form, change these fields, press this button."""
        return self.send(path, self.fields(path) | changes, button)

    def publish(self, path: str, **changes: Any) -> Any:
        """The same with the button that publishes; where one is asked first, say yes."""
        page = self.press(path, "_publish", **changes)
        asked = arrive(page)
        path = asked.request["PATH_INFO"]
        if "/publish/" not in path or asked.context["refusal"] or asked.context["remarks"]:
            return page
        return self.post(path, {"do": "now", "seen": asked.context["seen"]})

    def send(self, path: str, fields: dict[str, Any], button: str = "_save") -> Any:
        """Press the button of a form that was opened before."""
        return self.post(path, fields | {button: "x"})


def hire(name: str, *permissions: str) -> Editor:
    """A colleague with these permissions; if none is named a clinician who may do everything."""
    user = User.objects.create_user(name.lower(), is_staff=True, first_name=name)
    if permissions:
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    else:
        user.is_superuser = True
        user.save()
        # Being able to do everything else makes nobody a clinician.
        user.user_permissions.set(Permission.objects.filter(codename="approve_words"))
    editor = Editor()
    editor.user = user
    editor.force_login(user)
    return editor


def in_role(role: str) -> Editor:
    """A colleague with the rights of this role, signed in."""
    roles.create()
    editor = Editor()
    editor.user = User.objects.create_user(role.lower(), is_staff=True, first_name=role)
    editor.user.groups.add(Group.objects.get(name=role))
    editor.force_login(editor.user)
    return editor


@contextmanager
def past_both_steps() -> Iterator[None]:
    """Until then a test client signs in as the link does that only this machine prints."""
    password_only = Client.force_login

    def force_login(client: Client, user: Any, backend: str | None = None) -> None:
        password_only(client, user, backend)
        session = client.session
        session["signed_in_here"] = True
        session.save()

    with patch.object(Client, "force_login", force_login):
        yield


def give_phone(user: Any) -> PhoneCodes:
    """A new phone that shows codes for this account: none of them was used before."""
    PhoneCodes.objects.filter(user=user).delete()
    phone: PhoneCodes = PhoneCodes.objects.create(user=user, name="Phone", key=PHONE)
    return phone


def code_of(key: str, steps: int = 0) -> str:
    """What the phone shows now, or so many half minutes later; the key in hexadecimal letters."""
    clock = TOTP(bytes.fromhex(key))
    clock.time = time.time() + 30 * steps
    return f"{clock.token():06d}"


def key_in(letters: str) -> str:
    """The key that stands on the page in letters."""
    return b32decode("".join(letters.split())).hex()


def second_step(client: Client, user: Any, **more: Any) -> Any:
    """Give the code of a new phone, after the password, or instead of coming by the link."""
    session = client.session
    session.pop("signed_in_here", None)
    session.save()
    give_phone(user)
    return client.post("/staff/second/", {"code": code_of(PHONE), "next": "/staff/", **more})


def arrive(page: Any) -> Any:
    """Go once where an answer leads, as a browser does: who does not look need not wait for it."""
    if page.status_code not in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER):
        return page
    if not hasattr(page, "arrived"):
        page.arrived = arrive(page.client.get(page["Location"]))
    return page.arrived


def fields_of(page: Any) -> dict[str, Any]:
    """The fields of the editing form on this page."""
    return Page(arrive(page).content.decode()).form("novalidate").fields


def make_entry(topic: Topic, slug: str = "parking", **words: Any) -> Entry:
    words = {"title": "Where do I park?", "summary": "Behind the house.", **words}
    entry = Entry.objects.create(topic=topic, slug=slug, order=topic.entries.count() + 1)
    EntryRevision.objects.create(document=entry, **words).publish(first_edition=True)
    return entry


def open_site() -> None:
    """From now on visitors do not read that it is being prepared."""
    Clinic.objects.get_or_create(pk=1)
    Clinic.objects.update(opened_at=timezone.now())


def change(document: Any) -> str:
    """Where its words are edited."""
    meta = document._meta
    return f"/staff/{meta.app_label}/{meta.model_name}/{document.pk}/change/"


def said(page: Any) -> str:
    """The text of a page without its tags, roughly."""
    return unescape(arrive(page).content.decode())


def boxes_to_tick(page: Any) -> list[str]:
    """One for each warning that stands on a page."""
    boxes = Page(arrive(page).content.decode()).tags("input")
    return [one.get("value") for one in boxes if one.get("name") == "ticked"]


def draft_of(document: Document, language: str = "en") -> Any:
    """The draft that is being written, which is there."""
    draft = document.draft(language)
    assert draft
    return draft
