"""A source that is not in the list yet: typed beside the words that rest on it, saved with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import fields_for_model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify

from pages.revisions.sources import Source

if TYPE_CHECKING:
    from pages.editing.form.document_form import DocumentForm

HEADING = "Add a source"
_BEFORE = "new_source_"
_NAMES = ("title", "author", "where", "year", "url", "no_address")
#: In the order in which they stand in the form.
FIELDS = tuple(f"{_BEFORE}{name}" for name in _NAMES)
_FIELDSET = (
    HEADING,
    {
        "fields": FIELDS,
        "classes": ("collapse",),
        "description": "It is saved together with these words, and ticked.",
    },
)
_LABELS = {
    "title": "Title of the source",
    "author": "Author of the source",
    "url": "Address of the source",
}
_HELP = {"year": "If it has no date, leave this empty: today is the day it was read."}


def may_add(request: HttpRequest) -> bool:
    """True for whoever may also add one in the list of all sources."""
    return request.user.has_perm("pages.add_source")


def fields(formfield: Callable[..., forms.Field | None]) -> dict[str, forms.Field]:
    """Those of a source, none of which has to be filled in."""

    def make(field: models.Field[Any, Any], **more: Any) -> forms.Field | None:
        if isinstance(field, models.URLField):
            more["assume_scheme"] = "https"
        return formfield(field, **more)

    made = fields_for_model(
        Source, fields=_NAMES, formfield_callback=make, labels=_LABELS, help_texts=_HELP
    )
    for field in made.values():
        field.required = False
    return {f"{_BEFORE}{name}": field for name, field in made.items()}


def beside_the_list(request: HttpRequest, fieldsets: Any) -> Any:
    """These fieldsets, the one for a new source right under the list of those there are."""
    return list(_beside_the_list(fieldsets)) if may_add(request) else fieldsets


def _beside_the_list(fieldsets: Any) -> Iterator[tuple[str | None, dict[str, Any]]]:
    for name, options in fieldsets:
        names = list(options["fields"])
        if "sources" not in names:
            yield name, options
            continue
        after = names.index("sources") + 1
        yield name, options | {"fields": names[:after]}
        yield _FIELDSET
        if names[after:]:
            yield None, options | {"fields": names[after:]}


def look(form: DocumentForm) -> None:
    """Read it. One that is typed by half keeps nobody from looking at the words."""
    try:
        form.new_source = _read(form.cleaned_data)
    except ValidationError as error:
        if form.looks_for_conflicts:
            form.add_error(None, error)


def all_of(form: DocumentForm) -> list[Source]:
    """The sources that were ticked, and the one typed beside them, which may not be stored."""
    ticked = list(form.cleaned_data.get("sources") or ())
    typed = form.new_source
    return ticked if typed is None or typed in ticked else [*ticked, typed]


def store(form: DocumentForm) -> None:
    """Put the source that was typed into the list of all."""
    if form.new_source and form.new_source.pk is None:
        form.new_source.save()


def _read(cleaned: Mapping[str, Any]) -> Source | None:
    """The source that was typed, not stored; None if nothing was.

    One with the same address is the same work, and is there already. Raises ValidationError by the
    fields of the form.
    """
    typed = {name: cleaned.get(f"{_BEFORE}{name}") for name in _NAMES}
    if not any(typed.values()):
        return None
    if typed["url"] and (same := Source.objects.filter(url__iexact=typed["url"]).first()):
        return same
    source = Source(**{name: value for name, value in typed.items() if value is not None})
    source.key = _free_key(source)
    if source.year is None:
        source.read_on = timezone.localdate()
    try:
        source.full_clean()
    except ValidationError as error:
        raise ValidationError(_by_field(error)) from error
    return source


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    """What is said of a field that does not stand here is said of the title."""
    found: dict[str, list[str]] = {}
    for name, messages in error.message_dict.items():
        found.setdefault(f"{_BEFORE}{name if name in _NAMES else 'title'}", []).extend(messages)
    return found


def _free_key(source: Source) -> str:
    """As the list of sources makes it, of author and year; numbered if another has it."""
    longest = Source._meta.get_field("key").max_length or 0
    start = slugify(f"{source.author[:30]} {source.year or ''}") or "source"
    keys = (start if number == 1 else f"{start[: longest - 5]}-{number}" for number in count(1))
    return next(key for key in keys if not Source.objects.filter(key=key).exists())
