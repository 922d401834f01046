"""The one idea behind all words on the site: a document has identity, its revisions have words."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from pages.markup.blocks import check_body
from pages.people import Person, colleague

if TYPE_CHECKING:
    from pages.revisions.document import Document

#: Opens what a clinic still has to fill in, as in “[[year]]”. It never goes live.
BLANK = "[["


class State(models.TextChoices):
    """A revision is written as a draft, shown while live, and kept for ever once past."""

    DRAFT = "draft", "Draft"
    LIVE = "live", "Live"
    PAST = "past", "Past"


#: How long after the day of a review it may be late before visitors are told.
GRACE = timedelta(days=30)


class Revision(models.Model):
    """The words of a document in one language at one time.

    A subclass adds ``document``, a foreign key with ``related_name="revisions"``.
    """

    WORDS: ClassVar[tuple[str, ...]] = ("language", "title", "summary", "body")

    document: Document
    document_id: int
    author_id: int | None
    approved_by_id: int | None
    notes: Any
    language = models.CharField(max_length=8, default="en", choices=settings.LANGUAGES)
    state = models.CharField(max_length=5, default=State.DRAFT, choices=State.choices)
    title = models.CharField(max_length=120)
    summary = models.TextField("short answer", max_length=400, help_text="One or two sentences.")
    body = models.TextField("text", blank=True, validators=[check_body])
    sources = models.ManyToManyField("pages.Source", blank=True, related_name="+")
    note = models.TextField("note for colleagues", blank=True, help_text="Visitors never see this.")
    what_changed = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="One sentence for people who read this before. Shown with its date.",
    )
    translates = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="translations", editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    published_alone = models.BooleanField(default=False, db_default=True, editable=False)
    published_over = models.TextField(
        "warnings it was published over", blank=True, default="", db_default="", editable=False
    )
    sent_at = models.DateTimeField("sent for review", null=True, editable=False)
    publish_at = models.DateTimeField("goes live", null=True, editable=False)
    expires_at = models.DateTimeField("taken off the site", null=True, editable=False)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    review_months = models.PositiveSmallIntegerField(
        "months until the next review", default=12, help_text="Shown to visitors as a date."
    )
    reviewer = models.CharField(
        max_length=120,
        blank=True,
        editable=False,
        help_text="Shown to visitors. Name a person only if that person agreed.",
    )
    reviewed_on = models.DateField(null=True, editable=False)
    review_due = models.DateField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]
        permissions = [("approve_words", "Can approve words as a clinician")]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language"],
                condition=Q(state=State.LIVE),
                name="%(class)s_one_live_per_language",
            ),
            models.UniqueConstraint(
                fields=["document", "language"],
                condition=Q(state=State.DRAFT),
                name="%(class)s_one_draft_per_language",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(published_at__isnull=False),
                name="%(class)s_published_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True, review_due__isnull=True)
                | Q(reviewed_on__isnull=False, review_due__isnull=False),
                name="%(class)s_reviewed_has_a_due_date",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(sent_at__isnull=True, publish_at__isnull=True),
                name="%(class)s_only_a_draft_waits",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True)
                | Q(expires_at__isnull=True)
                | Q(expires_at__gt=models.F("publish_at")),
                name="%(class)s_expires_after_it_is_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display().lower()}, {self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it; raise ValidationError when words that were once live would change."""
        self._refuse_changed_history()
        super().save(*args, **kwargs)

    def _refuse_changed_history(self) -> None:
        before = type(self)._default_manager.filter(pk=self.pk).exclude(state=State.DRAFT)
        stored = before.values(*self.kept_words()).first() if self.pk else None
        if stored and any(kept != getattr(self, name) for name, kept in stored.items()):
            raise ValidationError("Words that were live stay as they were. Write a new draft.")

    @classmethod
    def kept_words(cls) -> tuple[str, ...]:
        """Names of what visitors read, which never changes once it was live."""
        return (*cls.WORDS, "what_changed")

    @transaction.atomic
    def publish(
        self, by: Person = None, *, warnings: str = "", first_edition: bool = False
    ) -> None:
        """Make this draft what visitors see; the words they saw until now become past.

        ``warnings`` names the warnings the person saw. The first edition needs no second person: it
        says itself that nobody reviewed it. Raises ValidationError unless this may be published.
        """
        if self.state != State.DRAFT:
            raise ValidationError("Only a draft can be published.")
        if not first_edition and (refusal := self.refusal):
            raise ValidationError(refusal)
        live = self.document.revisions.filter(state=State.LIVE, language=self.language)
        live.update(state=State.PAST)
        self.state, self.published_at = State.LIVE, timezone.now()
        self.published_by, self.published_over = colleague(by), warnings
        self.published_alone = self.document.medical and not self.was_seen_by_two
        self.sent_at = self.publish_at = self.scheduled_by = None
        self.save()

    @property
    def may_be_shown(self) -> bool:
        """False if whom these words are about does not agree to be shown."""
        return True

    @property
    def was_seen_by_two(self) -> bool:
        """True if somebody else than the one who wrote these words approved them."""
        return self.approved_by_id is not None and self.approved_by_id != self.author_id

    @property
    def waits_for_approval(self) -> bool:
        """True if it must not be published yet, because two people have to agree."""
        return settings.TWO_PERSON_APPROVAL and self.document.medical and not self.was_seen_by_two

    @property
    def lacks_what_changed(self) -> bool:
        """True for an answer about safety whose readers would not be told what is new."""
        tells = self.document.tells_changes and not self.what_changed
        return bool(tells and self.document.was_published(self.language))

    @property
    def refusal(self) -> str:
        """Why this draft cannot be published yet, in words for staff; empty if it can."""
        return _refusal_of(self)

    def approve(self, by: Person, reviewer: str, on: date) -> None:
        """Record that a clinician checked these words on this day, and when to check again."""
        self.approved_by, self.reviewer, self.reviewed_on = colleague(by), reviewer, on
        self.review_due, self.sent_at = add_months(on, self.review_months), None
        self.save()

    @property
    def is_overdue(self) -> bool:
        """True when the day for the next review has passed in the clinic's time zone."""
        return self.review_due is not None and self.review_due < timezone.localdate()

    @property
    def is_long_overdue(self) -> bool:
        """True when visitors have to be told that the review is late."""
        return self.review_due is not None and self.review_due + GRACE < timezone.localdate()

    @property
    def is_older_than_english(self) -> bool:
        """True when visitors have to be told that the English words changed since."""
        return self.translates is not None and self.translates.state == State.PAST

    def copy_as_draft(
        self, by: Person = None, *, language: str = "", translates: Self | None = None
    ) -> Self:
        """A new draft with the same words, maybe to translate; any review has to be done again."""
        copy = type(self)(document_id=self.document_id, author=colleague(by))
        for field in (*self.WORDS, "note", "review_months"):
            setattr(copy, field, getattr(self, field))
        copy.language, copy.translates = language or self.language, translates or self.translates
        with transaction.atomic():
            copy.save()
            copy.sources.set(self.sources.all())
        return copy


def _refusal_of(draft: Revision) -> str:
    if draft.document.is_in_the_bin:
        return "This is in the bin. Put it back first."
    if draft.waits_for_approval:
        return "A clinician who did not write these words has to approve them first."
    if any(BLANK in str(getattr(draft, name)) for name in draft.WORDS):
        return "Fill in what stands in [[double brackets]] first, or take it out."
    if draft.lacks_what_changed:
        return "Answers about safety say what changed. Fill in “What changed” first."
    return ""


class NoteKind(models.TextChoices):
    """What someone did with words, beside writing them."""

    NOTE = "note", "Note"
    SENT = "sent", "Sent for review"
    APPROVED = "approved", "Approved"
    BACK = "back", "Sent back"
    STOPPED = "stopped", "Could not go live"
    WITHDRAWN = "withdrawn", "Taken off the site"
    RETURNED = "returned", "Put back on the site"
    BINNED = "binned", "Thrown away"
    KEPT = "kept", "Taken out of the bin"


class RevisionNote(models.Model):
    """What colleagues say to each other about one revision, and what they did with it.

    A subclass adds ``revision``, a foreign key with ``related_name="notes"``.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    did = models.CharField(max_length=9, choices=NoteKind.choices, default=NoteKind.NOTE)
    words = models.TextField(max_length=1000, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_did_display()}, {self.at:%Y-%m-%d}"


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last_day = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last_day))
