"""Questions people ask, by topic, and what they looked for in vain."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from pages.languages import current
from pages.revisions.document import Document
from pages.revisions.revision import Revision, RevisionNote


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics and what there is to read in them."""

    def with_answers(self, language: str) -> TopicQuerySet:
        """Those that have an answer in this language."""
        return self.filter(entries__in=Entry.objects.live(language)).distinct()


class Topic(models.Model):
    """A group of questions."""

    #: Addresses below the questions that are no topic's.
    TAKEN = ("search",)

    slug = models.SlugField("address", max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_es = models.CharField(
        "name in Spanish", max_length=60, blank=True, default="", db_default=""
    )
    is_safety = models.BooleanField(
        "about safety",
        default=False,
        db_default=False,
        help_text="Whenever one of its answers changes, visitors are told what is new.",
    )
    order = models.PositiveIntegerField(default=0, db_index=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page with all its questions."""
        return reverse("faq:topic", args=[self.slug])

    def clean(self) -> None:
        """Refuse an address at which visitors would find something else."""
        if self.slug in self.TAKEN:
            raise ValidationError({"slug": "This address is the search. Choose another one."})

    @property
    def called(self) -> str:
        """Its name in the language of the page, or in English while it has no other."""
        return getattr(self, f"name_{current()}", "") or self.name


class Entry(Document):
    """A question with its answer."""

    IN_ITS_ADDRESS = ("topic",)

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="entries")

    class Meta(Document.Meta):
        ordering = ["topic__order", "order", "pk"]
        verbose_name = "question"

    def get_absolute_url(self) -> str:
        """A page of its own, so that an answer can be texted to someone."""
        return reverse("faq:entry", args=[self.topic.slug, self.slug])

    @property
    def is_question(self) -> bool:
        return True

    def above(self) -> list[tuple[str, str]]:
        """The list of all questions, and those of its topic."""
        return [
            (gettext("Questions"), reverse("faq:list")),
            (self.topic.called, self.topic.get_absolute_url()),
        ]

    @property
    def tells_changes(self) -> bool:
        """Answers about safety say what changed."""
        return self.topic.is_safety


class EntryRevision(Revision):
    """The words of a question and its answer: the title is the question."""

    WORDS = (*Revision.WORDS, "keywords")

    document = models.ForeignKey(Entry, models.CASCADE, related_name="revisions")
    keywords = models.TextField(
        "other words people use", blank=True, help_text="For the search, with commas between."
    )

    class Meta(Revision.Meta):
        verbose_name = "words of an answer"
        verbose_name_plural = "words of answers"


class EntryNote(RevisionNote):
    """What colleagues say about words of an answer."""

    revision = models.ForeignKey(EntryRevision, models.CASCADE, related_name="notes")


class UnansweredSearchQuerySet(models.QuerySet["UnansweredSearch"]):
    """Searches in vain, with their words or with a code only."""

    def in_clear(self) -> UnansweredSearchQuerySet:
        """Those whose words are kept."""
        return self.filter(words__isnull=False)

    def not_shown(self) -> int:
        """How many different searches there are of which only a code is kept."""
        return self.filter(words=None).values("fingerprint").distinct().order_by().count()


class UnansweredSearch(models.Model):
    """What people searched for in vain on a day, and how often; never who searched.

    Its words are empty until they were asked on several days (faq/counts/unanswered.py). Only what
    the release before this one writes, while this one starts, has words and no fingerprint.
    """

    #: Keyed: without the secret of the site nobody can try words on it.
    fingerprint = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    #: Null and not empty: a day has many searches without words, and words only once.
    words = models.CharField(max_length=80, null=True)  # noqa: DJ001
    day = models.DateField(default=timezone.localdate)
    count = models.PositiveIntegerField(default=0)

    objects = UnansweredSearchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "searches without an answer"
        ordering = ["-day", "-count"]
        constraints = [
            models.UniqueConstraint(fields=["words", "day"], name="one_row_per_day"),
            models.UniqueConstraint(
                fields=["fingerprint", "day"], name="one_row_of_a_fingerprint_per_day"
            ),
        ]

    def __str__(self) -> str:
        return self.words or "words that are not kept"


class Vote(models.Model):
    """How many people said on a day that an answer helped, or that it did not; never who."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="votes")
    language = models.CharField(max_length=8)
    day = models.DateField()
    helpful = models.BooleanField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "language", "day", "helpful"], name="one_row_of_votes_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'yes' if self.helpful else 'no'}: {self.count}"
