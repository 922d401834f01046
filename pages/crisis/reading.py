"""Reads a text for danger: which kinds, how pressing, and whether it asks something too."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final, Self

from pages.crisis.kinds import Grade, Kind
from pages.crisis.labels import Hint, Label, Language, Near, Question, Worry
from pages.crisis.language import Guess, language_of
from pages.crisis.lines import Line, lines_for
from pages.crisis.phrasebook import rules
from pages.crisis.plain import plain
from pages.crisis.rules import Found
from pages.crisis.together import together
from pages.crisis.weighing import ASKS, DANGER, HARMLESS, weigh
from pages.crisis.weighing.learnt import Learnt

#: Signs that are asked about in general, or told of long ago, far more often than they are had.
_NOT_IN_GENERAL: Final = (Kind.BODY, Kind.MIND)
#: What is over once it is said to be years ago.
_MAY_BE_OVER: Final = (Kind.BODY, Kind.MIND, Kind.OVERDOSE)
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
    #: It is worry about another, in words that tell of no danger.
    worry: bool = False

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
    words = as_plain.split()
    found = list(rules().find(as_plain))
    weight = weigh(words, language_of(as_plain, set()), taken_back(found))
    questions = questions_in(found)
    asked = "?" in text or not questions.isdisjoint({Question.OPENS, Question.ASKS})
    in_general = asked or Question.GENERAL in questions
    counted = _counted(found, len(words), weak=not in_general and weight >= HARMLESS)
    grades = _grades(counted)
    if questions & {Question.GENERAL, Question.PAST}:
        grades = {kind: grade for kind, grade in grades.items() if _stays(kind, grade)}
    if questions & {Question.FOR_US, Question.PAST}:
        # What is told is long ago, or why someone asks to be treated: it is not this minute.
        grades = {kind: max(grade, Grade.SAID) for kind, grade in grades.items()}
    if Question.STUDY in questions:
        grades = {kind: max(grade, Grade.TOPIC) for kind, grade in grades.items()}
    if all(grade is Grade.WHO for grade in grades.values()):
        if weight < DANGER or questions & {Question.STUDY, Question.PAST}:
            return None
        grades[Kind.UNKNOWN] = Grade.SAID
    kinds = tuple(sorted(grades, key=lambda kind: (grades[kind], list(Kind).index(kind))))
    most = grades[kinds[0]]
    guess = language_of(as_plain, set(counted))
    danger = Danger.of(
        kinds,
        now=most is Grade.NOW,
        asks=_asks(questions, most, asked=asked) or _weighs_as_asked(words, guess, most),
        language=guess.language,
        in_doubt=guess.in_doubt,
    )
    return replace(danger, worry=not danger.now and _is_worry(found, len(words)))


def _is_worry(found: list[Found], count: int) -> bool:
    """True if a text of so many words speaks of another, and each word is one of worry.

    All words together may weigh as much as danger does; any other word keeps it a danger.
    """
    places = (range(one.start, one.end) for one in found if one.label.heading is Worry.WORDS)
    about_another = any(one.label.heading is Hint.OTHER for one in found)
    return about_another and len({at for place in places for at in place}) == count


def _stays(kind: Kind, grade: Grade) -> bool:
    """True if it counts in general as well: voices that are named are asked about by who fears."""
    return kind not in _NOT_IN_GENERAL or (kind is Kind.MIND and grade is Grade.TOPIC)


def taken_back(found: list[Found]) -> set[int]:
    """The places of words that are part of what is near, or of what is over."""
    near = (one for one in found if isinstance(one.label.heading, Near))
    return {at for one in near for at in range(one.start, one.end)}


def _counted(found: list[Found], count: int, *, weak: bool) -> dict[Label, Grade]:
    """How plainly a text of so many words speaks of danger, without what near phrases take back.

    ``weak``: sets of hints that say little count as well.
    """
    beside = _Beside.of(found, count)
    hints = [one for one in found if beside.is_live_hint(one)]
    counted: dict[Label, Grade] = {}
    for one in (*found, *together(hints, weak=weak)):
        if (grade := beside.grade_of(one)) is not None:
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


@dataclass(frozen=True)
class _Beside:
    """What stands beside a danger in the same text of so many words, and changes what it means."""

    count: int
    #: Phrases that are no danger as a whole.
    exact: _Reach
    #: The same, and what takes back a subject that is only named.
    near: _Reach
    #: What says that it is over.
    over: _Reach
    #: Wishes to die.
    wished: _Reach

    @classmethod
    def of(cls, found: list[Found], count: int) -> Self:
        """Of all the phrases in a text."""
        return cls(
            count,
            exact=_Reach((one for one in found if one.label.heading is Near.PHRASES), count),
            near=_Reach((one for one in found if isinstance(one.label.heading, Near)), count),
            over=_Reach((one for one in found if one.label.heading is Near.OVER), count),
            wished=_Reach((one for one in found if one.label.file == Kind.SUICIDE), count),
        )

    def is_live_hint(self, one: Found) -> bool:
        """True for a hint that no phrase takes back."""
        return isinstance(one.label.heading, Hint) and not self.exact.takes_back(one)

    def grade_of(self, one: Found) -> Grade | None:
        """How plainly this phrase speaks of danger where it stands; None if it does not."""
        grade = one.label.heading
        if not isinstance(grade, Grade) or self._is_taken_back(one, grade):
            return None
        if grade is Grade.ALONE and not self._is_alone(one):
            return None
        if self._is_only_wished(one):
            return Grade.TOPIC
        return Grade.SAID if grade is Grade.ALONE else grade

    def _is_taken_back(self, one: Found, grade: Grade) -> bool:
        nearest = self.near if grade is Grade.TOPIC else self.exact
        return nearest.takes_back(one) or self._is_over(one)

    def _is_over(self, one: Found) -> bool:
        return one.label.file in _MAY_BE_OVER and self.over.takes_back(one)

    def _is_alone(self, one: Found) -> bool:
        """True if the text has no other word."""
        return one.end - one.start >= self.count

    def _is_only_wished(self, one: Found) -> bool:
        return one.label.file in _WISHED and self.wished.leads_to(one)


def _grades(counted: dict[Label, Grade]) -> dict[Kind, Grade]:
    """How pressing each kind is: the plainest phrase of it decides."""
    grades: dict[Kind, Grade] = {}
    for label, grade in counted.items():
        kind = Kind(label.file)
        grades[kind] = min(grade, grades.get(kind, grade))
    return grades


def _asks(questions: set[Question], most: Grade, *, asked: bool) -> bool:
    """True when an answer is due as well: never while a life may be lost in the next minutes."""
    if most is Grade.NOW:
        return False
    # Who only names a subject looks something up; who tells of a person needs people first.
    if most is Grade.TOPIC:
        return asked or {Question.SUBJECT, Question.ABOUT} <= questions
    return asked and Question.SUBJECT in questions


def _weighs_as_asked(words: list[str], guess: Guess, most: Grade) -> bool:
    """True when the words together ask something that no phrase of ours knows as a question."""
    return most is not Grade.NOW and weigh(words, guess, question=Learnt.ASKS) >= ASKS


def questions_in(found: list[Found]) -> set[Question]:
    """What the text does beside: it asks, it names what we can answer about, it is general."""
    return {
        one.label.heading
        for one in found
        if isinstance(one.label.heading, Question)
        and (one.start == 0 or one.label.heading not in (Question.OPENS, Question.STUDY))
    }
