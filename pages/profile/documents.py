"""What the documents of the profile have in common, and the words of all of them."""

from typing import ClassVar

from django.db import models

from pages.revisions.document import Document
from pages.revisions.revision import Revision

IN_SHORT = "One or two sentences."


class ProfileDocument(Document):
    """A part of the profile. It is no medicine: one person may publish it."""

    slug = models.SlugField("web address", max_length=60, unique=True)
    medical = models.BooleanField(
        "medical words",
        default=False,
        db_default=False,
        help_text="Two people have to agree to them, one of them a clinician.",
    )

    class Meta(Document.Meta):
        abstract = True


class ProfileRevision(Revision):
    """Words of a part of the profile: its rows and other fields may say all there is."""

    translates_id: int | None
    #: What is written once, in English, because it is the same in every language.
    WRITTEN_ONCE: ClassVar[tuple[str, ...]] = ()
    #: True if a translation older than the English words is not shown: it may name old amounts.
    MUST_BE_NEW: ClassVar[bool] = False

    summary = models.TextField("short answer", max_length=400, blank=True, help_text=IN_SHORT)

    class Meta(Revision.Meta):
        abstract = True
