"""Visits every kind of page that staff see, filled with something of everything."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from contact.models import Delivery, Inquiry
from faq.models import Entry, Topic, UnansweredSearch
from pages.models import Page, Source
from tests import first_edition, messages, pictures
from tests.colleagues import Editor, arrive, change, hire

ADD = "/staff/faq/entry/add/"


def visit() -> dict[str, str]:
    """The HTML of each page, by its address or by what was done. All is gone afterwards."""
    with transaction.atomic():
        first_edition.load()
        pages = _visit_all(hire("Dana"), hire("Luis"), messages.maker())
        transaction.set_rollback(True)
    return pages


def _visit_all(dana: Editor, luis: Editor, make_inquiry: Callable[..., Inquiry]) -> dict[str, str]:
    overdue = _write_messages(make_inquiry)
    _edit(dana)
    records = [*_words(), *_records(overdue), luis.user]
    pages = {path: dana.get(path) for path in {*_registers(records), *_tasks(overdue)}}
    pages |= {"sign in": Client().get("/staff/login/?next=/staff/"), **_answers(dana, luis)}
    return {name: arrive(page).content.decode() for name, page in pages.items()}


def _write_messages(make_inquiry: Callable[..., Inquiry]) -> Inquiry:
    """One of each kind; the answer is one that is late."""
    make_inquiry(status="held", held_reason="Looks like an advertisement")
    make_inquiry(status="done", closed_at=timezone.now())
    return make_inquiry(crisis=True, due_at=timezone.now(), message="One\n\n\nTwo")


def _edit(dana: Editor) -> None:
    """So that there are drafts, and something in the histories."""
    dana.press(change(Page.objects.get(slug="cost")), summary="Other words.")
    dana.press(change(Entry.objects.all()[0]), "_review", summary="Other words.")
    dana.press(change(Topic.objects.all()[0]), name="Another name")
    dana.press("/staff/pages/clinic/1/change/", driving_rule="It is safe for everyone.")


def _words() -> list[Model]:
    return [
        Page.objects.get(slug="cost"),
        Entry.objects.all()[0],
        Topic.objects.all()[0],
        Source.objects.all()[0],
        pictures.show(),
    ]


def _records(inquiry: Inquiry) -> list[Model]:
    call_command("create_roles", verbosity=0)
    return [
        inquiry,
        Inquiry.objects.get(status="held"),
        Delivery.objects.create(
            inquiry=inquiry, kind="staff", recipient="a@b.example", state="failed"
        ),
        UnansweredSearch.objects.create(words="parking", day=timezone.localdate(), count=3),
        Group.objects.all()[0],
    ]


def _registers(records: list[Model]) -> Iterator[str]:
    """The list of each kind of record, and the pages of one of them."""
    for record in records:
        register = change(record).removesuffix(f"{record.pk}/change/")
        yield register
        yield f"{register}add/"
        for task in ("change", "delete", "history"):
            yield f"{register}{record.pk}/{task}/"


def _tasks(inquiry: Inquiry) -> Iterator[str]:
    """The pages that belong to no register, or to one only."""
    entry = Entry.objects.all()[0]
    one = f"/staff/faq/entry/{entry.pk}"
    revisions = list(entry.revisions.order_by("pk").values_list("pk", flat=True))
    yield "/staff/"
    yield "/staff/faq/"
    yield "/staff/faq/gaps/"
    yield "/staff/faq/entry/?q=drive"
    yield "/staff/faq/entry/?q=qwertz"
    yield "/staff/faq/entry/order/"
    yield "/staff/faq/topic/order/"
    yield "/staff/pages/page/order/"
    yield "/staff/pages/page/add/preview/"
    yield "/staff/pages/clinic/1/change/"
    yield "/staff/pages/clinic/1/history/"
    yield "/staff/pages/clinic/es/"
    yield "/staff/pages/clinic/rule/driving/en/"
    yield "/staff/pages/clinic/rule/usual_course/en/"
    yield "/staff/pages/clinic/rule/driving/es/"
    yield "/staff/pages/clinic/said/"
    yield "/staff/pages/clinic/said/?words=988"
    yield "/staff/about/"
    yield "/staff/pages/person/"
    yield "/staff/pages/person/add/"
    yield "/staff/pages/place/add/"
    yield "/staff/pages/pricelist/add/"
    yield "/staff/pages/startguide/add/"
    yield "/staff/open/"
    yield "/staff/bin/"
    yield "/staff/take-off/?what=can"
    yield "/staff/help-lines/"
    yield "/staff/contact/auditrecord/"
    yield "/staff/contact/inquiry/figures/"
    yield f"/staff/contact/inquiry/{inquiry.pk}/redact/"
    yield "/staff/password_change/"
    yield "/staff/colleagues/invite/"
    yield "/staff/nothing/here/"
    yield "/local-mail/"
    yield f"{one}/discard/"
    yield f"{one}/take-off/"
    yield f"{one}/compare/?from={revisions[0]}&to={revisions[-1]}"
    for revision in revisions:
        for task in ("", "publish/", "preview/"):
            yield f"{one}/words/{revision}/{task}"


def _answers(dana: Editor, luis: Editor) -> dict[str, Any]:
    """What staff see after they pressed a button."""
    entry, other = Entry.objects.all()[1:3]
    page = Page.objects.get(slug="safety")
    opened, new = dana.fields(change(entry)), dana.fields(ADD)
    luis.press(change(entry), summary="Luis was first.")
    chosen = list(UnansweredSearch.objects.values_list("pk", flat=True))
    return {
        "no picture": pictures.upload(dana, b"<svg>"),
        "a broken picture": dana.get(change(pictures.show(bytes(9), key="broken"))),
        "a picture that waits": dana.get(change(pictures.add(key="waits"))),
        "two wrote at once": dana.send(change(entry), opened | {"summary": "Dana."}),
        "a mistake": dana.press(change(other), summary=""),
        "sent to publish": dana.press(change(other), "_publish", summary="A proven cure."),
        "a translation": dana.post(
            f"/staff/pages/page/{page.pk}/translate/", {"language": "es"}, follow=True
        ),
        "a preview": dana.post(f"{ADD}preview/", new),
        "delete several": dana.post(
            "/staff/faq/unansweredsearch/",
            {"action": "delete_selected", "_selected_action": chosen},
        ),
        "no message found": dana.post(
            "/staff/contact/inquiry/find/", {"words": "BS-0000"}, follow=True
        ),
        "mark several": dana.post(
            "/staff/faq/entry/",
            {"action": "mark_as_reviewed", "_selected_action": [entry.pk, other.pk]},
        ),
        "no reason": dana.post(_leaving(other, "take-off"), {"why": ""}),
        "off the site": dana.post(_leaving(other, "take-off"), {"why": "It is wrong."}),
        "the bin": _thrown_away(dana, Entry.objects.all()[4]),
        "signed out": _signed_out(dana, new | {"body": "One\n\n\n\nTwo"}),
    }


def _leaving(entry: Entry, task: str) -> str:
    return change(entry).replace("change/", f"{task}/")


def _thrown_away(dana: Editor, entry: Entry) -> Any:
    dana.post(_leaving(entry, "delete"), {"why": "It is wrong."})
    return dana.get("/staff/bin/")


def _signed_out(dana: Editor, typed: dict[str, Any]) -> Any:
    dana.logout()
    return dana.send(ADD, typed)
