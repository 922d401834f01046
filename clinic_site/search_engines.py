"""What search engines are told: which pages there are, and which are none of their business.

Addresses start with SITE_URL, never with the Host of the request, which could name any port.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from faq.models import Entry
from pages.models import Page
from pages.public import same_for_everyone


@same_for_everyone
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page with words of its own (sitemaps.org, protocol 0.9)."""
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
    """Paths, and when their words changed."""
    entries = list(Entry.objects.live().select_related("topic"))
    pages = list(Page.objects.live())
    changes = [entry.words.published_at for entry in entries]
    for document in chain(pages, entries):
        yield document.get_absolute_url(), document.words.published_at
    if changes:
        yield reverse("faq:list"), max(changes)
    if pages:
        yield reverse("contact:write"), min(page.words.published_at for page in pages)


@same_for_everyone
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but searches (RFC 9309). Pages for one person are not named here."""
    lines = (
        "User-agent: *",
        f"Disallow: {reverse('faq:search')}",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
