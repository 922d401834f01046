"""The template tag that tells search engines and shared links what a page is."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext

from pages import structured_data
from pages.clinic.models import Clinic
from pages.languages import Signposts
from pages.models import Layout, Page
from pages.revisions.document import Document
from pages.revisions.revision import State

register = template.Library()

#: Letters of a description that are shown.
_DESCRIPTION = 155


@register.inclusion_tag("layout/social.html", takes_context=True)
def social(context: Context, title: str = "", description: str = "") -> dict[str, Any]:
    """Canonical address, Open Graph and structured data; only "noindex" where nothing may be found.

    A page without words of its own gives its title and description. Errors, searches and drafts
    have neither: nobody is led to them.
    """
    document, words = _document(context), context.get("words")
    if document and words and words.state == State.LIVE:
        title, path = words.title, document.get_absolute_url()
        description = getattr(words, "description", "") or words.summary
    elif title and "request" in context:
        path = context["request"].path
    else:
        return {"noindex": True}
    clinic = context["clinic"]
    things = list(_things(document, words, clinic, title, path))
    return {
        "noindex": context.get("noindex", False),
        "title": title,
        "description": Truncator(description).chars(_DESCRIPTION),
        "url": settings.SITE_URL + path,
        "editions": _editions(context),
        "image": settings.SITE_URL + static("social.png"),
        "is_article": document is not None and path != reverse("pages:home"),
        "clinic": clinic,
        "data": structured_data.script(things) if things else "",
    }


def _editions(context: Context) -> list[tuple[str, str]]:
    """This page in each language, for search engines; nothing while there is only one."""
    signposts: Signposts | None = context.get("signposts")
    editions = signposts.editions() if signposts else []
    there = [(one.language, settings.SITE_URL + one.path) for one in editions]
    return [*there, ("x-default", there[0][1])] if len(there) > 1 else []


def _document(context: Context) -> Document | None:
    found = context.get("entry") or context.get("page")
    return found if isinstance(found, Document) else None


def _things(
    document: Document | None, words: Any, clinic: Clinic, title: str, path: str
) -> Iterator[structured_data.Thing]:
    is_page = isinstance(document, Page)
    if path == reverse("pages:home"):
        yield structured_data.clinic(clinic)
    if document:
        yield structured_data.web_page(words, settings.SITE_URL + path, is_question=not is_page)
    if steps := list(_steps(document)):
        yield structured_data.breadcrumbs([*steps, (title, path)])


def _steps(document: Document | None) -> Iterator[tuple[str, str]]:
    """The pages above this one, where there are any between it and the front page."""
    if isinstance(document, Page):
        if document.layout == Layout.TOPIC:
            yield gettext("Treatment"), reverse("pages:treatment")
    elif document:
        yield gettext("Questions"), reverse("faq:list")
