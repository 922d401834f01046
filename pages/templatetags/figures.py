"""What the drawings need to know to be drawn."""

from dataclasses import dataclass

from django import template

register = template.Library()

#: The course is drawn 640 units wide: three weeks and what may follow.
_WEEK = 160
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven")


@dataclass(frozen=True)
class Course:
    """Where the dots of a course of sessions stand, and the same said in words."""

    dots: list[int]
    in_words: str


@register.simple_tag
def course(sessions: str) -> Course:
    """From the sessions in each week, as “3 3 0”. What is no number is no session."""
    weeks = [min(int(count), 7) for count in sessions.split() if count.isdigit()]
    dots = [
        round(week * _WEEK + _WEEK * (number + 1) / (count + 1))
        for week, count in enumerate(weeks)
        for number in range(count)
    ]
    said = [f"{_NUMBERS[count]} in week {week}" for week, count in enumerate(weeks, start=1)]
    words = f"Sessions: {', '.join(said)}. Later: follow-up sessions only if needed."
    return Course(dots, words)
