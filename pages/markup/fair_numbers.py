"""Says the numbers of one study fairly: both groups, each as people out of a hundred."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_COUNT = re.compile(r"(?P<better>\d{1,6}) (?:of|de) (?P<people>\d{1,6})")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: The last cell of a row that counts a harm.
HARM = "harm"
#: Who took part, for how long, and who got worse or had side effects.
_OTHER_ROWS = 3
_ACROSS = 25


@dataclass(frozen=True)
class Arm:
    """One group of a study, and how many of it got better."""

    better: int
    people: int

    @property
    def per_hundred(self) -> int:
        """Of a hundred people, to the nearest whole one."""
        return (200 * self.better + self.people) // (2 * self.people)

    @property
    def is_rounded(self) -> bool:
        """True if there were not just a hundred people."""
        return self.people != 100

    @property
    def counted_dots(self) -> str:
        """Where the dots of those who are counted stand, from the first of a hundred on."""
        return _dots(self.per_hundred)

    @property
    def all_dots(self) -> str:
        """Where all hundred stand, under those: the same for each group, so nearly free to send."""
        return _dots(100)


def arm(cell: str) -> Arm | None:
    """The group that a cell like “64 of 100” tells of; None for any other words.

    Raises ValueError, in words for staff, for numbers that cannot be.
    """
    found = _COUNT.fullmatch(cell.strip())
    if found is None:
        return None
    counted = Arm(int(found["better"]), int(found["people"]))
    if not 0 <= counted.better <= counted.people or not counted.people:
        raise ValueError(f"“{cell.strip()}” cannot be.")
    return counted


def check(title: str, rows: Sequence[Sequence[str]]) -> None:
    """Raise ValueError, in words for staff, unless these cells tell a study fairly.

    One group alone says nothing: what would have happened without the treatment is not in it.
    """
    arms = [row for row in rows if len(row) > 1 and arm(row[1]) and row[-1] != HARM]
    if not _YEAR.search(title):
        raise ValueError("Name the study and its year, like “::: fair-numbers One infusion, 2013”.")
    if len(arms) != 2:
        raise ValueError(
            "Both groups are needed, each in a row of its own. Write how many got better, like "
            "“- With ketamine | 64 of 100” and “- With a sedative | 28 of 100”."
        )
    if len([row for row in rows if len(row) > 1]) < len(arms) + _OTHER_ROWS:
        raise ValueError(
            "Rows are missing. Also say who took part, how long they were followed, and who got "
            "worse or had side effects. If the study does not tell, write that."
        )


def check_compare(title: str, rows: Sequence[Sequence[str]]) -> None:
    """Raise ValueError, in words for staff, unless each question is answered for each choice.

    One answer left out would put all that follow it under the wrong choice.
    """
    if not title or len(rows) < 2 or len(rows[0]) < 3:
        raise ValueError("Give a title, a row that names two choices or more, and a question.")
    for question, *answers in rows[1:]:
        if len(answers) != len(rows[0]) - 1 or not all(answers):
            raise ValueError(f"“{question}” needs one answer for each of the choices.")


def check_dots(title: str, rows: Sequence[Sequence[str]]) -> None:
    """Raise ValueError, in words for staff, unless each of at least two rows counts people."""
    if not title or len(rows) < 2 or not all(len(row) > 2 and arm(row[1]) for row in rows):
        raise ValueError(
            "Give it a title, and count people in each of two rows or more, like “- With "
            "ketamine | 47 of 100 | at least half better” and “- With a sedative | 33 of 100 | "
            "at least half better”. One number alone says nothing."
        )


def _dots(people: int) -> str:
    """A path with a piece for each row of 25; drawn as dots, one for each whole unit."""
    rows = enumerate(range(people, 0, -_ACROSS))
    return "".join(f"M0 {row}h{min(left, _ACROSS) - 1}.1" for row, left in rows)
