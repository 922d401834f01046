"""Questions by topic, one answer, and the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from faq.models import Entry
from pages.public import same_for_everyone


@same_for_everyone
def list(request: HttpRequest) -> HttpResponse:
    """Every question by topic; ``?open=all`` shows all answers opened."""
    entries = Entry.objects.live().select_related("topic")
    context = {"entries": entries, "open_all": request.GET.get("open") == "all"}
    return render(request, "faq/list.html", context)


@same_for_everyone
def entry(request: HttpRequest, topic: str, slug: str) -> HttpResponse:
    """One answer on a page of its own."""
    found = get_object_or_404(
        Entry.objects.live().select_related("topic"), slug=slug, topic__slug=topic
    )
    return show(request, found)


def show(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The answer as visitors see it; also used to preview words that are not live yet."""
    more = Entry.objects.live().filter(topic=entry.topic).exclude(pk=entry.pk)[:5]
    return render(request, "faq/entry.html", {"entry": entry, "words": entry.words, "more": more})


def search(request: HttpRequest) -> HttpResponse:
    """Answers for what someone typed."""
    return redirect("faq:list")
