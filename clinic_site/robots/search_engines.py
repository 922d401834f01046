"""What search engines are told: which pages there are, and which are none of their business.

Addresses start with SITE_URL, never with the Host of the request, which could name any port.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from faq.models import Entry
from pages import registry
from pages.clinic.models import Clinic
from pages.languages import DEFAULT, OTHERS, languages_of_match, path_in
from pages.models import Page
from pages.public import same_for_everyone
from pages.revisions.document import Document, document_models

#: Pages whose words in other languages come with the code.
_SHIPPED = ("pages:home", "pages:help_now", "contact:write")
#: Pages made of code and facts: nobody says when they changed.
_SHEETS = ("pages:treatment_day", "pages:what_it_may_cost")


@same_for_everyone
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page with words of its own (sitemaps.org, protocol 0.9); none before the site opens."""
    found = list(_addresses())
    there = {path for path, _when in found}
    rows = format_html_join(
        "\n",
        "<url><loc>{}{}</loc>{}{}</url>",
        (
            (settings.SITE_URL, path, _last_changed(when), _alternates(path, there))
            for path, when in found
        ),
    )
    answer = format_html(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{}\n</urlset>\n',
        rows,
    )
    return HttpResponse(answer, content_type="application/xml; charset=utf-8")


def _alternates(path: str, there: set[str]) -> SafeString:
    """The same page in each language, itself among them; nothing while there is only one."""
    paths = [(code, path_in(code, path)) for code, _name in settings.LANGUAGES]
    alternates = [(code, settings.SITE_URL, one) for code, one in paths if one in there]
    link = '<xhtml:link rel="alternate" hreflang="{}" href="{}{}"/>'
    return format_html_join("", link, alternates if len(alternates) > 1 else [])


def _last_changed(when: datetime | None) -> SafeString:
    """The day where the clinic is, as its pages say it."""
    if when is None:
        return SafeString()
    return format_html("<lastmod>{}</lastmod>", timezone.localdate(when).isoformat())


def _addresses() -> Iterator[tuple[str, datetime | None]]:
    """Paths in every language, and when their words changed; of shipped ones nobody says when."""
    if Clinic.load().is_being_prepared:
        return
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield from _addresses_in(language)


def _addresses_in(language: str) -> list[tuple[str, datetime | None]]:
    pages = _published(Page.objects.live(language))
    entries = _published(Entry.objects.live(language).select_related("topic"))
    found: list[tuple[str, datetime | None]] = [*pages, *entries]
    for kind in document_models():
        page = registry.shared_pages.get(kind)
        if page and (alike := _published(kind.objects.live(language))):
            found.append((reverse(page.view), max(when for _path, when in alike)))
    if entries:
        found += [*_topics(language), (reverse("faq:list"), max(when for _path, when in entries))]
    if reverse("pages:home") in dict(pages):
        found.append((reverse("contact:write"), min(when for _path, when in pages)))
    if language != DEFAULT:
        shipped = [reverse(view) for view in _SHIPPED]
        found += [(path, None) for path in shipped if path not in dict(found)]
    return found + [(path, None) for path in map(reverse, _SHEETS) if _is_there(path, language)]


def _is_there(path: str, language: str) -> bool:
    return language in (languages_of_match(resolve(path)) or [])


def _topics(language: str) -> list[tuple[str, datetime]]:
    """The page of each topic, as new as its newest answer."""
    newest: dict[str, datetime] = {}
    for entry in Entry.objects.live(language).select_related("topic"):
        if when := entry.shown.published_at:
            path = entry.topic.get_absolute_url()
            newest[path] = max(when, newest.get(path, when))
    return [*newest.items()]


def _published(documents: Iterable[Document]) -> list[tuple[str, datetime]]:
    """Where each is, and when its words changed."""
    return [
        (document.get_absolute_url(), when)
        for document in documents
        if (when := document.shown.published_at)
    ]


def _searches() -> list[str]:
    english = reverse("faq:search")
    return [english, *(path_in(code, english) for code in sorted(OTHERS))]


@same_for_everyone
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but searches (RFC 9309). Pages for one person are not named here.

    Before the site opens, too: each page says "noindex", and only who reads a page learns of it.
    """
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _searches())]
    if not Clinic.load().is_being_prepared:
        lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
