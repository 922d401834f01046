"""A message from a visitor, the mails it causes, who read it, and what the worker remembers."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from contact.sealed import SealedTextField, Unreadable, fingerprint, fingerprints
from pages.phone import dialable

#: Longer than one mail can take: connecting and each command of the mail server may time out.
LEASE = timedelta(seconds=8 * settings.EMAIL_TIMEOUT)
#: Between two tries of one mail.
LONGEST_WAIT = timedelta(hours=1)
#: Clocks of two machines differ by less; a time that far beyond any we set is from a wrong clock.
_CLOCKS_DIFFER = timedelta(hours=1)
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


def new_message_id() -> str:
    """What a mail is known by, on every try, to every mail server."""
    return f"<{secrets.token_hex(16)}@{settings.SITE_HOST}>"


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
            *(
                models.Index(fields=[one, "place", "due_at", "id"], name=f"inbox_by_{name}")
                for one, name in (
                    *(("status", "state"), ("assigned_to", "colleague")),
                    *(("reply_by", "way"), ("language", "language")),
                )
            ),
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it, with what follows from its fields."""
        if not isinstance(self.email, Unreadable):
            self.email_index = fingerprint(email_for_search(self.email))
        if not isinstance(self.phone, Unreadable):
            self.phone_index = fingerprint(phone_for_search(self.phone))
        if self.status != Status.DONE:
            self.closed_at = None
        elif self.closed_at is None:
            self.closed_at = timezone.now()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Where staff open it."""
        return reverse("admin:contact_inquiry_change", args=[self.pk])

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


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Mails, as the worker asks for them."""

    def waiting(self) -> Self:
        """Not sent yet, and not given up."""
        return self.filter(state=Delivery.State.WAITING)

    def due(self, now: datetime) -> Self:
        """Those a worker may take now: their time has come and no other worker has them.

        Times far beyond any we set were written before the clock was set back. What a summary
        tells goes with that summary.
        """
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        return self.waiting().filter(
            Q(told_by__isnull=True),
            free | Q(leased_until__gt=now + LEASE + _CLOCKS_DIFFER),
            Q(next_try_at__lte=now) | Q(next_try_at__gt=now + LONGEST_WAIT + _CLOCKS_DIFFER),
        )

    def failed(self) -> Self:
        """Refused for good; a person has to look."""
        return self.filter(state=Delivery.State.FAILED)

    def try_again(self) -> int:
        """Queue the failed ones of this selection once more; how many."""
        return self.failed().update(
            state=Delivery.State.WAITING,
            next_try_at=timezone.now(),
            refusals=0,
            refused_since=None,
        )


class Delivery(models.Model):
    """One mail to one recipient: a staff address, or the patient (whose address is not here)."""

    class Kind(models.TextChoices):
        STAFF = "staff", "New message, to staff"
        RECEIPT = "receipt", "Receipt to them"
        OVERDUE = "overdue", "Late replies, to staff"
        SUMMARY = "summary", "Many new messages, to staff"
        REVIEWS = "reviews", "Words to review, to staff"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not delivered"

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="deliveries", null=True, blank=True
    )
    #: The day whose late replies it tells, or the Monday of its week.
    day = models.DateField(null=True, blank=True)
    #: The summary that goes out in its place, while many messages come in at once.
    told_by = models.ForeignKey(
        "self", models.SET_NULL, related_name="tells", null=True, blank=True
    )
    kind = models.CharField(max_length=7, choices=Kind.choices)
    recipient = models.CharField("staff address", max_length=254, blank=True)
    message_id = models.CharField(max_length=255, unique=True, default=new_message_id)
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease_holder = models.CharField(max_length=80, blank=True)
    refusals = models.PositiveIntegerField("permanent refusals", default=0)
    refused_since = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], name="unsent_mail", condition=Q(state="waiting")),
            models.Index(fields=["id"], name="failed_mail", condition=Q(state="failed")),
            models.Index(
                fields=["recipient", "sent_at"],
                name="mail_sent_to_staff",
                condition=Q(sent_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "kind", "recipient"], name="one_mail_per_recipient"
            ),
            models.UniqueConstraint(
                fields=["kind", "recipient", "day"],
                name="one_reminder_a_day",
                condition=Q(day__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["recipient"],
                name="one_summary_waits",
                condition=Q(kind="summary", state="waiting"),
            ),
            models.CheckConstraint(
                condition=Q(kind="receipt", recipient="")
                | (Q(kind__in=["staff", "overdue", "summary", "reviews"]) & ~Q(recipient="")),
                name="only_staff_addresses_are_kept",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["staff", "receipt"], inquiry__isnull=False, day__isnull=True)
                | Q(kind__in=["overdue", "reviews"], inquiry__isnull=True, day__isnull=False)
                | Q(kind="summary", inquiry__isnull=True, day__isnull=True),
                name="a_mail_is_about_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | Q(state__in=["waiting", "failed"], sent_at__isnull=True),
                name="sent_mail_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(leased_until__isnull=True, lease_holder="")
                | (Q(leased_until__isnull=False, state="waiting") & ~Q(lease_holder="")),
                name="a_lease_has_a_holder",
            ),
            models.CheckConstraint(
                condition=Q(refusals=0, refused_since__isnull=True)
                | Q(refusals__gt=0, refused_since__isnull=False),
                name="refusals_have_a_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"

    def address(self) -> str:
        """Who gets it; the patient's address is read from the message itself."""
        return self.recipient or (self.inquiry.email if self.inquiry else "")

    @property
    def whose(self) -> str:
        """Who gets it, for staff: never the patient's address."""
        return self.recipient or "the receipt to them"


class Arrival(models.Model):
    """That some address sent a message a moment ago; the throttle counts these and removes them."""

    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "at"], name="arrivals_of_an_address")]

    def __str__(self) -> str:
        return f"arrival {self.pk}"


class Heartbeat(models.Model):
    """When the mail worker was last seen alive."""

    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_heartbeat")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class Purge(models.Model):
    """Proof that old messages were deleted: when, and how many."""

    ran_at = models.DateTimeField(default=timezone.now)
    closed_before = models.DateTimeField()
    deleted = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()

    class Meta:
        ordering = ["-ran_at"]

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d}: {self.deleted} deleted"


class AuditRecord(models.Model):
    """That somebody did something with a message: who, when and what, and nothing they read.

    Rows are added by ``contact.audit`` alone; the database refuses to change or delete one.
    """

    class Act(models.TextChoices):
        OPENED = "opened", "Opened"
        CHANGED = "changed", "Changed"
        EXPORTED = "exported", "Exported"
        REDACTED = "redacted", "Removed words from"
        DELETED = "deleted", "Deleted"
        PURGED = "purged", "Purged"
        SIGN_IN_FAILED = "sign-in", "Failed to sign in"

    at = models.DateTimeField("when", editable=False)
    who = models.CharField(max_length=150, editable=False)
    act = models.CharField("did what", max_length=8, choices=Act.choices, editable=False)
    reference = models.CharField("message", max_length=12, blank=True, editable=False)
    detail = models.CharField(max_length=120, blank=True, editable=False)
    #: Over this row and the one before it: a changed or missing row breaks the chain.
    link = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name_plural = "who did what"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["reference", "id"], name="audit_of_a_message")]

    def __str__(self) -> str:
        return f"{self.who} {self.get_act_display().lower()} {self.reference}".strip()
