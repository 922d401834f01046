"""Reads a text for danger: which kinds, how pressing, and whether it asks something too."""

from dataclasses import dataclass
from functools import cache
from typing import Final, Self

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
_ENGLISH: Final = "en"
_SPANISH: Final = "es"
#: As they stand in a plain text; English has none of them.
_SPANISH_WORDS: Final = frozenset(
    {
        "de",
        "del",
        "el",
        "en",
        "estoy",
        "la",
        "mi",
        "otra",
        "para",
        "por",
        "que",
        "pensamientos",
        "quiero",
        "se",
        "si",
        "suicida",
        "suicidarme",
        "suicidarse",
        "suicidas",
        "suicidio",
        "tengo",
        "un",
        "una",
        "ya",
        "yo",
    }
)


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
    #: The language it is said in.
    language: str = _ENGLISH

    @classmethod
    def of(
        cls, kinds: tuple[Kind, ...], *, now: bool, asks: bool = False, language: str = _ENGLISH
    ) -> Self:
        """The danger of these kinds, with the help that is right for it."""
        return cls(kinds, asks, now, lines_for(kinds, now=now), language)


@cache
def _rules() -> Rules:
    """All phrases under file, heading and language: of danger, those are its kind and grade."""
    names = {name: words for by_name in load("words").values() for name, words in by_name.items()}
    files = (*Kind, "near", "questions")
    return Rules(
        names,
        (
            (f"{file}.{heading}.{language}", phrase)
            for file in files
            for language, by_heading in load(file).items()
            for heading, phrases in by_heading.items()
            for phrase in phrases
        ),
    )


def read(text: str) -> Danger | None:
    """The danger the text speaks of, in English or Spanish; nothing if it speaks of none."""
    as_plain = plain(text)
    found = list(_rules().find(as_plain))
    counted = _counted(found)
    grades = _grades(counted)
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
    return Danger.of(
        kinds,
        now=most is Grade.NOW,
        asks=_asks(headings, most, marked="?" in text),
        language=_language(counted, as_plain.split()),
    )


def _counted(found: list[Found]) -> set[str]:
    """The labels of danger that do not lie wholly inside words that are near but none."""
    reaches: dict[int, int] = {}
    for one in found:
        if one.label.startswith(_NEAR):
            reaches[one.start] = max(one.end, reaches.get(one.start, 0))
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
        kind_name, grade_name, _ = label.split(".")
        kind, grade = Kind(kind_name), Grade[grade_name.upper()]
        grades[kind] = min(grade, grades.get(kind, grade))
    return grades


def _language(labels: set[str], words: list[str]) -> str:
    """What it is said in; where the phrases of both fit, as "suicid*" does, small words tell."""
    languages = {label.rpartition(".")[2] for label in labels}
    if len(languages) == 1:
        return languages.pop()
    return _ENGLISH if _SPANISH_WORDS.isdisjoint(words) else _SPANISH


def _asks(headings: set[str], most: Grade, *, marked: bool) -> bool:
    """True when an answer is due as well: never while a life may be lost in the next minutes."""
    if most is Grade.NOW or "subject" not in headings:
        return False
    # Who only names a subject looks something up; who tells of a person needs people first.
    looks_up = most is Grade.TOPIC and "about" in headings
    return marked or looks_up or not headings.isdisjoint({"opens", "asks"})


def _headings(found: list[Found]) -> set[str]:
    """What the text does beside: it asks, it names what we can answer about, it is general."""
    opening = f"{_QUESTIONS}opens."
    labels = {one.label for one in found if one.start == 0 or not one.label.startswith(opening)}
    return {label.split(".")[1] for label in labels if label.startswith(_QUESTIONS)}
