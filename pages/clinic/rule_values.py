"""What the clinic's medical rules said, say, and may come to say: a row for each value."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pages.languages import DEFAULT


class RuleState(models.TextChoices):
    """A value is written as a draft, shown while live, and kept for ever once past."""

    DRAFT = "draft", "Draft"
    LIVE = "live", "Live"
    PAST = "past", "Past"


class RuleValue(models.Model):
    """What one medical rule says in one language at one time.

    Visitors read the row of the clinic, or of the fact in its language: it takes only what is live
    here (``pages/revisions/rule_guards.py``). A draft never leaves this table.
    """

    fact = models.CharField(max_length=30)
    language = models.CharField(max_length=8, default=DEFAULT, choices=settings.LANGUAGES)
    #: Empty for a rule that is said no more.
    text = models.TextField(blank=True)
    #: In another language than English: the words it translates.
    english = models.TextField(blank=True, default="")
    state = models.CharField(max_length=5, default=RuleState.DRAFT, choices=RuleState.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    #: None once it was sent back to who wrote it.
    sent_at = models.DateTimeField(null=True)
    note = models.TextField("note for the clinician", max_length=1000, blank=True, default="")
    #: What the clinician who sent it back said has to change.
    answer = models.TextField(max_length=1000, blank=True, default="")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    #: None for what was entered before there was approval.
    live_at = models.DateTimeField(null=True)
    approved_over = models.TextField(
        "warnings it was approved over", blank=True, default="", db_default=""
    )
    #: One clinician wrote and approved it, in a clinic that does not ask for two people.
    alone = models.BooleanField(default=False)
    before_approval = models.BooleanField("entered before there was approval", default=False)

    class Meta:
        # Whoever may change the clinic's facts may write one, a clinician approves it.
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "language"],
                condition=Q(state=RuleState.LIVE),
                name="one_live_value_of_a_rule",
            ),
            models.UniqueConstraint(
                fields=["fact", "language"],
                condition=Q(state=RuleState.DRAFT),
                name="one_draft_of_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(state=RuleState.DRAFT, approved_by__isnull=True, live_at__isnull=True)
                | (~Q(state=RuleState.DRAFT) & Q(sent_at__isnull=True)),
                name="only_a_draft_of_a_rule_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} ({self.get_state_display().lower()}, {self.language})"

    @property
    def stamp(self) -> str:
        """What a clinician has seen: whatever changes this draft changes it."""
        return f"{self.pk}-{self.changed_at.isoformat()}"

    @property
    def waits(self) -> bool:
        """True if a clinician was asked to read it."""
        return self.state == RuleState.DRAFT and self.sent_at is not None

    def was_written_by(self, user: object) -> bool:
        """True for whoever typed this value."""
        return isinstance(user, User) and self.author_id == user.pk
