"""People, prices, the way to start and the sheets, as the search knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.finding.fact import fact, leads, spoken_in, typed
from pages.finding.wording import ways_to_ask
from pages.languages import current, neutral
from pages.profile import tables
from pages.profile.models import Person, PersonRevision, PriceListRevision, StartGuideRevision
from pages.profile.rows import Row
from pages.profile.shown import Profile
from pages.registry import Findable

#: People, prices or plans that a line has room for.
_MOST = 6


def profile(language: str) -> Iterable[Findable]:
    """What is live of it. Without a line: no other words answer who asks for it."""
    shown = Profile(language)
    yield from _people(shown.people)
    prices = shown.prices.shown if shown.prices else None
    if isinstance(prices, PriceListRevision):
        yield from _prices(shown, prices)
        yield from _paying(prices)
    start = shown.start.shown if shown.start else None
    if isinstance(start, StartGuideRevision):
        yield from _start(start)
    yield _treatment_day()


def _people(people: list[Person]) -> Iterator[Findable]:
    page = leads("pages:team", _("Team"))
    names = format_html_join(", ", "{}", ((_name(one),) for one in people[:_MOST]))
    yield fact("team", _("The people you will meet"), names, page)
    yield from (_person(person, page.name) for person in people)


def _person(person: Person, name_of_page: str) -> Findable:
    words = person.shown
    return Findable(
        name="person",
        title=_name(person),
        line=_role(person),
        path=neutral(person.get_absolute_url()),
        place=name_of_page,
        language=current(),
        asked=words.role if isinstance(words, PersonRevision) else "",
        text=f"{words.summary} {words.body}",
    )


def _name(person: Person) -> str:
    words = person.shown
    credentials = words.credentials if isinstance(words, PersonRevision) else ""
    return f"{words.title}, {credentials}" if credentials else words.title


def _role(person: Person) -> SafeString:
    """What they do and speak; of who says neither, that they belong to the team."""
    words = person.shown
    if not isinstance(words, PersonRevision):
        return SafeString()
    speaks = format_html("{}: {}.", _("Speaks"), words.speaks) if words.speaks else ""
    role = typed(words.role and f"{words.role.removesuffix('.')}.", words.language)
    return SafeString(format_html("{} {}", role, speaks).strip()) or SafeString(_("Team"))


def _prices(shown: Profile, words: PriceListRevision) -> Iterator[Findable]:
    rows = tables.PRICES.read(words.prices)
    if not rows:
        return
    priced = [(tables.price_name(row, words.language), row["amount"]) for row in rows[:_MOST]]
    if shown.course_total:
        priced.append((shown.course_name, shown.course_total))
    line = spoken_in(words.language, format_html_join("; ", "{}: <b>{}</b>", priced))
    page = leads("pages:prices", _("Prices"))
    yield fact("prices", _("Our prices"), line, page, text=words.prices)
    sheet = leads("pages:what_it_may_cost", page.name)
    says = _(
        "A worksheet: type how many sessions and visits, and what your plan pays. We add up our"
        " listed prices, and keep nothing."
    )
    yield fact("what-it-may-cost", _("What it may cost you"), says, sheet)


def _paying(words: PriceListRevision) -> Iterator[Findable]:
    page = leads("pages:prices", _("Prices"))
    if plans := tables.PLANS.read(words.plans):
        line = spoken_in(words.language, _plans(plans))
        yield fact("plans", _("Insurance plans"), line, page, text=words.plans)
    ways = typed(words.how_to_pay, words.language)
    if ways := ways or facts_for_words(Clinic.load(), current())["payment"]:
        yield fact("how_to_pay", _("How you can pay"), ways, page)
    says = typed(words.good_faith_estimate, words.language)
    says = says or SafeString(_("You can ask us for a written estimate of what you will pay."))
    here = leads("pages:prices", page.name, anchor="#estimate")
    yield fact("estimate", _("Good faith estimate"), says, here)


def _plans(rows: list[Row]) -> SafeString:
    taken = {
        "yes": _("we take it"),
        "no": _("we do not take it"),
        "ask": _("ask us first"),
    }
    said = ((row["plan"], taken.get(row["taken"], "")) for row in rows[:_MOST])
    return format_html_join(" ", "{}: {}.", said)


def _start(words: StartGuideRevision) -> Iterator[Findable]:
    page = leads("pages:how_to_start", words.title)
    steps = tables.STEPS.read(words.steps)
    line = typed(words.summary or "; ".join(row["name"] for row in steps), words.language)
    yield Findable(
        name="how-to-start",
        title=words.title,
        line=line or SafeString(_("Step by step")),
        path=page.path,
        place=_("Page"),
        language=words.language,
        asked=ways_to_ask("facts", "how-to-start", current()),
        text=words.steps,
    )
    if words.new_patients:
        yield fact("new_patients", _("New patients"), _new_patients(words), page)


def _new_patients(words: StartGuideRevision) -> SafeString:
    new = {
        "yes": _("We take new patients."),
        "list": _("There is a waiting list."),
        "no": _("We take no new patients now."),
    }[words.new_patients]
    waits = words.usual_wait and words.new_patients != "no"
    wait = _("Usual wait: %(wait)s.") % {"wait": words.usual_wait} if waits else ""
    return SafeString(format_html("{} {}", new, typed(wait, words.language)).strip())


def _treatment_day() -> Findable:
    line = _(
        "Two sheets to print or keep on your phone: what to do before, on the day and after, and"
        " what your driver should know."
    )
    return fact(
        "treatment-day", _("My treatment day"), line, leads("pages:treatment_day", _("Page"))
    )
