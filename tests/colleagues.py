"""A colleague with a browser, and the forms of the staff site as they fill them in."""

from html import unescape
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from faq.models import Entry, EntryRevision, Topic
from pages.clinic.models import Clinic
from pages.revisions.document import Document
from tests.html import Page


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


def draft_of(document: Document, language: str = "en") -> Any:
    """The draft that is being written, which is there."""
    draft = document.draft(language)
    assert draft
    return draft
