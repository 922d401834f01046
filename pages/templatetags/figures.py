"""What the drawings need to know to be drawn."""

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()

#: The course is drawn 640 units wide: three weeks and what may follow.
_WEEK = 160
_NUMBERS = (
    _("none"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
)


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
    in_week = gettext("%(sessions)s in week %(week)s")
    weeks_in_words = [
        in_week % {"sessions": _NUMBERS[count], "week": week}
        for week, count in enumerate(weeks, start=1)
    ]
    sentence = gettext("Sessions: %s. Later: follow-up sessions only if needed.")
    return Course(dots, sentence % ", ".join(weeks_in_words))


@register.filter
def at(cells: list[SafeString], place: int) -> SafeString:
    """The cell at this place, from the first on; none in a row that is shorter."""
    return cells[place] if place < len(cells) else SafeString()
