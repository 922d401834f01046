"""One search over everything a colleague may see, in the words one has at 2 in the morning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache

from django.http import HttpRequest, HttpResponse

from clinic_site.staff.gone import thrown_away
from clinic_site.staff.search.things import Thing, things
from faq.search.lexicon import lexicon
from faq.search.ranking import Ranking, Texts
from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.languages import DEFAULT, OTHERS
from pages.markup.html import line_to_text
from pages.staff import frame

#: Letters that are read, and rows that anybody looks through.
_LONGEST, _MOST = 200, 40
#: Below this likeness, from 0 to 1, it speaks of something else; so much less than the best, too.
_LIKE, _NEXT_TO_BEST = 0.12, 0.35
#: So many seconds somebody waits for each language; what holds just the words is there at once.
_PATIENCE = 0.2
_learning = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")


def search(request: HttpRequest) -> HttpResponse:
    """What fits what was typed: what holds just that first, then what means the same."""
    query = " ".join(request.GET.get("q", "")[:_LONGEST].split())
    among = list(things(request.user)) if query else []
    found = find(query, among)
    context = {
        "is_whole": not query or is_ready(among),
        "title": "Search",
        "query": query,
        "found": list(_as_read(found[:_MOST])),
        "many": len(found),
        "has_bin": bool(thrown_away.kinds_of(request)),
    }
    return frame.page(request, "admin/search.html", context)


def _as_read(found: Iterable[Thing]) -> Iterator[Thing]:
    """With what the facts say in their place."""
    clinic = Clinic.load()
    facts = {language: facts_for_words(clinic, language) for language in (DEFAULT, *OTHERS)}
    yield from (replace(one, line=line_to_text(one.line, facts[one.language])) for one in found)


def find(query: str, among: list[Thing]) -> list[Thing]:
    """These things, the likest first."""
    held = sorted((where, at) for at, one in enumerate(among) if (where := _place(one, query)))
    exact = [among[at] for _where, at in held]
    seen = set(exact)
    return [*exact, *(one for one in _like(query, among) if one not in seen)]


def _place(one: Thing, query: str) -> int:
    """Where just that stands: 1 for the title, and so on; 0 if nowhere."""
    texts = (one.title, one.line, one.keywords, one.text)
    places = (at for at, text in enumerate(texts, 1) if query.casefold() in text.casefold())
    return next(places, 0)


def _like(query: str, among: list[Thing]) -> Iterator[Thing]:
    """As visitors find answers: badly typed, or in other words for the same."""
    ranked: list[tuple[float, Thing]] = []
    for language, spoken in _by_language(among):
        ranked += _ranked(query, language, spoken)
    best = max((likeness for likeness, _one in ranked), default=0.0)
    ranked.sort(key=lambda pair: -pair[0])
    yield from (one for likeness, one in ranked if likeness >= max(_LIKE, best * _NEXT_TO_BEST))


def _ranked(query: str, language: str, among: list[Thing]) -> Iterable[tuple[float, Thing]]:
    try:
        ranking = _ranking(language, tuple(among)).result(timeout=_PATIENCE)
    except TimeoutError:
        return []
    return [(one.likeness, among[one.number]) for one in ranking.rank(ranking.understand(query))]


def is_ready(among: list[Thing]) -> bool:
    """False while what means the same is still being learnt: the next search finds that too."""
    return all(_ranking(code, tuple(spoken)).done() for code, spoken in _by_language(among))


def _by_language(among: list[Thing]) -> Iterator[tuple[str, list[Thing]]]:
    for language in (DEFAULT, *OTHERS):
        yield language, [one for one in among if one.language == language]


@lru_cache(maxsize=2)
def _ranking(language: str, among: tuple[Thing, ...]) -> Future[Ranking]:
    """Made beside the request, since it takes seconds; kept while nothing changes (10 MB)."""
    return _learning.submit(_make, language, among)


def _make(language: str, among: tuple[Thing, ...]) -> Ranking:
    texts: list[Texts] = [
        {"title": one.title, "keywords": one.keywords, "summary": one.line, "body": one.text}
        for one in among
    ]
    return Ranking(texts, lexicon(language))
