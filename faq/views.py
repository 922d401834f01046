"""Questions by topic, those of one topic, one answer, and the search."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language_info, gettext, override
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from faq.counts import unanswered, votes
from faq.models import Entry, EntryRevision, Topic
from faq.search.index import find, indexes, tidy
from faq.search.other_languages import look_everywhere
from faq.search.whose import FOR_FAMILY
from pages.crisis import Danger, Help, read, soft_line
from pages.languages import ByOneLook, current, neutral, path_in, spoken
from pages.public import same_for_everyone
from pages.revisions.revision import State
from pages.scenes import scene_at

#: Stands where a letter was not UTF-8.
_UNREADABLE = "\ufffd"
#: How many answers of each topic stand in the list; its own page has them all.
_IN_LIST = 3
#: Pages for who sounds worn out, where nothing answers them.
_FOR_WHO_IS_LOW = ("thoughts-of-suicide", FOR_FAMILY)


def any_language() -> Iterable[str]:
    """The languages there is an answer in."""
    return Entry.objects.all().live_languages()


class LanguagesOf(ByOneLook):
    """The languages of an answer, or those a topic has answers in."""

    def look(self) -> set[tuple[str, str, str]]:
        """Topic, address and language of each answer that is live."""
        live = EntryRevision.objects.filter(state=State.LIVE).order_by()
        return {*live.values_list("document__topic__slug", "document__slug", "language")}

    def seen(self, there: Collection[tuple[str, str, str]], **parts: str) -> list[str]:
        """Of the topic at this address; or, below a topic, of the answer."""
        if "topic" in parts:
            found = (one[2] for one in there if one[:2] == (parts["topic"], parts["slug"]))
        else:
            found = (one[2] for one in there if one[0] == parts["slug"])
        return [*dict.fromkeys(found)]


@spoken(any_language)
@same_for_everyone
def questions(request: HttpRequest) -> HttpResponse:
    """Some questions of each topic; ``?open=all`` opens their answers, ``?q=`` asks for a word."""
    context = {
        "shelves": _shelves(),
        "open_all": request.GET.get("open") == "all",
        "nothing_typed": "q" in request.GET,
    }
    return render(request, "faq/list.html", context)


@dataclass(frozen=True)
class Shelf:
    """A topic as the list shows it: its first questions, and how many it has in all."""

    topic: Topic
    entries: list[Entry]
    many: int


def _shelves() -> list[Shelf]:
    live = Entry.objects.live_words(current()).values_list("topic", "pk")
    by_topic = {
        topic: [pk for _topic, pk in ones] for topic, ones in groupby(live, lambda one: one[0])
    }
    first = [pk for pks in by_topic.values() for pk in pks[:_IN_LIST]]
    found = Entry.objects.live_in_lists(current()).filter(pk__in=first).select_related("topic")
    shelves = groupby(found, lambda one: one.topic)
    return [Shelf(topic, [*entries], len(by_topic[topic.pk])) for topic, entries in shelves]


@spoken(LanguagesOf())
@same_for_everyone
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Every question of one topic, each with its short answer; ``?open=all`` opens them."""
    live = Entry.objects.live_in_lists(current())
    entries = list(live.filter(topic__slug=slug).select_related("topic"))
    if not entries:
        raise Http404
    found = entries[0].topic
    context = {
        "topic": found,
        "entries": entries,
        "others": Topic.objects.with_answers(current()).exclude(pk=found.pk),
        "open_all": request.GET.get("open") == "all",
        "scene": scene_at(found.get_absolute_url()),
    }
    return render(request, "faq/topic.html", context)


@spoken(LanguagesOf())
@same_for_everyone
def entry(request: HttpRequest, topic: str, slug: str) -> HttpResponse:
    """One answer on a page of its own."""
    found = get_object_or_404(
        Entry.objects.live(current()).select_related("topic"), slug=slug, topic__slug=topic
    )
    return show(request, found)


def show(request: HttpRequest, found: Entry) -> HttpResponse:
    """The answer as visitors see it; also used to preview words that are not live yet."""
    alone = _stands_alone(found)
    near = Entry.objects.live_in_lists(current()).filter(topic=found.topic).select_related("topic")
    context = {
        "document": found,
        "entry": found,
        "revision": found.shown,
        "alone": alone,
        "more": [] if alone else near.exclude(pk=found.pk)[:5],
        "scene": scene_at(found.get_absolute_url()),
    }
    return render(request, "faq/entry.html", context)


def _stands_alone(found: Entry) -> bool:
    """True if its question is that of someone in danger: then nothing follows the help in it."""
    danger = read(found.shown.title)
    return danger is not None and not danger.asks


@csrf_exempt  # docs/decisions/helpful-votes.md says what guards it instead.
@spoken(LanguagesOf())
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def helpful(request: HttpRequest, topic: str, slug: str) -> HttpResponse:
    """Whether an answer helped: a button counts and leads to thanks, which count nothing."""
    found = get_object_or_404(
        Entry.objects.live(current()).select_related("topic"), slug=slug, topic__slug=topic
    )
    button = (request.POST or request.GET).get("vote")
    if button not in ("yes", "no") or _stands_alone(found):
        return redirect(found)
    if request.method == "POST":
        votes.count(request, found, current(), helpful=button == "yes")
        here = reverse("faq:helpful", args=[topic, slug])
        return redirect(f"{here}?vote={button}")
    return render(request, "faq/helpful.html", {"found": found, "yes": button == "yes"})


# Always there: whoever types that they are in danger is told whom to call, in each language.
@spoken(any_language, shipped=True)
@gzip_page
@require_safe
@cache_control(no_store=True)
def search(request: HttpRequest) -> HttpResponse:
    """What there is for what someone typed. A search in vain is counted: see ``unanswered``."""
    typed = request.GET.get("q", "")
    query, danger = tidy(typed), read(_all_typed(request))
    if danger and not danger.worry:
        return _help_first(request, danger, query)
    if not query:
        return redirect(_where_to_search())
    found = look_everywhere(query, current())
    soft = soft_line(query, current(), danger)
    if soft and not danger:
        found = found.surely()
    if request.method == "GET" and not found.answers and not soft:
        unanswered.count(query)
    context = {
        "query": query,
        "found": found,
        "soft": soft,
        "softly": indexes.of(soft.language).pages(*_FOR_WHO_IS_LOW) if soft else [],
        "other": _in_other_words(found.language, query),
        "topics": Topic.objects.with_answers(current()),
        "noindex": True,
    }
    response = render(request, "faq/search.html", context)
    return _untold(response) if soft else response


def _where_to_search() -> str:
    """The list of questions, which asks for a word; the front page where there is none."""
    if current() in any_language():
        return f"{reverse('faq:list')}?q="
    return reverse("pages:home")


def _in_other_words(language: str, query: str) -> dict[str, str]:
    """What the page says of answers in another language; nothing without such answers."""
    if not language:
        return {}
    path = path_in(language, neutral(reverse("faq:search")))
    with override(language):
        name = get_language_info(language)["name_local"]
        says = gettext("What we found in %s") % name
        again = gettext("Search in %s") % name
    href = f"{path}?{urlencode({'q': query})}"
    return {"language": language, "says": says, "again": again, "href": href}


def _all_typed(request: HttpRequest) -> str:
    """Every ``q`` of the address, and what it holds in the encoding of old browsers."""
    typed = request.GET.getlist("q")
    if any(_UNREADABLE in one for one in typed):
        typed += QueryDict(request.META["QUERY_STRING"], encoding="latin-1").getlist("q")
    return "\n".join(typed)


def _help_first(request: HttpRequest, danger: Danger, query: str) -> HttpResponse:
    """Help alone for who may be in danger; answers follow only if they asked for one, too."""
    context = {
        "help": Help.for_danger(danger, current(), answered=danger.asks),
        "asks": danger.asks,
        "results": find(query, current()) if danger.asks else [],
        "noindex": True,
    }
    return _untold(render(request, "faq/search_in_danger.html", context))


def _untold(response: HttpResponse) -> HttpResponse:
    """The address holds what they typed: no page that a link leads to may learn it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
