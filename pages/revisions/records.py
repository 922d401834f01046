"""Where facts were read, which addresses moved, and the number of all that visitors can read."""

from django.db import models
from django.db.models import Q


class Source(models.Model):
    """Where a fact was read."""

    key = models.SlugField(unique=True)
    author = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    where = models.CharField("journal or publisher", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField("address", max_length=300, blank=True)
    note = models.TextField("note for staff", blank=True, help_text="Visitors never see this.")

    class Meta:
        ordering = ["author", "year", "key"]

    def __str__(self) -> str:
        return f"{self.author}: {self.title}"[:120]


class MovedAddress(models.Model):
    """A path that was published once, and where its words are now."""

    old_path = models.CharField(max_length=200, unique=True)
    new_path = models.CharField(max_length=200)
    moved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "moved addresses"
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_path=models.F("new_path")), name="moved_somewhere_else"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"


class ContentVersion(models.Model):
    """One number that database triggers raise with every change visitors could see."""

    number = models.BigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_content_version")]

    def __str__(self) -> str:
        return str(self.number)
