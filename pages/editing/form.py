"""The form staff write a document in: its address and its words, and a warning to two at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.text import slugify

from pages.languages import OTHERS
from pages.revisions import drafts
from pages.revisions.document import Document
from pages.revisions.revision import Revision, State

#: Buttons after which visitors may read the words.
_GOES_TO_READERS = {"_publish", "_review"}


@dataclass(frozen=True)
class Difference:
    """A field that two people filled in differently."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Conflict:
    """What a colleague saved while this form was open."""

    words: Revision
    differences: list[Difference]

    @property
    def who(self) -> str:
        """The colleague's name."""
        words = self.words
        someone = words.published_by if words.state == State.LIVE else words.author
        return (someone.get_short_name() or someone.get_username()) if someone else "Someone"

    @property
    def when(self) -> Any:
        """The time of their save."""
        words = self.words
        return words.published_at if words.state == State.LIVE else words.changed_at


class DocumentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Fields of the document itself, and of its words as ``word_fields`` names them.

    The subclass made by the admin adds the fields. ``conflict`` is set when a colleague saved since
    the form was opened; the form then carries their state, so that saving again is done knowingly.
    """

    revision_model: Any
    word_fields: tuple[str, ...]

    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.conflict: Conflict | None = None
        self.looks_for_conflicts = True
        document = kwargs.get("instance")
        if document and document.pk:
            words = drafts.words_to_edit(document)
            known = model_to_dict(words, self.word_fields) if words else {}
            if words and words.state == State.LIVE:
                known |= {"what_changed": ""}
            kwargs["initial"] = {
                **known,
                "based_on": drafts.basis(document),
                **(kwargs.get("initial") or {}),
            }
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and not (document and document.pk):
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Left empty, it is made from the title."

    @property
    def document(self) -> Document:
        """The document with its address as typed."""
        return self.instance  # type: ignore[no-any-return]

    def clean_body(self) -> str:
        """One kind of line end, so that words compare as people read them."""
        text = "\n".join(self.cleaned_data["body"].splitlines()).strip()
        return f"{text}\n" if text else ""

    def clean(self) -> dict[str, Any] | None:
        """Make an address if none was typed; see whether a colleague was faster."""
        cleaned = super().clean()
        if "slug" in self.fields and "slug" not in self.errors and not self.cleaned_data["slug"]:
            longest = self.document._meta.get_field("slug").max_length
            self.cleaned_data["slug"] = slugify(self.cleaned_data.get("title", ""))[:longest]
        if self.document.pk and self.looks_for_conflicts:
            self._look_for_conflict()
        if "what_changed" in self.fields and _GOES_TO_READERS & self.data.keys():
            self._ask_what_changed()
        if "medical" in self.fields and not self.cleaned_data.get("medical"):
            self._keep_medical()
        return cleaned

    def _keep_medical(self) -> None:
        """Nobody gets around the second person by a tick: first the sources go, which needs one."""
        stored = self.document.revisions.exclude(state=State.PAST) if self.document.pk else []
        chosen = self.cleaned_data.get("sources")
        if chosen or any(words.sources.exists() for words in stored):
            self.add_error("medical", "Words that rest on sources are medical.")

    def _ask_what_changed(self) -> None:
        """Readers of an answer about safety are told, unless only what they do not see changed."""
        words = drafts.words_to_edit(self.document) if self.document.pk else None
        draft = words and words.state == State.DRAFT
        seen = {*self.word_fields} - {"note", "review_months"}
        document = self.document
        if not (document.pk and document.tells_changes):
            return
        if not document.was_published(document.written_in):
            return
        if (draft or seen & {*self.changed_data}) and not self.cleaned_data.get("what_changed"):
            self.add_error(
                "what_changed", "Say what is new, in one sentence: this answer is about safety."
            )

    def _look_for_conflict(self) -> None:
        """Until the transaction ends nobody else can save this document."""
        model = type(self.document)
        stored = model._default_manager.select_for_update(of=("self",)).get(pk=self.document.pk)
        stored.written_in = self.document.written_in
        now = drafts.basis(stored)
        if self.cleaned_data["based_on"] == now:
            return
        self.conflict = Conflict(drafts.words_to_edit(stored), self._differences(stored))
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["based_on"] = now
        self.data = typed
        self.add_error(None, "Your words are not saved yet: a colleague saved in the meantime.")

    def _differences(self, stored: Document) -> list[Difference]:
        words = drafts.words_to_edit(stored)
        theirs = model_to_dict(stored) | (model_to_dict(words, self.word_fields) if words else {})
        return [
            Difference(str(field.label), self._said(field, theirs[name]), self._said(field, yours))
            for name, field in self.fields.items()
            if name in theirs and (yours := self.cleaned_data.get(name)) is not None
            if self._said(field, theirs[name]) != self._said(field, yours)
        ]

    def _said(self, field: forms.Field, value: Any) -> str:
        """A value as people read it."""
        if isinstance(field, forms.ModelMultipleChoiceField):
            return "\n".join(sorted(str(one) for one in value))
        if isinstance(field, forms.ModelChoiceField) and not isinstance(value, Model):
            value = field.queryset.filter(pk=value).first() if field.queryset is not None else ""
        return str(value).strip()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self._check_address()
        self._check_words()

    def _check_address(self) -> None:
        """Refuse an address that already leads to another part of the site."""
        if "slug" not in self.fields or self.errors:
            return
        if self.document.slug in OTHERS:
            self.add_error("slug", "All pages of a language live at this address.")
            return
        if not self.document.slug:
            self.add_error("slug", "Enter an address, like parking-and-entrance.")
            return
        try:
            leads_here = resolve(self.document.get_absolute_url()).kwargs.get("slug")
        except Resolver404:
            leads_here = None
        if leads_here != self.document.slug:
            self.add_error("slug", "Another part of the site lives at this address.")

    def _check_words(self) -> None:
        """What the words themselves refuse is said at their fields."""
        failed = [name for name in self.word_fields if name in self.errors]
        try:
            self.words().clean_fields(exclude=["document", *failed])
        except ValidationError as error:
            self.add_error(None, error)

    def words(self) -> Revision:
        """What was written, not stored."""
        cleaned = self.cleaned_data
        written = {
            name: cleaned[name]
            for name in self.word_fields
            if name in cleaned and name != "sources"
        }
        words: Revision = self.revision_model(
            document=self.document, language=self.document.written_in, **written
        )
        return words
