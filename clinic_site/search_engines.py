"""What search engines are told: which pages there are, and which are none of their business.

Addresses start with SITE_URL, never with the Host of the request, which could name any port.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join

from faq.models import Entry
from pages.clinic.models import Clinic
from pages.languages import OTHERS, path_in
from pages.models import Page
from pages.public import same_for_everyone
from pages.revisions.document import Document
from pages.views import home_languages


@same_for_everyone
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page with words of its own (sitemaps.org, protocol 0.9); none before the site opens."""
    rows = format_html_join(
        "\n",
        "<url><loc>{}{}</loc><lastmod>{}</lastmod></url>",
        ((settings.SITE_URL, path, when.date().isoformat()) for path, when in _addresses()),
    )
    answer = format_html(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{}\n</urlset>\n',
        rows,
    )
    return HttpResponse(answer, content_type="application/xml; charset=utf-8")


def _addresses() -> Iterator[tuple[str, datetime]]:
    """Paths in every language, and when their words changed."""
    if Clinic.load().is_being_prepared:
        return
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield from _addresses_in(language)


def _addresses_in(language: str) -> list[tuple[str, datetime]]:
    pages = _published(Page.objects.live(language))
    entries = _published(Entry.objects.live(language).select_related("topic"))
    found = [*pages, *entries]
    if entries:
        found.append((reverse("faq:list"), max(when for _path, when in entries)))
    if language in home_languages():
        found.append((reverse("contact:write"), min(when for _path, when in pages)))
    return found


def _published(documents: Iterable[Document]) -> list[tuple[str, datetime]]:
    """Where each is, and when its words changed."""
    return [
        (document.get_absolute_url(), when)
        for document in documents
        if (when := document.shown.published_at)
    ]


def _searches() -> list[str]:
    english = reverse("faq:search")
    others = [code for code in Entry.objects.all().live_languages() if code in OTHERS]
    return [english, *(path_in(code, english) for code in sorted(others))]


@same_for_everyone
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but searches (RFC 9309). Pages for one person are not named here.

    Before the site opens, too: each page says "noindex", and only who reads a page learns of it.
    """
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _searches())]
    if not Clinic.load().is_being_prepared:
        lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
