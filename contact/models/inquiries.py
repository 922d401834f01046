"""A message from a visitor, and what staff wrote down about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.base import ModelBase
from django.utils import timezone

from contact.models.sealed import SealedTextField, Unreadable, fingerprint, fingerprints
from pages.admin_addresses import change
from pages.typed import dialable

_MOST_OF_ONE_PERSON = 10


class ReplyBy(models.TextChoices):
    """How the person wants to hear from us, in their words."""

    CALL = "call", "Phone call"
    TEXT = "text", "Text message"
    EMAIL = "email", "Email"


class Time(models.TextChoices):
    """When the person is best reached, in their words."""

    MORNING = "morning", "Morning"
    AFTERNOON = "afternoon", "Afternoon"
    ANY = "any", "Any time we are open"


class About(models.TextChoices):
    """Who the question is about, in their words."""

    ME = "me", "Me"
    OTHER = "other", "Someone I care about"
    PATIENT = "patient", "My patient"


class Status(models.TextChoices):
    """How far the reply is, in the words of staff."""

    NEW = "new", "New"
    WAITING = "waiting", "Waiting for them"
    DONE = "done", "Done"
    HELD = "held", "Held"


class Place(models.IntegerChoices):
    """Where a message stands in the inbox, from the top."""

    CRISIS, NEW, WAITING, HELD, DONE = range(5)


def email_for_search(email: str) -> str:
    """Addresses are found however their capitals were typed."""
    return email.strip().casefold()


def phone_for_search(phone: str) -> str:
    """Numbers are found however they were punctuated."""
    return dialable(phone) or "".join(filter(str.isdigit, phone))


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    """Messages, as the inbox asks for them."""

    def in_order(self) -> Self:
        """Crisis first, then new, waiting and held by due time, then what is done."""
        return self.order_by("place", "due_at", "pk")

    def overdue(self, now: datetime | None = None) -> Self:
        """Nobody replied by the time we promised."""
        return self.filter(status=Status.NEW, due_at__lt=now or timezone.now())

    def matching(self, typed: str, most: int) -> list[int]:
        """Keys of the one with this reference, and of those with exactly this email or phone.

        Three questions that an index answers each, so that it takes no longer among a million.
        """
        reference = typed.strip().upper().removeprefix("BS-").removeprefix("BS")
        number = phone_for_search(typed)
        wanted = [
            Q(reference=f"BS-{reference}"),
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
        found = {
            other.pk: other
            for name in ("email_index", "phone_index")
            if (index := getattr(inquiry, name))
            for other in self.filter(**{name: index}).order_by("-pk")[: _MOST_OF_ONE_PERSON + 1]
            if other.pk != inquiry.pk
        }
        return sorted(found.values(), key=lambda other: -other.pk)[:_MOST_OF_ONE_PERSON]

    def with_others(self) -> Self:
        """Each with ``has_others``: the same person wrote more than once."""
        others = Inquiry.objects.exclude(pk=OuterRef("pk"))
        return self.annotate(
            has_others=Exists(
                others.filter(email_index=OuterRef("email_index")).exclude(email_index="")
            )
            | Exists(others.filter(phone_index=OuterRef("phone_index")).exclude(phone_index=""))
        )


class Inquiry(models.Model):
    """One message. Everything that tells who wrote it, or what, is sealed."""

    reference = models.CharField(max_length=12, unique=True)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)

    name = SealedTextField()
    reply_by = models.CharField(max_length=5, choices=ReplyBy.choices)
    phone = SealedTextField(blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
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
            When(status=Status.DONE, then=Value(Place.DONE.value)),
            When(crisis=True, then=Value(Place.CRISIS.value)),
            When(status=Status.HELD, then=Value(Place.HELD.value)),
            When(status=Status.WAITING, then=Value(Place.WAITING.value)),
            default=Value(Place.NEW.value),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

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
        if not isinstance(self.email, Unreadable):
            self.email_index = fingerprint(email_for_search(self.email))
        if not isinstance(self.phone, Unreadable):
            self.phone_index = fingerprint(phone_for_search(self.phone))
        if self.status != Status.DONE:
            self.closed_at = None
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

    def moved_from(self, before: str) -> None:
        """Note the first reply: that is when a new message waits for them, or is done."""
        if before == Status.NEW and self.status in (Status.WAITING, Status.DONE):
            self.replied_at = self.replied_at or timezone.now()

    @property
    def is_overdue(self) -> bool:
        """True when nobody replied by the time we promised."""
        return self.status == Status.NEW and self.due_at < timezone.now()

    @property
    def deleted_on(self) -> datetime | None:
        """When the purge takes it; None until it is done."""
        if self.closed_at is None:
            return None
        return self.closed_at + timedelta(days=settings.INQUIRY_RETENTION_DAYS)


class Note(models.Model):
    """What staff wrote down about a message; sealed like the message itself."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="notes")
    text = SealedTextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"note of {timezone.localtime(self.written_at):%Y-%m-%d %H:%M}"
