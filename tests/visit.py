"""Visits every public address of the site once, and remembers what came back."""

from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from clinic_site.page_cache import PageCache
from clinic_site.wsgi import django
from faq.models import Entry
from pages.models import Page as WordsPage
from tests.colleagues import open_site
from tests.html import Page
from tests.wsgi import Reply, ask


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

    @cached_property
    def page(self) -> Page:
        return Page(self.reply.body.decode())


def visit_all(*, is_open: bool = True) -> dict[str, Visit]:
    """Every public page, the pages with a form, and the errors a visitor can bring about.

    The first edition is loaded for it, and gone afterwards.
    """
    application = PageCache(django)
    visits = {}
    with transaction.atomic():
        call_command("load_first_edition", verbosity=0)
        if is_open:
            open_site()
        for visit in _addresses():
            visit.reply = ask(application, visit.path)
            visit.served = ask(application, visit.path, HTTP_ACCEPT_ENCODING="br, gzip")
            visits[visit.path] = visit
        transaction.set_rollback(True)
    return visits


def _address(path: str, **more: object) -> Visit:
    nothing = Reply(0, {}, b"")
    return Visit(path, nothing, nothing, **more)  # type: ignore[arg-type]


def _addresses() -> list[Visit]:
    search = reverse("faq:search")
    entries = Entry.objects.live().select_related("topic")
    helpful = reverse("faq:helpful", args=["transport", "can-i-drive-home"])
    return [
        *(
            _address(document.get_absolute_url(), sources=document.shown.sources.count())
            for document in [*WordsPage.objects.live(), *entries]
        ),
        _address(reverse("faq:list")),
        _address(reverse("faq:list") + "?open=all"),
        _address(reverse("contact:write"), is_kept=False),
        _address(f"{search}?q=drive+home", is_kept=False),
        _address(f"{search}?q=qwertzuiop", is_kept=False),
        _address(f"{search}?q=i+want+to+die", is_kept=False),
        _address(f"{helpful}?said=yes", is_kept=False),
        _address(f"{helpful}?said=no", is_kept=False),
        _address("/nothing-here/", status=404, is_kept=False),
        _address("/questions/nothing/here/", status=404, is_kept=False),
        _address("/questions/search/?q=%00", status=400, is_kept=False),
    ]
