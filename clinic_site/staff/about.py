"""The staff page that leads to what the clinic says about itself, and says what is there yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pages import registry
from pages.admin_addresses import changelist
from pages.languages import DEFAULT
from pages.people import can_see
from pages.revisions.document import Document, document_models
from pages.revisions.revision import State
from pages.staff import frame


@dataclass(frozen=True)
class Part:
    """One kind of what the clinic says, and how it stands."""

    name: str
    description: str
    path: str
    #: Where visitors read it; empty while nothing is live.
    site_path: str
    live: int
    drafts: int


def about(request: HttpRequest) -> HttpResponse:
    """The parts that this person may see."""
    parts = [
        _part(kind, registry.shared_pages[kind])
        for kind in document_models()
        if kind in registry.shared_pages and can_see(request.user, _view(kind))
    ]
    if not parts:
        raise PermissionDenied
    context = {"title": "About us", "parts": parts}
    return frame.page(request, "admin/about.html", context)


def _part(model: type[Document], page: registry.SharedPage) -> Part:
    live = model.objects.live_words(DEFAULT).count()
    drafts = model.every_revision().filter(state=State.DRAFT).count()
    return Part(
        name=page.name,
        description=page.description,
        path=changelist(model),
        site_path=reverse(page.view) if live else "",
        live=live,
        drafts=drafts,
    )


def _view(model: type[Document]) -> str:
    return f"{model._meta.app_label}.view_{model._meta.model_name}"
