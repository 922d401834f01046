"""Template tags of staff pages: where each is, as ``admin_addresses`` says; who may go there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.db.models.options import Options
from django.forms import BaseForm
from django.template import Context

from pages.admin_addresses import view
from pages.staff import moments

register = template.Library()


@dataclass(frozen=True)
class Mistake:
    """What has to be put right: in which field, which of no one field is, and where it stands."""

    label: str
    text: str
    href: str = ""


register.filter("moment", moments.moment)
register.filter("clock", moments.clock)


@register.simple_tag
def staff_page(model: str | Options[Model], page: str, *keys: int) -> str:
    """Where this page is; the model by its name, as ``"faq.entry"``, or by its ``opts``."""
    kind = apps.get_model(model) if isinstance(model, str) else model.model
    return view(kind, page, *keys)


@register.simple_tag(takes_context=True)
def may(context: Context, meta: Options[Model], act: str) -> bool:
    """Whether this person may do that (view, change ...) with things of this kind."""
    right = f"{meta.app_label}.{get_permission_codename(act, meta)}"
    return bool(context["request"].user.has_perm(right))


@register.simple_tag
def mistakes(form: BaseForm, formsets: Iterable[Any] = ()) -> list[Mistake]:
    """All that is wrong with what was typed, in the order in which it stands on the page."""
    forms = [form, *(one for formset in formsets or () for one in formset.formset.forms)]
    return [mistake for one in forms for mistake in _mistakes_in(one)]


def _mistakes_in(form: BaseForm) -> Iterator[Mistake]:
    yield from (Mistake("", str(text)) for text in form.non_field_errors())
    for field in form:
        yield from (
            Mistake(str(field.label), str(text), f"#{field.auto_id}") for text in field.errors
        )
