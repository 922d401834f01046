"""The template tag that tells search engines and shared links what a page is."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.text import Truncator

from pages import structured_data
from pages.clinic.models import Clinic
from pages.languages import Signposts
from pages.markup.html import line_to_text
from pages.revisions.document import Document
from pages.revisions.revision import State

register = template.Library()

#: Letters of a description that are shown.
_DESCRIPTION = 155


@register.inclusion_tag("layout/social.html", takes_context=True)
def social(
    context: Context, title: str = "", description: str = "", questions: Sequence[Document] = ()
) -> dict[str, Any]:
    """Canonical address, Open Graph and structured data; only "noindex" where nothing may be found.

    A page without words of its own gives its title, its description and the ``questions`` it has.
    Errors, searches and drafts have none of it: nobody is led to them. Nor is anyone to a site that
    is still being prepared.
    """
    document = _document(context)
    revision, summary = document.shown if document else None, ""
    if document and revision and revision.state == State.LIVE:
        title, path = revision.title, document.get_absolute_url()
        summary = line_to_text(revision.summary, context["facts"])
        description = getattr(revision, "description", "") or summary
    elif title and "request" in context:
        path = context["request"].path
    else:
        return {"noindex": True}
    clinic = context["clinic"]
    if clinic.is_being_prepared:
        return {"noindex": True}
    data = [*_things(document, context, title, path, summary), *_listed(questions, title, context)]
    return {
        "noindex": context.get("noindex", False),
        "title": title,
        "description": Truncator(description).chars(_DESCRIPTION),
        "url": settings.SITE_URL + path,
        "alternates": _alternates(context),
        "image": f"{settings.SITE_URL}{path}card.png",
        "is_article": document is not None and path != reverse("pages:home"),
        "clinic": clinic,
        "data": structured_data.script(data) if data else "",
    }


def _alternates(context: Context) -> list[tuple[str, str]]:
    """This page in each language, for search engines; nothing while there is only one."""
    signposts: Signposts | None = context.get("signposts")
    alternates = signposts.alternates() if signposts else []
    there = [(one.language, settings.SITE_URL + one.path) for one in alternates]
    return [*there, ("x-default", there[0][1])] if len(there) > 1 else []


def _listed(
    questions: Sequence[Document], title: str, context: Context
) -> Iterator[structured_data.Thing]:
    """The questions of a page that stands right above each of them, with their short answers."""
    if questions:
        way = questions[0].above()
        answers = (
            (one.shown.title, line_to_text(one.shown.summary, context["facts"]))
            for one in questions
        )
        yield structured_data.question_list(title, settings.SITE_URL + way[-1][1], answers)
        yield structured_data.breadcrumbs(way)


def _document(context: Context) -> Document | None:
    found = context.get("document")
    return found if isinstance(found, Document) else None


def _things(
    document: Document | None, context: Context, title: str, path: str, summary: str
) -> Iterator[structured_data.Thing]:
    clinic: Clinic = context["clinic"]
    if path in (reverse("pages:home"), reverse("pages:find_us")):
        yield structured_data.clinic(clinic, context["main_place"])
    if document:
        address = settings.SITE_URL + path
        answer = summary if document.is_question else ""
        yield structured_data.web_page(document, clinic, address, answer)
        if above := document.above():
            yield structured_data.breadcrumbs([*above, (title, path)])
