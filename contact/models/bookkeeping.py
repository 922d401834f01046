"""What the site notes of its own work: arrivals, the worker, purges, and who did what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Arrival(models.Model):
    """That some address sent a message a moment ago; the throttle counts these and removes them."""

    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "at"], name="arrivals_of_an_address")]

    def __str__(self) -> str:
        return f"arrival {self.pk}"


class Heartbeat(models.Model):
    """When the mail worker was last seen alive, and whether it could have stored a message."""

    at = models.DateTimeField()
    can_store = models.BooleanField(db_default=True, default=True)

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
    """That somebody did something with a message or an account, or came in: who, when and what.

    Nothing that they read.

    Rows are added by ``contact.keeping.audit`` alone; the database refuses to change or delete one.
    """

    class Act(models.TextChoices):
        OPENED = "opened", "Opened"
        CHANGED = "changed", "Changed"
        EXPORTED = "exported", "Exported"
        REDACTED = "redacted", "Removed words from"
        DELETED = "deleted", "Deleted"
        PURGED = "purged", "Purged"
        LISTED = "listed", "Saw the list of messages"
        SIGNED_IN = "entered", "Signed in"
        SIGN_IN_FAILED = "sign-in", "Failed to sign in"
        ACCOUNT = "account", "Changed an account or role"
        SECOND_STEP = "second", "Gave the second step"
        SET_UP = "set-up", "Set up or reset a second step"

    at = models.DateTimeField("when", editable=False)
    who = models.CharField(max_length=150, editable=False)
    #: The number of their account, which stays when it is renamed. None: no colleague, or recorded
    #: before numbers were kept.
    account = models.PositiveBigIntegerField(null=True, editable=False)
    act = models.CharField("did what", max_length=8, choices=Act.choices, editable=False)
    reference = models.CharField("message", max_length=12, blank=True, editable=False)
    detail = models.CharField(max_length=120, blank=True, editable=False)
    #: Over this row and the one before it: a changed or missing row breaks the chain.
    link = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name_plural = "who did what"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["reference", "id"], name="audit_of_a_message"),
            models.Index(fields=["account", "act", "at"], name="audit_of_an_account"),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.get_act_display().lower()} {self.reference}".strip()
