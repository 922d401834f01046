"""The staff page on which the clinic's facts are said in another language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from pages.clinic import in_languages, rules
from pages.clinic.declared import TYPED, fact_of, headings
from pages.clinic.in_languages import FactInLanguage, label, name_of
from pages.clinic.models import Clinic
from pages.editing import seen_now
from pages.editing.rules.one_rule import path_of, send
from pages.people import can_see
from pages.staff import frame
from pages.staff.form import StaffForm

#: The field in which the name of each fact is sent whose words are right although they are older.
STILL_RIGHT = "still_right"
_FIELDS = {fact.name: fact.fields[0] for fact in TYPED}


def _like_the_english(field: models.Field[Any, Any]) -> forms.Field | None:
    """A field with the limits of the one in which the English words are typed."""
    is_long = isinstance(field, models.TextField)
    widget = AdminTextareaWidget({"rows": 3}) if is_long else AdminTextInputWidget()
    # Only what someone changed is saved: two people may have this page open.
    return field.formfield(widget=widget, required=False, help_text="", show_hidden_initial=True)


class FactsForm(StaffForm):
    """The form of the clinic, with the words of another language in it."""

    class Meta:
        model = Clinic
        fields = tuple(_FIELDS.values())
        formfield_callback = _like_the_english

    def __init__(self, data: QueryDict | None, *, clinic: Clinic, language: str) -> None:
        self.english, self.language = in_languages.english(clinic), language
        self.rows = in_languages.entered(language)
        self.older = in_languages.older(clinic, language)
        #: Names of the facts whose words are said to be right still.
        self.ticked = data.getlist(STILL_RIGHT) if data else []
        texts = {name: row.text for name, row in self.rows.items()}
        words = {field: texts.get(name, "") for name, field in _FIELDS.items()}
        # A rule whose new words wait is changed on its own page until that is decided.
        waiting = {one.fact for one in rules.drafts().filter(language=language)}
        super().__init__(data, instance=Clinic(pk=1, **words))
        for name, field in _FIELDS.items():
            if not self.english[name] or name in waiting:
                del self.fields[field]
            else:
                self.fields[field].widget.attrs["lang"] = language
                # It stands before the field, and is read out with it.
                self.fields[field].help_text = self.english[name]

    def clean(self) -> dict[str, Any] | None:
        """Refuse words of English ones that this person has not seen."""
        cleaned = super().clean()
        for name in self.changed():
            seen = self.data.get(f"english-{name}", "")
            if seen.split() != self.english[name].split():
                self.add_error(
                    _FIELDS[name],
                    "The English words changed while this page was open. Here they are as they"
                    " are now: compare, and save again.",
                )
        return cleaned

    def changed(self) -> list[str]:
        """Names of the facts to save: other words were typed, or the same are said to be right."""
        still_right = set(self.ticked) & set(self.older)
        return [
            name
            for name, field in _FIELDS.items()
            if field in self.fields and (field in self.changed_data or name in still_right)
        ]

    def rules(self) -> dict[str, str]:
        """New words of medical rules, which a clinician approves before anyone reads them."""
        texts = {name: self.cleaned_data[_FIELDS[name]] for name in self.changed()}
        return {name: text for name, text in texts.items() if name in rules.FIELDS and text}

    def store(self, language: str) -> list[str]:
        """Keep what changed, each with its English words; empty words are taken away.

        But for words of medical rules, see ``rules``.
        """
        changed = [name for name in self.changed() if name not in self.rules()]
        for name in changed:
            if name in rules.FIELDS:
                rules.leave_to_english(name, language)
                continue
            kept = FactInLanguage.objects.filter(language=language, name=name)
            if text := self.cleaned_data[_FIELDS[name]]:
                words = {"text": text, "english": self.english[name]}
                kept.update_or_create(language=language, name=name, defaults=words)
            else:
                kept.delete()
        return changed


@dataclass(frozen=True)
class Row:
    """A fact on the page; it has no field for those who may not change it."""

    name: str
    label: str
    english: str
    text: str
    shipped: str
    field: BoundField | None
    #: Where a medical rule is approved, and its history is.
    rule_path: str
    is_older: bool
    is_ticked: bool


def facts_in_language(request: HttpRequest, language: str) -> HttpResponse:
    """Show each fact beside its English words, then keep what changed."""
    if not can_see(request.user, "pages.view_clinic"):
        raise PermissionDenied
    may_change = request.user.has_perm("pages.change_clinic")
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    clinic, name = Clinic.load(), name_of(language)
    form = FactsForm(
        request.POST or None,
        clinic=clinic,
        language=language,
    )
    if form.is_valid():
        _save(request, form, language)
        return HttpResponseRedirect(request.path)
    context = {
        "title": f"Clinic facts in {name}",
        "language": language,
        "language_name": name,
        "form": form,
        "parts": [*_parts(form, in_languages.shipped(clinic, language), may_change)],
        "may_change": may_change,
        "still_right": STILL_RIGHT,
        "asks_two": settings.TWO_PERSON_APPROVAL,
    }
    return frame.page(request, "admin/facts_in_language.html", context, Clinic)


def _save(request: HttpRequest, form: FactsForm, language: str) -> None:
    _send_rules(request, form, language)
    with transaction.atomic():
        changed = form.store(language)
        if not changed and form.rules():
            return
        if not changed:
            messages.info(request, seen_now.of_facts([], language))
            return
        clinic, _is_new = Clinic.objects.get_or_create(pk=1)
        labels = [label(name) for name in changed]
        frame.record(request, clinic, f"Changed in {name_of(language)}: {', '.join(labels)}.")
    messages.success(request, seen_now.of_facts(labels, language))


def _send_rules(request: HttpRequest, form: FactsForm, language: str) -> None:
    """Or say that somebody else was faster: the other facts are saved all the same."""
    for name, text in form.rules().items():
        try:
            send(request, name, text, language=language)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))


def _parts(
    form: FactsForm, shipped: dict[str, str], may_change: bool
) -> Iterator[tuple[str, list[Row]]]:
    """Each heading of the English form, with those of its facts that are entered."""
    for heading, fields in headings().items():
        names = [fact_of(field) for field in fields]
        rows = [
            _row(form, name, shipped.get(name, ""), may_change)
            for name in names
            if form.english.get(name)
        ]
        if rows:
            yield heading, rows


def _row(form: FactsForm, name: str, shipped: str, may_change: bool) -> Row:
    field, kept = _FIELDS[name], form.rows.get(name)
    return Row(
        name=name,
        label=label(name),
        english=form.english[name],
        text=kept.text if kept else "",
        shipped=shipped,
        field=form[field] if may_change and field in form.fields else None,
        rule_path=path_of(name, form.language) if name in rules.FIELDS else "",
        is_older=name in form.older,
        is_ticked=name in form.ticked,
    )
