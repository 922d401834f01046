"""What is left to do before visitors may come: a list that counts down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, User
from django.urls import reverse
from django.utils import timezone

from clinic_site import health
from clinic_site.staff import help_lines
from contact.models import Delivery, Inquiry, Purge
from contact.outbox.backlog import backlog
from pages import registry
from pages.admin_addresses import change, changelist
from pages.clinic.facts import missing_facts
from pages.clinic.models import Clinic
from pages.languages import DEFAULT, in_brackets
from pages.models import (
    Page,
    Person,
    Place,
    PriceList,
    PriceListRevision,
    StartGuide,
    StartGuideRevision,
)
from pages.people import can_see
from pages.revisions.document import Document, document_models
from pages.revisions.reviews import unreviewed_words
from pages.revisions.revision import State
from pages.revisions.sources import Source

#: It runs every night; one night may be missed.
_PURGE_IS_LATE = timedelta(days=2)


@dataclass(frozen=True)
class Step:
    """Something to do once, in words for staff, and where it is done."""

    label: str
    path: str = ""
    #: The right that its page asks for, where not everyone who reads the list has it.
    needs: str = ""

    def seen_by(self, user: User | AnonymousUser) -> Step:
        """The same without a link that this person may not follow."""
        can_follow = not self.needs or can_see(user, self.needs)
        return self if can_follow else replace(self, path="")


def steps_left() -> list[Step]:
    """In the order in which they are best done; none once the site is ready."""
    return [*before_opening(), *_opening()]


def before_opening() -> list[Step]:
    """What is best done while the site still says that it is being prepared."""
    return [
        *_about_the_site(),
        *_about_people(),
        *_about_the_clinic(),
        *_about_rights(),
        *_about_words(),
        *_about_messages(),
    ]


def in_the_way() -> list[Step]:
    """What harms visitors, or keeps them out, if the site opened now: each is looked at first."""
    return [*_address(), *_published_over_warnings()]


def _address() -> Iterator[Step]:
    if settings.LOCAL:
        yield Step("Nobody outside can reach this site: put it on a server with its own address")


def _published_over_warnings() -> Iterator[Step]:
    """Words that visitors read although someone was warned of them."""
    for model in document_models():
        live = model.every_live_revision().exclude(published_over="")
        for revision in live.order_by("document", "language"):
            title = f"{revision.title}{in_brackets(revision.language)}"
            warnings = "; ".join(revision.published_over.splitlines())
            path = change(revision.document, revision.language)
            yield Step(f"Published over warnings: {title}. {warnings}", path)


def unreviewed_medical_words() -> list[Step]:
    """All words about health that visitors can read and no clinician has checked."""
    return [
        Step(
            f"{revision.title}{in_brackets(revision.language)}",
            change(revision.document, revision.language),
        )
        for model in document_models()
        for revision in unreviewed_words(model)
        .filter(document__medical=True)
        .order_by("document", "language")
    ]


def _opening() -> Iterator[Step]:
    if Clinic.load().is_being_prepared:
        yield Step("Open the site", reverse("admin:opening"))


def _about_the_site() -> Iterator[Step]:
    if settings.LOCAL:
        yield Step("Put the site on a server with its own address")
    if not help_lines.last_check():
        yield Step("Call and text each help line", reverse("admin:help_lines"))


def _about_people() -> Iterator[Step]:
    invite = reverse("admin:auth_user_invite")
    for role in ("Clinician", "Front desk"):
        people = Group.objects.filter(name=role, user__is_active=True)
        if not people.exists():
            path = f"{invite}?{urlencode({'role': role})}"
            yield Step(f"Give someone an account as {role.lower()}", path, "auth.add_user")


#: What a visitor wants to know of a clinic before anything else.
_FIRST_QUESTIONS: tuple[tuple[type[Document], str], ...] = (
    (Person, "Say who works here"),
    (Place, "Say where you are, and when you are open"),
    (PriceList, "Say what it costs"),
    (StartGuide, "Say how someone starts"),
)


#: What visitors have a right to read, in the clinic's own words, checked by its lawyer.
RIGHTS = ("privacy-practices", "notice-of-nondiscrimination", "language-help", "complaints")


def _about_rights() -> Iterator[Step]:
    """A page that does not apply is deleted, and then it is asked for no more."""
    pages = Page.objects.filter(slug__in=RIGHTS)
    live = pages.live_words(DEFAULT).values("pk")
    if many := pages.exclude(pk__in=live).count():
        words = "1 page on patients’ rights" if many == 1 else f"{many} pages on patients’ rights"
        yield Step(f"Have a lawyer check {words}, and publish or throw away", changelist(Page))
    if not PriceListRevision.objects.filter(state=State.LIVE, good_faith_estimate__gt="").exists():
        yield Step("Say how someone asks for a good faith estimate", changelist(PriceList))


def _about_the_clinic() -> Iterator[Step]:
    for model, words in _FIRST_QUESTIONS:
        if not model.objects.live_words(DEFAULT).exists():
            yield Step(words, changelist(model))
    answers = StartGuideRevision.objects.filter(state=State.LIVE).exclude(new_patients="")
    if not answers.exists():
        yield Step("Say whether you take new patients", changelist(StartGuide))


def _about_words() -> Iterator[Step]:
    if missing := missing_facts(Clinic.load()):
        words = "1 clinic fact" if len(missing) == 1 else f"{len(missing)} clinic facts"
        yield Step(f"Fill in {words}", changelist(Clinic))
    if many := Source.objects.incomplete().count():
        sources = "1 source" if many == 1 else f"{many} sources"
        words = f"Complete {sources}: author, title, year or day, address"
        yield Step(words, f"{changelist(Source)}?complete=no")
    checked = [model for model in document_models() if model in registry.checked_documents]
    for model in checked:
        if many := unreviewed_words(model).count():
            meta = model._meta
            name = meta.verbose_name if many == 1 else meta.verbose_name_plural
            yield Step(f"Have a clinician check {many} {name}", f"{changelist(model)}?review=never")


def _about_messages() -> Iterator[Step]:
    inbox, messages = changelist(Inquiry), "contact.view_inquiry"
    if list(health.mail_problems(backlog())):
        yield Step("Let the mail worker run, so that mail goes out")
    if not Delivery.objects.filter(sent_at__isnull=False).exists():
        yield Step(
            "Send a test message with the contact form, and see that its mail comes",
            inbox,
            messages,
        )
    now = timezone.now()
    if not Purge.objects.filter(ran_at__gt=now - _PURGE_IS_LATE, ran_at__lte=now).exists():
        yield Step("Let the nightly deletion of old messages run", inbox, messages)
