"""Questions people ask, by topic, and what they looked for in vain."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from pages.languages import current
from pages.revisions.document import Document
from pages.revisions.revision import Note, Revision


class Topic(models.Model):
    """A group of questions."""

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

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """Its name in the language of the page, or in English while it has no other."""
        return getattr(self, f"name_{current()}", "") or self.name


class Entry(Document):
    """A question with its answer."""

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
        """The list of all questions."""
        return [(gettext("Questions"), reverse("faq:list"))]

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


class EntryNote(Note):
    """What colleagues say about words of an answer."""

    revision = models.ForeignKey(EntryRevision, models.CASCADE, related_name="notes")


class UnansweredSearch(models.Model):
    """Words people searched for in vain on a day, and how often; never who searched."""

    words = models.CharField(max_length=80)
    day = models.DateField(default=timezone.localdate)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "searches without an answer"
        ordering = ["-day", "-count"]
        constraints = [models.UniqueConstraint(fields=["words", "day"], name="one_row_per_day")]

    def __str__(self) -> str:
        return self.words


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
