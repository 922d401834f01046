"""What every measuring by lines that people have judged needs: the lines read, a share counted."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Read = TypeVar("Read")


def read_lines(lines: Iterable[str], read: Callable[[str], Read]) -> list[Read]:
    """What stands on each line that is not blank.

    Raises ValueError with the number of the first line that ``read`` raises one for.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(read(line))
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from error
    return found


def share(answers: Sequence[bool]) -> float:
    """The share of yes, between 0 and 1; nothing of nothing is none."""
    return sum(answers) / len(answers) if answers else 0.0
