"""A message from a visitor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.base import ModelBase
from django.db.models.functions import NullIf
from django.utils import timezone

from contact.models.choices import About, InboxPlace, Outcome, ReplyBy, Status
from contact.models.sealed import SealedTextField, Unreadable, fingerprint, fingerprints
from contact.models.search_terms import email_for_search, is_switchboard, phone_for_search
from pages.admin_addresses import change
from pages.typed import on_one_line

_MOST_OF_ONE_PERSON = 10


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    """Messages, as the inbox asks for them."""

    def in_order(self) -> Self:
        """Crisis first, then new, waiting and held by due time, then what is done."""
        return self.order_by("place", "due_at", "pk")

    def overdue(self, now: datetime | None = None) -> Self:
        """Nobody replied by the time we promised."""
        return self.filter(status=Status.NEW, due_at__lt=now or timezone.now())

    def held_past(self, moment: datetime) -> Self:
        """Held for a look by staff, while the time we promised is over by then."""
        return self.filter(status=Status.HELD, due_at__lt=moment)

    def unanswered_by(self, sender: Inquiry, now: datetime) -> Self:
        """From the same address or number as this one; our promise about them still stands."""
        ways = Q(phone_index__in=fingerprints(phone_for_search(sender.phone)))
        if sender.reply_by == ReplyBy.EMAIL:
            ways = Q(email_index__in=fingerprints(email_for_search(sender.email)))
        return self.filter(ways, status__in=[Status.NEW, Status.HELD], due_at__gt=now)

    def matching(self, typed: str, most: int) -> list[int]:
        """Keys of the one with this reference, and of those with exactly this email or phone.

        Three questions that an index answers each, so that it takes no longer among a million.
        """
        reference = on_one_line(typed).upper().removeprefix("BS-")
        number = phone_for_search(typed)
        wanted = [
            Q(reference__in=[f"BS-{reference}", f"BS-{reference.removeprefix('BS')}"]),
            Q(email_index__in=fingerprints(email_for_search(typed))),
            Q(phone_index__in=fingerprints(number) if number else []),
        ]
        found = {
            key
            for one in wanted
            for key in self.filter(one).order_by("-pk").values_list("pk", flat=True)[:most]
        }
        return sorted(found, reverse=True)[:most]

    def of_the_same_person(self, inquiry: Inquiry) -> list[Inquiry]:
        """Other messages with the same email address or phone number, the newest first."""
        ways = []
        # Most give only one of the two: nobody is looked for among all who gave none.
        if inquiry.email_index:
            ways.append(self.filter(email_index=inquiry.email_index))
        if inquiry.phone_index and not inquiry.phone_is_shared:
            ways.append(self.filter(phone_index=inquiry.phone_index, phone_is_shared=False))
        found = {
            other.pk: other
            for way in ways
            for other in way.order_by("-pk")[: _MOST_OF_ONE_PERSON + 1]
            if other.pk != inquiry.pk
        }
        return sorted(found.values(), key=lambda other: -other.pk)[:_MOST_OF_ONE_PERSON]

    def marked(self, shown: Iterable[Inquiry]) -> list[Inquiry]:
        """These few, each with ``has_others``, the same person wrote more than once, and
        ``is_refused``, a mail server refused our receipt to their address.

        Asked for those that are shown alone: a database without statistics would else ask all.
        """
        rows = list(shown)
        few = self.filter(pk__in=[one.pk for one in rows]).order_by()
        marks = few.annotate(others=_has_others(), refused=_is_refused())
        found = {pk: two for pk, *two in marks.values_list("pk", "others", "refused")}
        for one in rows:
            one.has_others, one.is_refused = found.get(one.pk, (False, False))
        return rows


def _has_others() -> Q:
    others = Inquiry.objects.exclude(pk=OuterRef("pk"))

    def same(field: str) -> InquiryQuerySet:
        # Nothing equals NULL: who gave none is not compared with the many who gave none either.
        return others.filter(**{field: NullIf(OuterRef(field), Value(""))})

    own_phone = same("phone_index").filter(phone_is_shared=False)
    return Exists(same("email_index")) | (Q(phone_is_shared=False) & Exists(own_phone))


def _is_refused() -> Exists:
    refused = Q(deliveries__kind="receipt", deliveries__refusals__gt=0)
    return Exists(Inquiry.objects.filter(refused, pk=OuterRef("pk")))


class Inquiry(models.Model):
    """One message. Everything that tells who wrote it, or what, is sealed."""

    reference = models.CharField(max_length=12, unique=True)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)

    name = SealedTextField()
    reply_by = models.CharField(max_length=5, choices=ReplyBy.choices)
    phone = SealedTextField(blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    #: It has an extension. What the index is made of leaves that out, to be found without it.
    phone_is_shared = models.BooleanField(db_default=False, default=False, editable=False)
    voicemail = models.BooleanField("may leave a voicemail", default=False)
    email = SealedTextField(blank=True)
    email_index = models.CharField(max_length=64, blank=True, editable=False)
    times = models.JSONField("best times", default=list, blank=True)
    about = models.CharField(max_length=7, choices=About.choices, blank=True)
    message = SealedTextField("their question", blank=True)
    language = models.CharField("reply in", max_length=8, choices=settings.LANGUAGES)
    page_language = models.CharField(
        "language of the page", max_length=8, choices=settings.LANGUAGES
    )

    received_at = models.DateTimeField("received", default=timezone.now, db_index=True)
    due_at = models.DateTimeField("reply due")
    crisis = models.BooleanField("may be in crisis", default=False)
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.NEW)
    #: Empty unless it was about a crisis and is done; and for what was done before this was asked.
    outcome = models.CharField(
        "what happened",
        max_length=7,
        choices=Outcome.choices,
        blank=True,
        db_default="",
        default="",
    )
    held_reason = models.CharField("why it was held", max_length=80, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
    )
    replied_at = models.DateTimeField("first reply", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    redacted_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: Raised by every change, so that nobody overwrites what a colleague just did.
    version = models.PositiveIntegerField(db_default=1, default=1, editable=False)
    place = models.GeneratedField(
        expression=Case(
            When(status=Status.DONE, then=Value(InboxPlace.DONE.value)),
            When(crisis=True, then=Value(InboxPlace.CRISIS.value)),
            When(status=Status.HELD, then=Value(InboxPlace.HELD.value)),
            When(status=Status.WAITING, then=Value(InboxPlace.WAITING.value)),
            default=Value(InboxPlace.NEW.value),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    #: Marks in the list; see ``InquiryQuerySet.marked``.
    has_others = is_refused = False

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "inquiries"
        permissions = [
            ("export_inquiry", "Can take inquiries out as a file"),
            ("redact_inquiry", "Can remove what a person wrote"),
        ]
        indexes = [
            models.Index(fields=["place", "due_at", "id"], name="inbox_order"),
            models.Index(fields=["status", "due_at"], name="inbox_by_status"),
            models.Index(fields=["status", "place", "due_at", "id"], name="inbox_by_state"),
            models.Index(
                fields=["assigned_to", "place", "due_at", "id"], name="inbox_by_colleague"
            ),
            models.Index(fields=["reply_by", "place", "due_at", "id"], name="inbox_by_way"),
            models.Index(fields=["language", "place", "due_at", "id"], name="inbox_by_language"),
            models.Index(fields=["email_index", "id"], name="inquiries_of_an_email"),
            models.Index(fields=["phone_index", "id"], name="inquiries_of_a_phone"),
            models.Index(
                fields=["closed_at"], name="closed_inquiries", condition=Q(closed_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.DONE, closed_at__isnull=False)
                | (~Q(status=Status.DONE) & Q(closed_at__isnull=True)),
                name="done_has_a_closing_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.HELD) | ~Q(held_reason=""), name="held_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="inquiry_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reply_by__in=ReplyBy.values), name="reply_by_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        # Only the reference: the admin's own log keeps this for ever.
        return self.reference

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Store it, with what follows from its fields."""
        self.note_how_to_find_it()
        if self.status != Status.DONE:
            self.closed_at, self.outcome = None, ""
        elif self.closed_at is None:
            self.closed_at = timezone.now()
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )

    def get_absolute_url(self) -> str:
        """Where staff open it."""
        return change(self)

    def note_how_to_find_it(self) -> None:
        """What a search and the same person's other messages go by."""
        if not isinstance(self.email, Unreadable):
            self.email_index = fingerprint(email_for_search(self.email))
        if not isinstance(self.phone, Unreadable):
            self.phone_index = fingerprint(phone_for_search(self.phone))
            self.phone_is_shared = is_switchboard(self.phone)

    @property
    def sender_index(self) -> str:
        """What the same person's messages have in common: how they want the reply."""
        return self.email_index if self.reply_by == ReplyBy.EMAIL else self.phone_index

    def moved_from(self, before: str) -> None:
        """Note the first reply: that is when a new message waits for them, or is done."""
        if before == Status.NEW and self.status in (Status.WAITING, Status.DONE):
            self.replied_at = self.replied_at or timezone.now()

    @property
    def is_open_crisis(self) -> bool:
        """True until someone says what became of a message that may be about a crisis."""
        return self.crisis and self.status != Status.DONE

    @property
    def is_overdue(self) -> bool:
        """True when nobody replied by the time we promised."""
        return self.status == Status.NEW and self.is_past_promise

    @property
    def is_past_promise(self) -> bool:
        """True when the time we promised is over, whatever became of the message."""
        return self.due_at < timezone.now()

    @property
    def deleted_on(self) -> datetime:
        """When the purge takes it; before it is done, when that would be if it were done now."""
        closed_at = self.closed_at or timezone.now()
        return closed_at + timedelta(days=settings.INQUIRY_RETENTION_DAYS)
