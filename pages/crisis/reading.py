"""Reads a text for danger: which kinds, how pressing, and whether it asks something too."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pages.crisis.kinds import Grade, Kind
from pages.crisis.lines import Line, lines_for
from pages.crisis.plain import plain
from pages.crisis.rules import Found, Rules, load

#: These say whose danger it is; alone they are none.
_WHOSE = (Kind.BIRTH, Kind.VETERAN)
#: Signs that are asked about in general, or told of long ago, far more often than they are had.
_NOT_IN_GENERAL = (Kind.BODY, Kind.MIND)


@dataclass(frozen=True)
class Danger:
    """What a text says of danger."""

    #: The most pressing first.
    kinds: tuple[Kind, ...]
    #: It deserves an answer beside help; otherwise help stands alone.
    asks: bool
    #: A life may be lost in the next minutes.
    now: bool
    #: Whom to call, the right help first.
    helps: tuple[Line, ...]


@cache
def _danger_rules() -> Rules:
    return Rules(
        (f"{kind}.{grade}", phrase)
        for kind in Kind
        for by_grade in load(kind).values()
        for grade, phrases in by_grade.items()
        for phrase in phrases
    )


@cache
def _rules(name: str) -> Rules:
    """The rules of a file that names no kind: their labels are the headings."""
    return Rules(
        (heading, phrase)
        for by_heading in load(name).values()
        for heading, phrases in by_heading.items()
        for phrase in phrases
    )


def read(text: str) -> Danger | None:
    """The danger the text speaks of, in English or Spanish; nothing if it speaks of none."""
    words = plain(text)
    grades = _grades(_counted(words))
    headings = _headings(words) if grades else set[str]()
    if headings & {"general", "past"}:
        grades = {kind: grade for kind, grade in grades.items() if kind not in _NOT_IN_GENERAL}
    if headings & {"for_us", "past"}:
        # What is told is long ago, or why someone asks to be treated: it is not this minute.
        grades = {kind: max(grade, Grade.SAID) for kind, grade in grades.items()}
    if all(kind in _WHOSE and grade is Grade.WHO for kind, grade in grades.items()):
        return None
    kinds = tuple(sorted(grades, key=lambda kind: (grades[kind], list(Kind).index(kind))))
    most = grades[kinds[0]]
    return Danger(
        kinds,
        asks=_asks(headings, most, marked="?" in text),
        now=most is Grade.NOW,
        helps=lines_for(kinds, most),
    )


def _counted(words: str) -> Iterator[Found]:
    """Every phrase of danger that does not lie inside one that is near but none."""
    found = list(_danger_rules().find(words))
    if not found:
        return
    near = list(_rules("near").find(words))
    for one in found:
        if not any(other.start <= one.start and one.end <= other.end for other in near):
            yield one


def _grades(found: Iterator[Found]) -> dict[Kind, Grade]:
    """How pressing each kind is: the plainest phrase of it decides."""
    grades: dict[Kind, Grade] = {}
    for label, _, _ in found:
        kind_name, grade_name = label.split(".")
        kind, grade = Kind(kind_name), Grade[grade_name.upper()]
        grades[kind] = min(grade, grades.get(kind, grade))
    return grades


def _asks(headings: set[str], most: Grade, *, marked: bool) -> bool:
    """True when an answer is due as well: never while a life may be lost in the next minutes."""
    if most is Grade.NOW or "subject" not in headings:
        return False
    # Who only names a subject looks something up; who tells of a person needs people first.
    looks_up = most is Grade.TOPIC and "about" in headings
    return marked or looks_up or not headings.isdisjoint({"opens", "asks"})


def _headings(words: str) -> set[str]:
    """What the text does beside: it asks, it names what we can answer about, it is general."""
    return {
        found.label
        for found in _rules("questions").find(words)
        if found.label != "opens" or found.start == 0
    }
