"""What staff need to see first: whom to answer, what to check, what is missing, how mail does."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from clinic_site import health
from clinic_site.staff import launch, sessions
from clinic_site.staff.gone import thrown_away, wrong_words
from clinic_site.staff.opening import may_open
from clinic_site.staff.today import accounts, rules, words
from contact.models import Delivery, InboxPlace, Inquiry, Status
from contact.outbox.backlog import backlog
from contact.promise import due_of
from faq.models import Entry, UnansweredSearch, UnansweredSearchQuerySet
from pages.admin_addresses import change, changelist
from pages.clinic.facts import missing_facts
from pages.clinic.hours import Hours
from pages.clinic.hours_in_words import date_in_words
from pages.clinic.in_languages import standings
from pages.clinic.models import Clinic
from pages.clinic.place import main_place
from pages.languages import DEFAULT
from pages.models import Page, Picture, Place
from pages.people import can_see
from pages.revisions.document import Document, document_models
from pages.revisions.sources import Source

#: How far back searches are counted.
_LATELY = timedelta(days=30)
#: Time enough to ask the team, and to tell patients who have an appointment.
_HOLIDAYS_AHEAD = timedelta(days=60)
_MOST_ROWS = 8
_MOST_SEARCHES = 6
_MOST_ADDRESSES = 5


@dataclass(frozen=True)
class MenuLink:
    """A word of the menu."""

    name: str
    path: str
    is_here: bool


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
        ("Colleagues", "auth.view_user", reverse("admin:colleagues")),
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
    shown.update(accounts.to_do(sessions.me(request)))
    if can_see(request.user, "contact.view_inquiry"):
        shown.update(replies())
        shown["mail"] = mail()
    kinds = [model for model in document_models() if can_see(request.user, _view(model))]
    if kinds:
        shown.update(words.to_do(request, kinds))
    shown["may_take_off"] = wrong_words.offered(request)
    shown["has_bin"] = bool(thrown_away.kinds_of(request))
    if can_see(request.user, "faq.view_unansweredsearch"):
        shown["searches"] = searches()
        shown["not_shown"] = recent_searches().not_shown()
        shown["can_answer"] = request.user.has_perm("faq.add_entry")
    if can_see(request.user, "pages.view_clinic"):
        shown["missing"] = missing_facts(Clinic.load())
        shown["standings"] = standings()
        shown["rules"] = rules.rules(request)
    if request.user.has_perms(("auth.view_user", "pages.change_place")):
        shown.update(holidays())
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
    """Messages nobody replied to, and each crisis until it is closed, the most pressing first."""
    new = Inquiry.objects.filter(place__in=[InboxPlace.CRISIS, InboxPlace.NEW])
    rows = new.in_order().select_related("assigned_to")[:_MOST_ROWS]
    return {
        "in_crisis": new.filter(place=InboxPlace.CRISIS).count(),
        "overdue": Inquiry.objects.overdue().count(),
        "new": new.count(),
        "held": Inquiry.objects.filter(status=Status.HELD).count(),
        "held_due": Inquiry.objects.held_past(end_of_today()).count(),
        "inquiries": [(inquiry, due_of(inquiry)) for inquiry in rows],
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


def holidays() -> dict[str, Any]:
    """Holidays of which nobody said yet whether the clinic is open, and where that is said."""
    place, today = Place.objects.live(DEFAULT).first(), timezone.localdate()
    days = Hours.of(main_place(DEFAULT)).undecided(today, today + _HOLIDAYS_AHEAD)
    return {"holidays": days, "place": change(place)} if place and days else {}


def recent_searches() -> UnansweredSearchQuerySet:
    """What people looked for in vain lately."""
    since = timezone.localdate() - _LATELY
    return UnansweredSearch.objects.filter(day__gt=since, day__lte=timezone.localdate())


def searches() -> list[Any]:
    """The most frequent words they looked for, as far as words are kept."""
    rows = recent_searches().in_clear().values("words").annotate(times=Sum("count"))
    return list(rows.order_by("-times", "words")[:_MOST_SEARCHES])


def _view(model: type[Document]) -> str:
    return f"{model._meta.app_label}.view_{model._meta.model_name}"
