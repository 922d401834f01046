"""Visits every public address of the site once, and remembers what came back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from http import HTTPStatus
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.urls import reverse

from clinic_site.front.page_cache import PageCache
from clinic_site.wsgi import uncached
from faq.models import Entry, Topic
from faq.search.index import indexes
from pages.models import Page as WordsPage
from tests import filled, first_edition, spanish
from tests.colleagues import open_site
from tests.html import Page
from tests.wsgi import Reply, ask

#: The first flight of a TCP connection: ten packets. What is left of it is for the headers.
FIRST_FLIGHT = 14 * 1024
WHOLE_FLIGHT = 14_480


@dataclass
class Visit:
    """An address and what came back from it, plain and as a browser would get it."""

    path: str
    reply: Reply
    served: Reply
    status: int = HTTPStatus.OK
    is_kept: bool = True
    #: How many sources the words have; None where there are no words of their own.
    sources: int | None = None
    #: How many of them are not our own rules.
    listed: int = 0

    @cached_property
    def page(self) -> Page:
        return Page(self.reply.body.decode())


def visit_english() -> dict[str, Visit]:
    """Every public page, the pages with a form, and the errors a visitor can bring about."""
    return _visit(_english_addresses)


def visit_before_opening() -> dict[str, Visit]:
    """The same while the site is being prepared."""
    return _visit(_english_addresses, is_open=False)


def visit_spanish() -> dict[str, Visit]:
    """Every Spanish page, as if the whole first edition were translated."""

    def addresses() -> list[Visit]:
        spanish.publish_everything()
        return _spanish_addresses()

    return _visit(addresses)


def visit_filled() -> dict[str, Visit]:
    """Every page of a clinic that entered all it can, in both languages."""

    def addresses() -> list[Visit]:
        filled.fill()
        spanish.publish_everything()
        entered = [
            "/team/",
            "/find-us/",
            "/prices/",
            "/prices/what-it-may-cost/",
            "/how-to-start/",
        ]
        return [*_english_addresses(), *map(_address, entered), *_spanish_addresses()]

    return _visit(addresses)


def _visit(addresses: Callable[[], list[Visit]], *, is_open: bool = True) -> dict[str, Visit]:
    """The first edition is loaded for it, and gone afterwards."""
    application = PageCache(uncached)
    visits = {}
    with transaction.atomic():
        first_edition.load()
        if is_open:
            open_site()
        for visit in addresses():
            visit.reply = ask(application, visit.path)
            visit.served = ask(application, visit.path, HTTP_ACCEPT_ENCODING="br, gzip")
            visits[visit.path] = visit
        transaction.set_rollback(True)
    indexes.forget()
    return visits


@cache
def size_of_stylesheet(href: str) -> int:
    """Bytes of a stylesheet as it is served."""
    file = finders.find(href.removeprefix(settings.STATIC_URL))
    assert file, href
    return len(brotli.compress(Path(file).read_bytes(), quality=11))


def size_of_first_visit(visit: Visit) -> int:
    """Bytes of a page and its stylesheets, for someone who has none of them yet."""
    sheets = visit.page.links("stylesheet")
    return len(visit.served.body) + sum(size_of_stylesheet(href) for href in sheets)


def size_of_whole_answer(visit: Visit) -> int:
    """The same with the headers, as HTTP/1.1 writes them."""
    headers = sum(len(f"{name}: {value}\r\n") for name, value in visit.served.headers.items())
    return size_of_first_visit(visit) + len("HTTP/1.1 200 OK\r\n\r\n") + headers


def _address(path: str, **more: object) -> Visit:
    nothing = Reply(0, {}, b"")
    return Visit(path, nothing, nothing, **more)  # type: ignore[arg-type]


def _english_addresses() -> list[Visit]:
    search = reverse("faq:search")
    entries = Entry.objects.live("en").select_related("topic")
    helpful = reverse("faq:helpful", args=["transport", "can-i-drive-home"])
    return [
        *(
            _address(
                document.get_absolute_url(),
                sources=document.shown.sources.count(),
                listed=document.shown.sources.exclude(url="", year=None, no_address__gt="").count(),
            )
            for document in [*WordsPage.objects.live("en"), *entries]
        ),
        _address(reverse("faq:list")),
        _address(reverse("faq:list") + "?open=all"),
        _address(reverse("pages:treatment_day")),
        *(_address(topic.get_absolute_url()) for topic in Topic.objects.with_answers("en")),
        _address(reverse("contact:write"), is_kept=False),
        _address(f"{search}?q=drive+home", is_kept=False),
        _address(f"{search}?q=qwertzuiop", is_kept=False),
        _address(f"{search}?q=i+want+to+die", is_kept=False),
        _address(f"{search}?q=my+husband+hits+me", is_kept=False),
        _address(f"{search}?q=does+it+reduce+suicidal+thoughts", is_kept=False),
        _address(f"{helpful}?vote=yes", is_kept=False),
        _address(f"{helpful}?vote=no", is_kept=False),
        _address("/nothing-here/", status=404, is_kept=False),
        _address("/questions/nothing/here/", status=404, is_kept=False),
        _address("/questions/search/?q=%00", status=400, is_kept=False),
    ]


def _spanish_addresses() -> list[Visit]:
    words = [*WordsPage.objects.live("es"), *Entry.objects.live("es").select_related("topic")]
    return [
        *(_address(f"/es{document.get_absolute_url()}") for document in words),
        _address("/es/questions/"),
        _address("/es/questions/?open=all"),
        _address("/es/treatment-day/"),
        *(_address(f"/es{topic.get_absolute_url()}") for topic in Topic.objects.with_answers("es")),
        _address("/es/contact/", is_kept=False),
        _address("/es/contact/thanks/", is_kept=False),
        _address("/es/questions/search/?q=clave", is_kept=False),
        _address("/es/questions/search/?q=zzzzz", is_kept=False),
        _address("/es/questions/search/?q=quiero+morir", is_kept=False),
        _address("/es/nada/", status=404, is_kept=False),
        _address("/es/questions/search/?q=%00", status=400, is_kept=False),
    ]
