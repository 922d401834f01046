"""The pages visitors read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pages.models import Layout, Page
from pages.public import same_for_everyone


@same_for_everyone
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return show(request, get_object_or_404(Page.objects.live(), layout=Layout.HOME))


@same_for_everyone
def treatment(request: HttpRequest) -> HttpResponse:
    """All parts of the treatment in short."""
    return show(request, get_object_or_404(Page.objects.live(), layout=Layout.TREATMENT))


@same_for_everyone
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One part of the treatment at length."""
    return show(request, get_object_or_404(Page.objects.live(), layout=Layout.TOPIC, slug=slug))


@same_for_everyone
def plain(request: HttpRequest, slug: str) -> HttpResponse:
    """Any other page."""
    layouts = [Layout.VISIT, Layout.PLAIN]
    return show(request, get_object_or_404(Page.objects.live(), layout__in=layouts, slug=slug))


def show(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as visitors see it; also used to preview words that are not live yet."""
    context = {"page": page, "words": page.words}
    if page.layout == Layout.TOPIC:
        context |= guide(page)
    return render(request, f"pages/{page.layout}.html", context)


def guide(page: Page) -> dict[str, object]:
    """The topic pages in order, and the ones before and after this one."""
    topics = list(Page.objects.live().filter(layout=Layout.TOPIC))
    place = next((number for number, topic in enumerate(topics) if topic.pk == page.pk), None)
    if place is None:
        return {"guide": topics}
    return {
        "guide": topics,
        "previous": topics[place - 1] if place else None,
        "next": topics[place + 1] if place + 1 < len(topics) else None,
    }
