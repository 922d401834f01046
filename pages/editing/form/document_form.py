"""The form staff write a document in: its address, and its words as a revision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import fields_for_model, model_to_dict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.editing.form import addresses, conflict, new_source, rules
from pages.languages import DEFAULT
from pages.markup.blocks import check_facts
from pages.markup.links import check_links
from pages.markup.pasted import understood
from pages.revisions import drafts
from pages.revisions.document import Document
from pages.revisions.revision import Revision, State
from pages.revisions.sources import Source
from pages.staff.form import StaffForm
from pages.staff.plain import LONGEST_BODY, check_length

#: Buttons after which visitors may read the words.
_GOES_TO_READERS = {"_publish", "_review"}


class DocumentForm(StaffForm):
    """Fields of the document itself, and of its revision as ``revision_fields`` names them.

    ``form_of`` makes the subclass that has them. ``conflict`` is set when a colleague saved since
    the form was opened; the form then carries their state, so that saving again is done knowingly.
    """

    fills_facts = frozenset({"summary", "body"})
    #: In which the words are written.
    language = DEFAULT
    revision_model: type[Revision]
    revision_fields: tuple[str, ...]
    #: What was chosen on the way here, in the place of what is stored.
    chosen: ClassVar[dict[str, str]] = {}

    conflict: conflict.Conflict | None = None
    #: Typed beside the list of those that are there.
    new_source: Source | None = None
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        instance: Document | None = None,
        initial: Mapping[str, Any] | None = None,
        looks_for_conflicts: bool = True,
    ) -> None:
        self.looks_for_conflicts = looks_for_conflicts
        self.makes_address = False
        stored = instance if instance and instance.pk is not None else None
        start = _as_stored(stored, self.language, self.revision_fields) if stored else {}
        start |= dict(initial or {}) | self.chosen
        super().__init__(data, files, instance=instance, initial=start)
        if "slug" in self.fields and not stored:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Left empty, it is made from the title."

    @property
    def document(self) -> Document:
        """The document with its address as typed."""
        document: Document = self.instance
        return document

    def revision(self) -> Revision:
        """What was written, not stored."""
        written = {
            name: self.cleaned_data[name]
            for name in self.revision_fields
            if name in self.cleaned_data and name != "sources"
        }
        revision = self.revision_model(language=self.language, **written)
        revision.document = self.document
        return revision

    def clean_body(self) -> str:
        """One kind of line end, so that words compare as people read them; lists become lists."""
        text = understood("\n".join(self.cleaned_data["body"].splitlines())).strip()
        check_length(text, LONGEST_BODY)
        check_links(text)
        return f"{text}\n" if text else ""

    def clean_summary(self) -> str:
        """As it was typed, unless it names a fact that there is not."""
        summary: str = self.cleaned_data["summary"]
        check_facts(summary)
        return summary

    def clean(self) -> dict[str, Any] | None:
        """Make an address if none was typed; see whether a colleague was faster."""
        cleaned = super().clean()
        if "slug" in self.fields and "slug" not in self.errors:
            typed, title = self.cleaned_data["slug"], self.cleaned_data.get("title", "")
            self.makes_address = not typed
            self.cleaned_data["slug"] = typed or addresses.free_slug(self.document, title)
            self._refuse("slug", addresses.taken_in_the_bin(self.document, typed, title))
        if self.document.pk and self.looks_for_conflicts:
            self._look_for_conflict()
        if "what_changed" in self.fields and goes_to_readers(self):
            what_changed = self.cleaned_data.get("what_changed", "")
            asks = rules.refuse_untold_change(
                self.document, self.language, self.revision_fields, self.changed_data, what_changed
            )
            self._refuse("what_changed", asks)
        new_source.look(self)
        if "medical" in self.fields and not self.cleaned_data.get("medical"):
            chosen = new_source.all_of(self)
            self._refuse("medical", rules.refuse_not_medical(self.document, chosen))
        return cleaned

    def _refuse(self, field: str, reason: str) -> None:
        if reason:
            self.add_error(field, reason)

    def _look_for_conflict(self) -> None:
        stored = self.document.locked()
        now = drafts.basis(stored, self.language)
        if self.cleaned_data["based_on"] == now:
            return
        self.conflict = conflict.between(stored, self.language, self.fields, self.cleaned_data)
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["based_on"] = now
        self.data = typed
        self.add_error(None, "Your words are not saved yet: a colleague saved in the meantime.")

    def _post_clean(self) -> None:
        """Now that the document has what was typed, look at its address and at the revision."""
        super()._post_clean()  # type: ignore[misc]
        if "slug" in self.fields and not self.errors:
            if self.makes_address:
                addresses.keep_clear(self.document)
            self._refuse("slug", rules.refuse_address(self.document))
        try:
            self.revision().clean_fields(exclude=["document", *self.errors])
        except ValidationError as error:
            self.add_error(None, error)


def goes_to_readers(form: DocumentForm) -> bool:
    """True if the button was pressed after which visitors may read the words."""
    return bool(_GOES_TO_READERS & form.data.keys())


def _as_stored(document: Document, language: str, fields: tuple[str, ...]) -> dict[str, Any]:
    """What a form starts with: the words to go on from, and what an editor has before them."""
    revision = drafts.revision_to_edit(document, language)
    start = model_to_dict(revision, fields) if revision else {}
    if revision and revision.state == State.LIVE:
        start["what_changed"] = ""
    start["based_on"] = drafts.basis(document, language)
    return start


class Choices(forms.CheckboxSelectMultiple):
    """Check boxes as a group with a name, which scrolls when there are many; ticked ones first."""

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        groups = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda group: not any(one["selected"] for one in group[1]))

    def render(
        self,
        name: str,
        value: list[str] | None,
        attrs: dict[str, str] | None = None,
        renderer: forms.renderers.BaseRenderer | None = None,
    ) -> SafeString:
        boxes = super().render(name, value, attrs, renderer)
        group = '<div class="choices" role="group" aria-label="{}" data-filter>{}</div>'
        return format_html(group, name.capitalize(), boxes)


def form_of(  # noqa: PLR0913  # All that a form is made of.
    form: type[DocumentForm],
    revision_model: type[Revision],
    names: tuple[str, ...],
    labels: dict[str, str],
    formfield: Callable[..., forms.Field | None],
    *,
    adds_sources: bool = False,
) -> type[DocumentForm]:
    """The form with these fields of a revision, each made by ``formfield``."""
    parts: dict[str, Any] = dict(
        fields_for_model(
            revision_model,
            fields=names,
            formfield_callback=formfield,
            labels=labels,
            # Sources are ticked: their titles are too long for anything narrower.
            widgets={"sources": Choices},
            help_texts={"sources": "What the words rest on. Visitors see them under the text."},
        )
    )
    parts["revision_fields"] = tuple(parts)
    parts["revision_model"] = revision_model
    if adds_sources:
        parts |= new_source.fields(formfield)
    return type(f"{revision_model.__name__}Form", (form,), parts)


def without_shortcuts(form: type[forms.ModelForm[Document]]) -> None:
    """Take away the buttons that would add, change or delete something else from here."""
    for field in form.base_fields.values():
        if isinstance(field, forms.ModelChoiceField):
            field.widget = getattr(field.widget, "widget", field.widget)
