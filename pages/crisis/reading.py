"""Reads a text for danger: which kinds, how pressing, and whether it asks something too."""

from collections.abc import Iterable
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
#: What someone who wants to die wishes for, as "never wake up" or "take all my pills": not yet so.
_WISHED: Final = (Kind.BODY, Kind.OVERDOSE)


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
    told = language_of(as_plain, set(counted))
    return Danger.of(
        kinds,
        now=most is Grade.NOW,
        asks=_asks(questions, most, marked="?" in text),
        language=told.language,
        in_doubt=told.in_doubt,
    )


def _counted(found: list[Found], count: int) -> dict[Label, Grade]:
    """How plainly a text of so many words speaks of danger, without what near phrases take back."""
    exact = _Reach((one for one in found if one.label.heading is Near.PHRASES), count)
    near = _Reach((one for one in found if isinstance(one.label.heading, Near)), count)
    wished = _Reach((one for one in found if one.label.file == Kind.SUICIDE), count)
    counted: dict[Label, Grade] = {}
    for one in found:
        grade = one.label.heading
        if not isinstance(grade, Grade):
            continue
        if (near if grade is Grade.TOPIC else exact).takes_back(one):
            continue
        if grade is Grade.ALONE:
            if one.end - one.start < count:
                continue
            grade = Grade.SAID
        if one.label.file in _WISHED and wished.leads_to(one):
            grade = Grade.TOPIC
        counted[one.label] = min(grade, counted.get(one.label, grade))
    return counted


class _Reach:
    """How far phrases reach, by the word they begin at or before."""

    def __init__(self, phrases: Iterable[Found], count: int) -> None:
        ends = [0] * count
        for one in phrases:
            ends[one.start] = max(ends[one.start], one.end)
        self._ends = list(accumulate(ends, max))

    def leads_to(self, danger: Found) -> bool:
        """True if one begins before the danger and holds all of it."""
        return danger.start > 0 and self._ends[danger.start - 1] >= danger.end

    def takes_back(self, danger: Found) -> bool:
        """True if one holds the last word of the danger and has a word of its own beside it.

        So "want to die" stays, whatever is near, and "want to die of laughter" is none.
        """
        return self._ends[danger.end - 1] > danger.end or self.leads_to(danger)


def _grades(counted: dict[Label, Grade]) -> dict[Kind, Grade]:
    """How pressing each kind is: the plainest phrase of it decides."""
    grades: dict[Kind, Grade] = {}
    for label, grade in counted.items():
        kind = Kind(label.file)
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
