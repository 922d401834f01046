"""Reads a text for danger: which kinds, how pressing, and whether it asks something too."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Self

from pages.crisis.kinds import Grade, Kind
from pages.crisis.labels import Label, Language, Near, Question
from pages.crisis.language import language_of
from pages.crisis.lines import Line, lines_for
from pages.crisis.phrasebook import rules
from pages.crisis.plain import plain
from pages.crisis.rules import Found

#: Signs that are asked about in general, or told of long ago, far more often than they are had.
_NOT_IN_GENERAL: Final = (Kind.BODY, Kind.MIND)


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
    language: str = Language.ENGLISH
    #: It may well be said in the other language.
    in_doubt: bool = False

    @classmethod
    def of(
        cls,
        kinds: tuple[Kind, ...],
        *,
        now: bool,
        asks: bool = False,
        language: str = Language.ENGLISH,
        in_doubt: bool = False,
    ) -> Self:
        """The danger of these kinds, with the help that is right for it."""
        return cls(kinds, asks, now, lines_for(kinds, now=now), language, in_doubt)


def read(text: str) -> Danger | None:
    """The danger the text speaks of, in English or Spanish; nothing if it speaks of none."""
    as_plain = plain(text)
    found = list(rules().find(as_plain))
    counted = _counted(found, len(as_plain.split()))
    grades = _grades(counted)
    questions = _questions(found)
    if questions & {Question.GENERAL, Question.PAST}:
        grades = {kind: grade for kind, grade in grades.items() if kind not in _NOT_IN_GENERAL}
    if questions & {Question.FOR_US, Question.PAST}:
        # What is told is long ago, or why someone asks to be treated: it is not this minute.
        grades = {kind: max(grade, Grade.SAID) for kind, grade in grades.items()}
    if all(grade is Grade.WHO for grade in grades.values()):
        return None
    kinds = tuple(sorted(grades, key=lambda kind: (grades[kind], list(Kind).index(kind))))
    most = grades[kinds[0]]
    told = language_of(as_plain, counted)
    return Danger.of(
        kinds,
        now=most is Grade.NOW,
        asks=_asks(questions, most, marked="?" in text),
        language=told.language,
        in_doubt=told.in_doubt,
    )


def _counted(found: list[Found], count: int) -> set[Label]:
    """The labels of danger in a text of so many words, without what near phrases take back."""
    exact = _Reach(found, count, {Near.PHRASES})
    any_near = _Reach(found, count, set(Near))
    labels: set[Label] = set()
    for one in found:
        grade = one.label.heading
        near = any_near if grade is Grade.TOPIC else exact
        said_otherwise = grade is Grade.ALONE and one.end - one.start < count
        if isinstance(grade, Grade) and not said_otherwise and not near.takes_back(one):
            labels.add(one.label)
    return labels


class _Reach:
    """How far near phrases reach, by the word they begin at or before."""

    def __init__(self, found: list[Found], count: int, headings: set[Near]) -> None:
        ends = [0] * count
        for one in found:
            if one.label.heading in headings:
                ends[one.start] = max(ends[one.start], one.end)
        self._ends = list(accumulate(ends, max))

    def takes_back(self, danger: Found) -> bool:
        """True if a near phrase holds the last word of the danger and has a word of its own beside.

        So "want to die" stays, whatever is near, and "want to die of laughter" is none.
        """
        goes_on = self._ends[danger.end - 1] > danger.end
        began_before = danger.start > 0 and self._ends[danger.start - 1] >= danger.end
        return goes_on or began_before


def _grades(labels: set[Label]) -> dict[Kind, Grade]:
    """How pressing each kind is: the plainest phrase of it decides."""
    grades: dict[Kind, Grade] = {}
    for label in labels:
        if isinstance(label.heading, Grade):
            kind = Kind(label.file)
            grade = Grade.SAID if label.heading is Grade.ALONE else label.heading
            grades[kind] = min(grade, grades.get(kind, grade))
    return grades


def _asks(questions: set[Question], most: Grade, *, marked: bool) -> bool:
    """True when an answer is due as well: never while a life may be lost in the next minutes."""
    if most is Grade.NOW or Question.SUBJECT not in questions:
        return False
    # Who only names a subject looks something up; who tells of a person needs people first.
    looks_up = most is Grade.TOPIC and Question.ABOUT in questions
    return marked or looks_up or not questions.isdisjoint({Question.OPENS, Question.ASKS})


def _questions(found: list[Found]) -> set[Question]:
    """What the text does beside: it asks, it names what we can answer about, it is general."""
    return {
        one.label.heading
        for one in found
        if isinstance(one.label.heading, Question)
        and (one.start == 0 or one.label.heading is not Question.OPENS)
    }
