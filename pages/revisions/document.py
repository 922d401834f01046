"""What visitors read at an address of its own: it has identity, its revisions have the words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from pages import registry
from pages.revisions.revision import Revision, State
from pages.revisions.sources import Source

_Kind = TypeVar("_Kind", bound="Document")


class DocumentQuerySet(models.QuerySet[_Kind]):
    """Documents and their words."""

    def live(self, language: str) -> Self:
        """Only what visitors can read in this language, words fetched along."""
        chosen = _chosen(self.model.revision_model())
        return self._with(language, self._words(language).prefetch_related("sources", *chosen))

    def live_in_lists(self, language: str) -> Self:
        """The same for a list that says of each its title or short answer: without the rest."""
        return self._with(language, self._words(language).defer("body", "note"))

    def _words(self, language: str) -> models.QuerySet[Any]:
        revisions: models.QuerySet[Any] = self.model.revision_model()._default_manager.all()
        return revisions.filter(state=State.LIVE, language=language)

    def _with(self, language: str, words: models.QuerySet[Any]) -> Self:
        shown = models.Prefetch("revisions", words, to_attr="live_revisions")
        return self.live_words(language).prefetch_related(shown)

    def live_languages(self) -> Iterable[str]:
        """The languages in which at least one of these has live words."""
        live = self.order_by().filter(revisions__state=State.LIVE)
        return live.values_list("revisions__language", flat=True).distinct()

    def live_words(self, language: str, **fields: date | str | None) -> Self:
        """Those whose live words have such fields: ``live_words("en", reviewed_on=None)``."""
        of_words = {f"revisions__{name}": value for name, value in fields.items()}
        return self.filter(revisions__state=State.LIVE, revisions__language=language, **of_words)


def _chosen(revisions: type[Revision]) -> list[str]:
    """Names of the fields in which such words have a row of another table, such as a picture."""
    fields = revisions._meta.fields
    return [one.name for one in fields if one.is_relation and one.attname in revisions.WORDS]


class Document(models.Model):
    """Something visitors can read at an address of its own; its words are in its revisions."""

    #: True for a kind whose words nobody may call anything else.
    always_medical: ClassVar[bool] = False
    #: SQL that is true for a row ``{row}`` of one the site cannot be without; ``is_fixed`` in code.
    FIXED_ROWS: ClassVar[str] = ""
    #: Other records that its address is made of.
    IN_ITS_ADDRESS: ClassVar[tuple[str, ...]] = ()

    slug = models.SlugField("address", max_length=60, unique=True)
    order = models.PositiveIntegerField(default=0, db_index=True)
    medical = models.BooleanField(
        "medical words",
        default=True,
        db_default=True,
        help_text="Two people have to agree to them, one of them a clinician.",
    )

    binned_at = models.DateTimeField("thrown away", null=True, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    #: A manager; the type of one that only the subclasses have cannot be told.
    revisions: Any
    live_revisions: list[Revision]

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        english = self.revisions.filter(language=settings.LANGUAGE_CODE).first()
        newest = english or self.revisions.first()
        return newest.title if newest else self.slug

    def get_absolute_url(self) -> str:
        """The path visitors read it at."""
        raise NotImplementedError

    @property
    def is_fixed(self) -> bool:
        """True for a document the site cannot be without: it is never moved, binned or deleted."""
        return False

    @property
    def is_question(self) -> bool:
        """True if its title asks and its summary answers."""
        return False

    def above(self) -> list[tuple[str, str]]:
        """The pages between the front page and this one: names and paths."""
        return []

    @property
    def tells_changes(self) -> bool:
        """True if visitors are told what changed whenever its words do."""
        return False

    @property
    def may_be_taken_off(self) -> bool:
        """True while visitors see it and the site can be without it."""
        return self.is_live and not self.is_fixed

    @property
    def is_in_the_bin(self) -> bool:
        """True from when a colleague threw it away until someone takes it out again."""
        return self.binned_at is not None

    @property
    def why_not_put_back(self) -> str:
        """Why what was taken off may not come back as it was, in words for staff; empty if it may.

        Nothing was taken off, or the words need a new yes.
        """
        return ""

    @cached_property
    def shown(self) -> Revision:
        """The live revision, or, in a preview, the revision put in its place.

        Whoever asks it of a document that is not live made a mistake; a template gets nothing.
        """
        if hasattr(self, "live_revisions"):
            return self.live_revisions[0]
        shown: Revision = self.revisions.get(state=State.LIVE, language=settings.LANGUAGE_CODE)
        return shown

    @cached_property
    def shown_sources(self) -> list[Source]:
        """What those words rest on, or, in a preview, the sources put in its place."""
        return list(self.shown.sources.all())

    @property
    def listed_sources(self) -> list[Source]:
        """Those of them that were read elsewhere: our own rules are no source for a visitor."""
        return [source for source in self.shown_sources if not source.is_our_own]

    def to_look_at(self, revision: Revision) -> list[str]:
        """What staff look at again in words of this kind, beside what is the same for all."""
        return []

    @classmethod
    def revision_model(cls) -> type[Revision]:
        """The model of its revisions."""
        field: Any = cls._meta.get_field("revisions")
        model: type[Revision] = field.related_model
        return model

    @classmethod
    def every_revision(cls) -> models.QuerySet[Any]:
        """Revisions of all documents of this kind, each with its document and its address.

        Their type has no ``document`` to ask for: only the models made of it have one.
        """
        revisions: models.QuerySet[Any] = cls.revision_model()._default_manager.all()
        beside = (f"document__{name}" for name in cls.IN_ITS_ADDRESS)
        return revisions.select_related("document", *beside)

    @classmethod
    def every_live_revision(cls) -> models.QuerySet[Any]:
        """All that visitors read of this kind now, in every language."""
        return cls.every_revision().filter(state=State.LIVE)

    def draft(self, language: str) -> Revision | None:
        """The draft being written in this language, or None."""
        found: Revision | None = self.revisions.filter(state=State.DRAFT, language=language).first()
        return found

    def ask_again(self) -> None:
        """After it was taken off because someone said no: its drafts have no consent either."""

    @property
    def is_live(self) -> bool:
        """True if visitors can read it now, in any language."""
        return bool(self.pk and self.revisions.filter(state=State.LIVE).exists())

    def locked(self) -> Document:
        """It as it is stored now; until the transaction ends nobody else can save it."""
        rows = type(self)._default_manager.select_for_update(of=("self",))
        return rows.get(pk=self.pk)

    def was_published(self, language: str = "") -> bool:
        """True if visitors may know its address, or (with a language) may have read it in that."""
        published = self.revisions.exclude(state=State.DRAFT)
        return bool((published.filter(language=language) if language else published).exists())


def was_published(model: type[Document]) -> models.QuerySet[Any]:
    """Keys of those that visitors can read, or could once."""
    return model.every_revision().exclude(state=State.DRAFT).values("document")


def document_models() -> list[type[Document]]:
    """Every kind of document, as the apps registered them."""
    return [_as_document(model) for model in registry.documents]


def _as_document(model: type[models.Model]) -> type[Document]:
    if not issubclass(model, Document):
        raise TypeError(f"{model.__name__} is registered as a document and is none.")
    return model
