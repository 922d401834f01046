"""Template tags of staff pages: where each is, as ``admin_addresses`` says; who may go there."""

from __future__ import annotations

from django import template
from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.db.models.options import Options
from django.template import Context

from pages.admin_addresses import view

register = template.Library()


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
