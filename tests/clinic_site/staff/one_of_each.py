"""Something of everything staff look after, and what they send when they press a button there."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from clinic_site.models import Invitation, SlowChange
from contact.models import AuditRecord, Delivery
from faq.models import Topic, UnansweredSearch
from pages.clinic import rules
from pages.clinic.models import Clinic
from pages.models import (
    Page,
    PageRevision,
    Person,
    Picture,
    PictureCopy,
    Place,
    PriceList,
    Source,
    StartGuide,
)
from pages.revisions import drafts
from pages.revisions.document import Document
from tests import messages
from tests.colleagues import make_entry

#: Keys for an address, by the first two or three parts of it, in their order.
Keys = dict[str, tuple[int | str, ...]]


def make() -> Keys:
    """One of each, and two of what has an order; a draft beside the live words."""
    Clinic.objects.create(pk=1)
    topics = [Topic.objects.create(slug=slug, name=slug, order=1) for slug in ("first", "empty")]
    make_entry(topics[0], "other")
    entry, page = make_entry(topics[0]), Page.objects.create(slug="way")
    PageRevision.objects.create(document=page, title="Way", summary="By bus.").publish()
    Page.objects.create(slug="other")
    make_inquiry = messages.maker()
    make_inquiry()
    inquiry = make_inquiry(message="May I ask?", status="held", held_reason="An advertisement")
    delivery = Delivery.objects.create(
        inquiry=inquiry, kind="staff", recipient="desk@example.org", state="failed"
    )
    made = {
        "pages/clinic": 1,
        "pages/picture": Picture.objects.create(title="Door", key="door", alt="A door").pk,
        "pages/source": Source.objects.create(key="map", author="City", title="Map").pk,
        "faq/topic": topics[1].pk,
        "faq/unansweredsearch": _search().pk,
        "contact/inquiry": inquiry.pk,
        "contact/delivery": delivery.pk,
        "contact/auditrecord": _record().pk,
        "auth/user": User.objects.create(username="eve", is_staff=True).pk,
        "auth/group": Group.objects.create(name="Guests").pk,
    }
    keys: Keys = {place: (key,) for place, key in made.items()}
    keys["colleagues/#/"] = keys["auth/user"]
    keys["colleagues/invited/#"] = (_invitation().pk,)
    keys["colleagues/clinician/#"] = (_to_approve(keys["auth/user"][0]).pk,)
    keys["pages/page"] = (page.pk, page.revisions.get().copy_as_draft(None).pk)
    keys["faq/entry"] = (entry.pk, entry.revisions.get().copy_as_draft(None).pk)
    for kind in (Person, Place, PriceList, StartGuide):
        keys[f"pages/{kind._meta.model_name}"] = _of_the_clinic(kind)
    keys["pictures/#-#.webp"] = (int(_seen_by_staff().address), 320)
    rules.propose("driving", "for two days, and after two nights of sleep", None)
    keys["pages/clinic/rule"] = ("driving", "en")
    keys["r/#"] = (ContentType.objects.get_for_model(Page).pk, page.pk)
    return keys


def _of_the_clinic(kind: type[Document]) -> tuple[int, int]:
    """What the clinic says of itself, live and with a draft beside it."""
    slugs = {PriceList: "prices", StartGuide: "how-to-start"}
    document: Any = kind._default_manager.create(slug=slugs.get(kind, "way"))
    said = {"agreed": True} if kind is Person else {}
    live = document.revisions.create(title="Way", summary="By bus.", **said)
    live.publish()
    return document.pk, live.copy_as_draft(None).pk


def _seen_by_staff() -> Picture:
    """A picture that is ready, and that no words show."""
    picture = Picture.objects.create(
        title="Yard",
        key="yard",
        alt="A yard",
        state="ready",
        address="1" * 16,
        width=320,
        height=200,
    )
    PictureCopy.objects.create(picture=picture, width=320, data=b"RIFF")
    return picture


def _search() -> UnansweredSearch:
    return UnansweredSearch.objects.create(words="parking", day=timezone.localdate(), count=3)


def _invitation() -> Invitation:
    by = User.objects.create(username="host")
    return Invitation.objects.create(
        email="came@clinic.example", role="Editor", by=by, made=timezone.now()
    )


def _to_approve(user: int | str) -> SlowChange:
    """Asked by nobody who is here."""
    return SlowChange.objects.create(user_id=int(user), what="approves", at=timezone.now())


def _record() -> AuditRecord:
    return AuditRecord.objects.create(
        at=timezone.now(), who="someone", act="opened", reference="BS-T001", link="0" * 64
    )


def sent(button: str, address: str, place: str, key: int) -> dict[str, Any]:
    """The fields that go with a button of this place, or with the address where none is named."""
    match button:
        case "-":
            return _asked(address, place, key)
        case "put-in-order":
            groups = {"faq/entry": "first", "faq/topic": "topics", "pages/page": "plain"}
            return {
                "group": groups.get(place, place.partition("/")[2]),
                "order": _every(place)[::-1],
            }
        case (
            "publish"
            | "approve"
            | "plan"
            | "cancel"
            | "send"
            | "skip"
            | "back"
            | "note"
            | "propose"
            | "take"
        ):
            about = _about_rule() if place == "pages/clinic" else _about_revision(place, key)
            return about | {"do": {"publish": "now"}.get(button, button)}
        case "discard":
            return {"seen": drafts.basis(_document(place, key), "en")}
        case "open" | "close":
            return {"do": button, "sure": "on", "read": "on"}
    return _SENT.get(button) or _about_chosen(button, place)


_SENT: dict[str, dict[str, Any]] = {
    "invite": {"email": "new@clinic.example", "role": "Editor"},
    "ask": {"email": "new@clinic.example"},
    "preview": {"title": "Way", "summary": "By bus.", "slug": "by-bus"},
    "translate": {"language": "es"},
    "restore": {"untouched": ""},
    "confirm": {"sure": "on"},
    "yes": {"yes": "1"},
    "delete": {"post": "yes", "why": "It is wrong."},
    "take_off": {"why": "It is wrong."},
    "find": {"words": "BS-T001"},
    "redact": {"parts": ["message"]},
    "name": {"name": "New", "slug": "new"},
    "cite": {
        "key": "new",
        "author": "City",
        "title": "Map",
        "where": "City Press",
        "year": "2024",
        "url": "https://www.example.org/map",
    },
    # A form without any field comes back with its mistakes.
    "save": {"untouched": ""},
    "leave": {"untouched": ""},
    "take_back": {"untouched": ""},
    "_release": {"_release": "x"},
    "_resend": {"_resend": "x"},
}


def _about_chosen(action: str, place: str) -> dict[str, Any]:
    action, sure, _rest = action.partition("_sure")
    chosen = {"action": action, "_selected_action": _every(place), "post": "yes", "do": "mark"}
    chosen |= {"sure": "x"} if sure else {}
    return chosen | ({"topic": _every("faq/topic")[-1]} if action == "move_to_topic" else {})


def _asked(address: str, place: str, key: int) -> dict[str, Any]:
    if address.endswith("/compare/"):
        revision = _document(place, key).revisions.get(state="draft").pk
        return {"from": revision, "to": revision}
    if address == "autocomplete/":
        return {"app_label": "contact", "model_name": "inquiry", "field_name": "assigned_to"}
    return {}


def _every(place: str) -> list[int]:
    """The keys of all that are in this list."""
    model = apps.get_model(place.replace("/", "."))
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))


def _document(place: str, key: int) -> Any:
    model = apps.get_model(place.replace("/", "."))
    return model._default_manager.get(pk=key)


def _about_rule() -> dict[str, Any]:
    value = rules.draft("driving")
    assert value
    return {
        "seen": value.stamp,
        "text": "for two days",
        "answer": "Why?",
        "reason": "As the label says.",
    }


def _about_revision(place: str, key: int) -> dict[str, Any]:
    draft = _document(place, key).revisions.get(state="draft")
    return {
        "seen": draft.changed_at.isoformat(),
        "reviewed_on": timezone.localdate().isoformat(),
        "words": "Please look again.",
    }
