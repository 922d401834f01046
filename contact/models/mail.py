"""The mails that messages cause: one row for each recipient."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from contact.models.choices import InboxPlace
from contact.models.inquiries import Inquiry

#: Longer than one mail can take: connecting and each command of the mail server may time out.
LEASE = timedelta(seconds=8 * settings.EMAIL_TIMEOUT)
#: Between two tries of one mail: after the first, and after many.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
#: Kinds that tell what the inbox or the words are like on one day.
_OF_A_DAY = ["overdue", "held", "reviews"]
#: Kinds that tell one colleague what was done with words on the site.
_OF_WORDS = ["asked", "back", "agreed", "off", "binned", "again"]
#: Kinds that are about no one message and no one day.
_OF_NOW = ["summary", "turn", "rights", "door", *_OF_WORDS]
#: Clocks of two machines differ by less; a time that far beyond any we set is from a wrong clock.
CLOCKS_DIFFER = timedelta(minutes=5)
#: A mail that was not tried yet is put off by less: until the next summary, or a server answers.
_PUT_OFF = timedelta(minutes=5)


def new_message_id() -> str:
    """What a mail is known by, on every try, to every mail server."""
    return f"<{secrets.token_hex(16)}@{settings.SITE_HOST}>"


def wait_after(
    tries: int, first: timedelta = FIRST_WAIT, longest: timedelta = LONGEST_WAIT
) -> timedelta:
    """How long after so many tries the next one comes: each time twice as long."""
    return min(first * (1 << min(max(tries - 1, 0), 6)), longest)


def _beyond_any_we_set(now: datetime) -> Q:
    """Mails whose next try was set by a clock that went ahead, since when it was set back."""
    far = Q()
    for tries in range(8):
        wait = max(wait_after(tries), _PUT_OFF) + CLOCKS_DIFFER
        many = Q(attempts=tries) if tries < 7 else Q(attempts__gte=tries)
        far |= many & Q(next_try_at__gt=now + wait)
    return far


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Mails, as the worker asks for them."""

    def waiting(self) -> Self:
        """Not sent yet, and not given up."""
        return self.filter(state=Delivery.State.WAITING)

    def due(self, now: datetime) -> Self:
        """Those a worker may take now: their time has come and no other worker has them.

        Times far beyond any we set were written before the clock was set back, and one that was
        never put off waits for no clock. What a summary tells goes with that summary.
        """
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        never_put_off = Q(attempts=0, next_try_at__lte=F("created_at") + timedelta(seconds=1))
        return self.waiting().filter(
            Q(told_by__isnull=True),
            free | Q(leased_until__gt=now + LEASE + CLOCKS_DIFFER),
            Q(next_try_at__lte=now) | never_put_off | _beyond_any_we_set(now),
        )

    def urgent(self) -> Self:
        """To staff, about messages that may be about a crisis and are not done."""
        crisis = Inquiry.objects.filter(place=InboxPlace.CRISIS)
        return self.filter(kind=Delivery.Kind.STAFF, inquiry__in=crisis.values("pk"))

    def in_line(self) -> list[Self]:
        """What goes out first, second and last, in each part the oldest first.

        However many receipts wait, staff hear of a message at once.
        """
        oldest_first = self.order_by("pk")
        to_staff = oldest_first.exclude(kind=Delivery.Kind.RECEIPT)
        return [oldest_first.urgent(), to_staff, oldest_first]

    def of_the_site(self) -> Self:
        """Without receipts that were turned away: that says something of one visitor's address.

        A receipt that was never tried stays in: it may be our own mail server that is down.
        """
        return self.exclude(kind=Delivery.Kind.RECEIPT, attempts__gt=0)

    def refused_receipts(self) -> Self:
        """Receipts to an address that a mail server refused, tried again or not."""
        return self.filter(kind=Delivery.Kind.RECEIPT, refusals__gt=0)

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
        HELD = "held", "Held messages, to staff"
        SUMMARY = "summary", "Many new messages, to staff"
        REVIEWS = "reviews", "Words to review, to staff"
        TURN = "turn", "Their turn, to staff"
        RIGHTS = "rights", "A new clinician, to staff"
        DOOR = "door", "About signing in, to staff"
        ASKED = "asked", "Words to approve, to staff"
        BACK = "back", "Words sent back, to staff"
        AGREED = "agreed", "Words approved, to staff"
        OFF = "off", "Words taken off the site, to staff"
        BINNED = "binned", "Words thrown away, to staff"
        AGAIN = "again", "Words back on the site, to staff"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not delivered"

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="deliveries", null=True, blank=True
    )
    #: The day whose late replies or held messages it tells, or the Monday of its week.
    day = models.DateField(null=True, blank=True)
    #: The summary that goes out in its place, while many messages come in at once.
    told_by = models.ForeignKey(
        "self", models.SET_NULL, related_name="tells", null=True, blank=True
    )
    kind = models.CharField(max_length=7, choices=Kind.choices)
    recipient = models.CharField("staff address", max_length=254, blank=True)
    #: What a mail about signing in tells, a word and a number of whoever writes those; or the draft
    #: that waits for them, the name of its table and its number.
    about = models.CharField(max_length=40, blank=True, default="", db_default="")
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
            # Every page of staff asks whether many receipts were refused lately.
            models.Index(fields=["created_at"], name="refused_mail", condition=Q(refusals__gt=0)),
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
                | (Q(kind__in=["staff", *_OF_NOW, *_OF_A_DAY]) & ~Q(recipient="")),
                name="only_staff_addresses_are_kept",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["staff", "receipt"], inquiry__isnull=False, day__isnull=True)
                | Q(kind__in=_OF_A_DAY, inquiry__isnull=True, day__isnull=False)
                | Q(kind__in=_OF_NOW, inquiry__isnull=True, day__isnull=True),
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
