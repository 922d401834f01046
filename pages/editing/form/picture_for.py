"""The way from words to a new picture for them, and back with that picture chosen."""

from __future__ import annotations

from django.http import HttpRequest

from pages import admin_addresses
from pages.pictures.models import Picture
from pages.revisions.document import Document, document_models
from pages.typed import is_key

#: The button that saves the words first, so that nothing typed is lost on the way.
BUTTON = "_add_picture"
_FOR, _CHOSEN = "for", "picture"


def way_there(document: Document) -> str:
    """Where a picture for these words is added."""
    name = document._meta.model_name
    return f"{admin_addresses.view(Picture, 'add')}?{_FOR}={name}-{document.pk}"


def way_back(request: HttpRequest, picture: Picture) -> str:
    """Where those words are written, with this picture chosen; empty if nobody came from words."""
    name, _dash, key = request.GET.get(_FOR, "").partition("-")
    kinds = {kind._meta.model_name: kind for kind in document_models()}
    if name not in kinds or not is_key(key):
        return ""
    there = admin_addresses.view(kinds[name], "change", int(key))
    return f"{there}?{_CHOSEN}={picture.pk}"


def chosen(request: HttpRequest) -> dict[str, str]:
    """What the form starts with for who comes back."""
    key = request.GET.get(_CHOSEN, "")
    return {_CHOSEN: key} if is_key(key) else {}
