"""What staff need to see first: whom to answer, what to check, what is missing, how mail does."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from clinic_site import health
from clinic_site.staff import launch
from clinic_site.staff.opening import may_open
from contact.models import Delivery, Inquiry, Status
from contact.outbox.backlog import backlog
from contact.promise import due_shortly
from faq.models import Entry, UnansweredSearch, UnansweredSearchQuerySet
from pages import registry
from pages.admin_addresses import change, changelist, view
from pages.clinic.facts import missing_facts
from pages.clinic.hours_in_words import date_in_words
from pages.clinic.in_languages import standings
from pages.clinic.models import Clinic
from pages.models import Page, Picture
from pages.people import can_see
from pages.revisions import approval
from pages.revisions.document import Document, document_models
from pages.revisions.reviews import unreviewed_words
from pages.revisions.revision import Revision, State
from pages.revisions.schedule import withdrawn
from pages.revisions.sources import Source
from pages.revisions.translations import older_than_english

#: How far ahead a review is announced, and how far back searches are counted.
_SOON = timedelta(days=30)
_MOST_ROWS = 8
_MOST_SEARCHES = 6
_MOST_ADDRESSES = 5


@dataclass(frozen=True)
class MenuLink:
    """A word of the menu."""

    name: str
    path: str
    is_here: bool


@dataclass(frozen=True)
class DueReview:
    """Live words that a clinician has to look at."""

    document: Document
    title: str
    path: str
    days_late: int
    due: date


def menu(request: HttpRequest) -> list[MenuLink]:
    """The parts of the staff site this person works in."""
    front = reverse("admin:index")
    parts = [
        ("Inbox", "contact.view_inquiry", changelist(Inquiry)),
        ("Questions", "faq.view_entry", changelist(Entry)),
        ("Gaps", "faq.view_unansweredsearch", reverse("admin:gaps")),
        ("Pages", "pages.view_page", changelist(Page)),
        ("Sources", "pages.view_source", changelist(Source)),
        ("About us", "pages.view_place", reverse("admin:about")),
        ("Pictures", "pages.view_picture", changelist(Picture)),
        ("Clinic facts", "pages.view_clinic", changelist(Clinic)),
    ]
    links = [
        MenuLink(name, path, request.path.startswith(path))
        for name, permission, path in parts
        if can_see(request.user, permission)
    ]
    return [MenuLink("Today", front, request.path == front), *links]


def mail_problems(request: HttpRequest) -> list[str]:
    """Why staff may not hear of a message; nothing for those who have no messages."""
    if not can_see(request.user, "contact.view_inquiry"):
        return []
    now = backlog()
    problems = list(health.mail_problems(now))
    if now.failed:
        problems += failed_mails()
    return problems


def failed_mails() -> list[str]:
    """Which staff addresses refuse mail; a refused receipt is told on its message."""
    failed = Delivery.objects.failed().of_the_site().order_by()
    addresses = failed.values_list("recipient", flat=True).distinct()
    return [
        f"mail to {address} could not be delivered"
        for address in sorted(addresses)[:_MOST_ADDRESSES]
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    """What the front page shows this person."""
    shown: dict[str, Any] = {
        "greeting": greeting(timezone.localtime()),
        "date": date_in_words(timezone.localdate()),
        "name": getattr(request.user, "first_name", "") or request.user.get_username(),
    }
    if can_see(request.user, "contact.view_inquiry"):
        shown.update(replies())
        shown["mail"] = mail()
    kinds = [model for model in document_models() if can_see(request.user, _view(model))]
    if kinds:
        shown.update(about_documents(request, kinds))
    if can_see(request.user, "faq.view_unansweredsearch"):
        shown["searches"] = searches()
        shown["not_shown"] = recent_searches().not_shown()
        shown["can_answer"] = request.user.has_perm("faq.add_entry")
    if can_see(request.user, "pages.view_clinic"):
        shown["missing"] = missing_facts(Clinic.load())
        shown["standings"] = standings()
    if can_see(request.user, "auth.view_user"):
        shown["steps_left"] = launch.steps_left()
    elif may_open(request):
        shown["is_being_prepared"] = Clinic.load().is_being_prepared
    return shown


def greeting(now: datetime) -> str:
    """Good morning until noon, good afternoon until six."""
    if now.hour < 12:
        return "Good morning"
    return "Good afternoon" if now.hour < 18 else "Good evening"


def replies() -> dict[str, Any]:
    """Messages nobody replied to, the most pressing first."""
    new = Inquiry.objects.filter(status=Status.NEW)
    rows = new.in_order().select_related("assigned_to")[:_MOST_ROWS]
    return {
        "overdue": Inquiry.objects.overdue().count(),
        "new": new.count(),
        "held": Inquiry.objects.filter(status=Status.HELD).count(),
        "held_due": Inquiry.objects.held_past(end_of_today()).count(),
        "inquiries": [(inquiry, due_shortly(inquiry.due_at)) for inquiry in rows],
    }


def end_of_today() -> datetime:
    """Midnight on the clinic's clock."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def mail() -> dict[str, Any]:
    """How the mail does."""
    today = timezone.now()
    sent = Delivery.objects.filter(sent_at__gt=today - timedelta(days=7), sent_at__lte=today)
    last = sent.order_by("-sent_at").values_list("sent_at", flat=True).first()
    now = backlog()
    return {"sent": sent.count(), "last": last, "waiting": now.waiting, "failed": now.failed}


def about_documents(request: HttpRequest, models: list[type[Document]]) -> dict[str, Any]:
    """What is to be done with the words on the site."""
    checked = [model for model in models if model in registry.checked_documents]
    return {
        "reviews": reviews(models),
        "drafts": drafts(models),
        "all_drafts": [all_drafts(model) for model in models],
        "older": older_translations(models),
        "unreviewed": [unreviewed(model) for model in checked],
        "to_approve": to_approve(request, models),
        "withdrawn": taken_off(models),
    }


def reviews(models: list[type[Document]]) -> list[DueReview]:
    """Reviews that are late or due soon, the latest first."""
    today = timezone.localdate()
    found = [
        DueReview(revision.document, revision.title, _editor(revision), (today - due).days, due)
        for model in models
        for revision in model.every_live_revision().filter(review_due__lte=today + _SOON)
        if (due := revision.review_due)
    ]
    return sorted(found, key=lambda review: review.due)[:_MOST_ROWS]


def unreviewed(model: type[Document]) -> dict[str, Any]:
    """How many live words, in any language, no clinician has checked, and where they are."""
    return {
        "many": unreviewed_words(model).count(),
        "names": model._meta.verbose_name_plural,
        "path": f"{changelist(model)}?review=never",
    }


def older_translations(models: list[type[Document]]) -> list[tuple[str, str]]:
    """Live translations whose English words changed since: title and where."""
    return [
        (revision.title, _editor(revision))
        for model in models
        for revision in older_than_english(model)[:_MOST_ROWS]
    ]


def drafts(models: list[type[Document]]) -> list[tuple[str, str, str]]:
    """Words someone began and did not publish: title, where, and what they are about."""
    return [
        (draft.title, _editor(draft), str(model._meta.verbose_name))
        for model in models
        for draft in _drafts(model)[:_MOST_ROWS]
    ]


def all_drafts(model: type[Document]) -> dict[str, Any]:
    """How many documents of this kind have a draft, and where they all are."""
    written = model.every_revision().filter(state=State.DRAFT).order_by().values("document")
    return {
        "many": written.distinct().count(),
        "names": model._meta.verbose_name_plural,
        "path": f"{changelist(model)}?state=draft",
    }


def to_approve(request: HttpRequest, models: list[type[Document]]) -> list[tuple[str, str, str]]:
    """Drafts that this clinician was asked to read: title, where, and who wrote it."""
    return [
        (revision.title, _version(revision), _name(revision.author))
        for model in models
        for revision in approval.waiting(model)[:_MOST_ROWS]
        if approval.can_approve(request.user, revision)
    ]


def taken_off(models: list[type[Document]]) -> list[tuple[str, str]]:
    """What visitors could read once and cannot now: title and where."""
    return [
        (str(document), change(document))
        for model in models
        for document in withdrawn(model)[:_MOST_ROWS]
    ]


def recent_searches() -> UnansweredSearchQuerySet:
    """What people looked for in vain lately."""
    since = timezone.localdate() - _SOON
    return UnansweredSearch.objects.filter(day__gt=since, day__lte=timezone.localdate())


def searches() -> list[Any]:
    """The most frequent words they looked for, as far as words are kept."""
    rows = recent_searches().in_clear().values("words").annotate(times=Sum("count"))
    return list(rows.order_by("-times", "words")[:_MOST_SEARCHES])


def _drafts(model: type[Document]) -> QuerySet[Revision]:
    """What is being written, what was changed last first."""
    return model.every_revision().filter(state=State.DRAFT).order_by("-changed_at")


def _editor(revision: Revision) -> str:
    """Where these words are written, in their language."""
    return change(revision.document, revision.language)


def _name(author: User | None) -> str:
    return str(author.get_short_name() or author) if author else "the first edition"


def _version(revision: Revision) -> str:
    return view(type(revision.document), "revision", revision.document_id, revision.pk)


def _view(model: type[Document]) -> str:
    return f"{model._meta.app_label}.view_{model._meta.model_name}"
