"""The pages visitors read."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pages.languages import current, spoken
from pages.models import Layout, Page
from pages.public import same_for_everyone


def languages_of(*layouts: Layout, **be: str) -> Iterable[str]:
    """The languages in which such a page is live."""
    return Page.objects.filter(layout__in=layouts, **be).live_languages()


#: A language is spoken here once the front page is live in it.
home_languages = partial(languages_of, Layout.HOME)


@spoken(home_languages)
@same_for_everyone
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return show(request, get_object_or_404(Page.objects.live(current()), layout=Layout.HOME))


@spoken(partial(languages_of, Layout.TREATMENT))
@same_for_everyone
def treatment(request: HttpRequest) -> HttpResponse:
    """All parts of the treatment in short."""
    return show(request, get_object_or_404(Page.objects.live(current()), layout=Layout.TREATMENT))


@spoken(partial(languages_of, Layout.TOPIC))
@same_for_everyone
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One part of the treatment at length."""
    return show(
        request, get_object_or_404(Page.objects.live(current()), layout=Layout.TOPIC, slug=slug)
    )


@spoken(partial(languages_of, Layout.VISIT, Layout.PLAIN))
@same_for_everyone
def plain(request: HttpRequest, slug: str) -> HttpResponse:
    """Any other page."""
    layouts = [Layout.VISIT, Layout.PLAIN]
    return show(
        request, get_object_or_404(Page.objects.live(current()), layout__in=layouts, slug=slug)
    )


@dataclass(frozen=True)
class Guide:
    """The topic pages in order, and the ones before and after one of them."""

    topics: list[Page]
    previous: Page | None = None
    next: Page | None = None


def show(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as visitors see it; also used to preview words that are not live yet."""
    context = {
        "document": page,
        "page": page,
        "revision": page.shown,
        "guide": guide(page) if page.layout == Layout.TOPIC else None,
    }
    return render(request, f"pages/{page.layout}.html", context)


def guide(page: Page) -> Guide:
    """Where the page stands among the topics; among none while it is not live."""
    topics = list(Page.objects.live(current()).filter(layout=Layout.TOPIC))
    place = next((number for number, topic in enumerate(topics) if topic.pk == page.pk), None)
    if place is None:
        return Guide(topics)
    return Guide(
        topics,
        previous=topics[place - 1] if place else None,
        next=topics[place + 1] if place + 1 < len(topics) else None,
    )
