"""Reads a text for danger: which kinds, how pressing, and whether it asks something too."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from pages.crisis.kinds import Grade, Kind
from pages.crisis.lines import Line, lines_for
from pages.crisis.plain import plain
from pages.crisis.rules import Found, Rules, load

#: These say whose danger it is; alone they are none.
_WHOSE = (Kind.BIRTH, Kind.VETERAN)
#: Signs that are asked about in general, or told of long ago, far more often than they are had.
_NOT_IN_GENERAL = (Kind.BODY, Kind.MIND)
#: Labels of phrases that are no danger by themselves.
_NEAR: Final = "near.phrases"
_QUESTIONS: Final = "questions."


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
def _rules() -> Rules:
    """All phrases: those of danger under kind and grade, the others under file and heading."""
    names = {name: words for by_name in load("words").values() for name, words in by_name.items()}
    files = (*Kind, "near", "questions")
    return Rules(
        names,
        (
            (f"{file}.{heading}", phrase)
            for file in files
            for by_heading in load(file).values()
            for heading, phrases in by_heading.items()
            for phrase in phrases
        ),
    )


def read(text: str) -> Danger | None:
    """The danger the text speaks of, in English or Spanish; nothing if it speaks of none."""
    found = list(_rules().find(plain(text)))
    grades = _grades(_counted(found))
    headings = _headings(found)
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


def _counted(found: list[Found]) -> set[str]:
    """The labels of danger that do not lie wholly inside words that are near but none."""
    reaches: dict[int, int] = {}
    for one in found:
        if one.label == _NEAR:
            reaches[one.start] = one.end
    labels: set[str] = set()
    reach = 0
    for one in found:
        reach = max(reach, reaches.get(one.start, 0))
        if one.end > reach:
            labels.add(one.label)
    return {label for label in labels if not label.startswith((_NEAR, _QUESTIONS))}


def _grades(labels: set[str]) -> dict[Kind, Grade]:
    """How pressing each kind is: the plainest phrase of it decides."""
    grades: dict[Kind, Grade] = {}
    for label in labels:
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


def _headings(found: list[Found]) -> set[str]:
    """What the text does beside: it asks, it names what we can answer about, it is general."""
    opening = f"{_QUESTIONS}opens"
    labels = {one.label for one in found if one.start == 0 or one.label != opening}
    return {label.removeprefix(_QUESTIONS) for label in labels if label.startswith(_QUESTIONS)}
