"""A colleague with a browser, and the forms of the staff site as they fill them in."""

from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from faq.models import Entry, EntryRevision, Topic
from pages.clinic.models import Clinic


class Fields(HTMLParser):
    """What a browser would send of the form with this id, but for its buttons."""

    def __init__(self, html: str, form_id: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._form_id, self._inside = form_id, False
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._inside = given.get("id") == self._form_id
        elif self._inside and tag == "input":
            self._input(name, given)
        elif self._inside and tag == "textarea":
            self._area, self.values[name] = name, ""
        elif self._inside and tag == "select":
            self._select = name
        elif self._inside and tag == "option" and "selected" in given:
            self.values[self._select] = given.get("value", "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        match given.get("type"):
            case "submit":
                pass
            case "checkbox":
                if "checked" in given:
                    self.values.setdefault(name, []).append(given.get("value", "on"))
            case "radio":
                if "checked" in given:
                    self.values[name] = given.get("value", "on")
            case _:
                self.values[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += (
                data.removeprefix("\n") if not self.values[self._area] else data
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = ""


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
        return self.post(path, fields | {button: "x"}, follow=True)


def fields_of(page: Any) -> dict[str, Any]:
    """The fields of the editing form on this page."""
    html = page.content.decode()
    form_id = html.split("novalidate", 1)[0].rsplit('id="', 1)[1].split('"', 1)[0]
    return Fields(html, form_id).values


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
    return unescape(page.content.decode())
