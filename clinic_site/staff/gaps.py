"""Shows staff what is missing: searches in vain, answers that did not help, what people ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q, QuerySet, Sum
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from contact.models import About, Inquiry, Status
from faq.models import Entry, UnansweredSearch, Vote
from faq.search.index import Result, find
from pages.clinic.hours import last_mondays, monday_of
from pages.languages import OTHERS
from pages.people import can_see
from pages.staff import frame

#: From a Monday on, and never longer ago than counts are kept (faq/counts/retention.py).
WEEKS = 13
_MOST_ROWS = 25

#: In units of the drawing, which is 24 wide for each week.
_STEP, _WIDTH, _HEIGHT = 24, 16, 60


@dataclass(frozen=True)
class Bar:
    """One week of a drawing."""

    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Line:
    """What was counted of one thing, week by week."""

    name: str
    counts: list[int]

    @property
    def total(self) -> int:
        """In all weeks."""
        return sum(self.counts)

    @property
    def top(self) -> int:
        """In the busiest week."""
        return max(self.counts)

    @property
    def bars(self) -> Iterator[Bar]:
        """A bar for each week in which there was any; even one of a thousand can be seen."""
        for place, count in enumerate(self.counts):
            if count:
                height = max(2, round(_HEIGHT * count / self.top))
                yield Bar(place * _STEP + (_STEP - _WIDTH) // 2, _HEIGHT - height, height)


@dataclass(frozen=True)
class Search:
    """Words looked for in vain, and what they lead to by now, if there is anything."""

    words: str
    times: int
    last: date
    answer: Result | None


@dataclass(frozen=True)
class Doubt:
    """An answer that did not help everyone."""

    entry: Entry
    language_name: str
    yes: int
    no: int


def report(request: HttpRequest) -> TemplateResponse:
    """The page. Counts of messages only for those who may open messages."""
    if not can_see(request.user, "faq.view_unansweredsearch"):
        raise PermissionDenied
    return frame.page(request, "admin/gaps.html", _counted(request))


def _counted(request: HttpRequest) -> dict[str, Any]:
    """What this person may know of what was counted."""
    mondays = last_mondays(timezone.localdate(), WEEKS)
    counted = Q(day__gte=mondays[0], day__lte=timezone.localdate())
    searches, votes = UnansweredSearch.objects.filter(counted), Vote.objects.filter(counted)
    lines = _lines(mondays, searches, votes)
    context: dict[str, Any] = {
        "title": "Question gaps",
        "searches": _searches(searches.in_clear()),
        "not_shown": searches.not_shown(),
        "doubts": _doubts(votes),
        "can_add": request.user.has_perm("faq.add_entry"),
        "mondays": mondays,
    }
    if can_see(request.user, "contact.view_inquiry"):
        messages = _messages(mondays[0])
        lines.append(_line("Messages", mondays, ((day, 1) for day, _, _ in messages)))
        context["about"] = _about(messages)
        context["languages"] = _languages(messages)
    context["lines"] = lines
    context["rows"] = _rows(mondays, lines)
    return context


def _lines(
    mondays: list[date], searches: QuerySet[UnansweredSearch], votes: QuerySet[Vote]
) -> list[Line]:
    no = votes.filter(helpful=False)
    return [
        _line("Searches without an answer", mondays, searches.values_list("day", "count")),
        _line("“No” to an answer", mondays, no.values_list("day", "count")),
    ]


def _line(name: str, mondays: list[date], counted: Iterable[tuple[date, int]]) -> Line:
    weeks: Counter[date] = Counter()
    for day, count in counted:
        weeks[monday_of(day)] += count
    return Line(name, [weeks[monday] for monday in mondays])


def _rows(mondays: list[date], lines: list[Line]) -> list[tuple[date, list[int]]]:
    """The same numbers for the table, this week first."""
    weeks = zip(mondays, *(line.counts for line in lines), strict=True)
    return [(monday, list(counts)) for monday, *counts in weeks][::-1]


def _searches(counted: QuerySet[UnansweredSearch]) -> list[Search]:
    """The most frequent; since counts stay when an answer is written, each is looked for again."""
    rows = counted.values("words").annotate(times=Sum("count"), last=Max("day"))
    found = []
    for row in rows.order_by("-times", "-last", "words")[:_MOST_ROWS]:
        words = row["words"] or ""
        found.append(Search(words, row["times"], row["last"], _answer(words)))
    return sorted(found, key=lambda search: search.answer is not None)


def _answer(words: str) -> Result | None:
    """What the search finds by now, in whatever language."""
    answers = (result for code, _ in settings.LANGUAGES for result in find(words, code))
    return next(answers, None)


def _doubts(votes: QuerySet[Vote]) -> list[Doubt]:
    """Answers by how many said No, as far as visitors still see them."""
    rows = votes.values("entry_id", "language").annotate(
        yes=Sum("count", filter=Q(helpful=True), default=0),
        no=Sum("count", filter=Q(helpful=False), default=0),
    )
    entries = Entry.objects.live(settings.LANGUAGE_CODE).in_bulk()
    return [
        Doubt(entries[row["entry_id"]], OTHERS.get(row["language"], ""), row["yes"], row["no"])
        for row in rows.filter(no__gt=0).order_by("-no", "yes", "entry_id")[:_MOST_ROWS]
        if row["entry_id"] in entries
    ]


def _messages(first: date) -> list[tuple[date, str, str]]:
    """Day, whom it is about and language of each message; what it says stays sealed."""
    start = timezone.make_aware(datetime.combine(first, time.min))
    real = Inquiry.objects.exclude(status=Status.HELD).filter(received_at__gte=start)
    rows = real.filter(received_at__lte=timezone.now()).order_by()
    return [
        (timezone.localtime(received_at).date(), about, language)
        for received_at, about, language in rows.values_list("received_at", "about", "language")
    ]


def _about(messages: list[tuple[date, str, str]]) -> list[tuple[str, int]]:
    counts = Counter(about for _, about, _ in messages)
    return [(label, counts[value]) for value, label in [*About.choices, ("", "Not said")]]


def _languages(messages: list[tuple[date, str, str]]) -> list[tuple[str, int]]:
    counts = Counter(language for _, _, language in messages)
    return [(name, counts[code]) for code, name in settings.LANGUAGES]
