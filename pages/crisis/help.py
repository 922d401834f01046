"""What someone who may be in danger is told first: a warm sentence, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from django.utils.translation import gettext_lazy as _

from pages.crisis.kinds import Kind
from pages.crisis.labels import Language
from pages.crisis.lines import LIFELINE, Line, lifeline_for

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from pages.crisis.reading import Danger

#: An everyday page, for who must not be seen reading this one.
EVERYDAY_PAGE: Final = "https://www.weather.gov/"
#: Whoever hurts them may look over their shoulder.
_MAY_BE_WATCHED: Final = frozenset({Kind.VIOLENCE, Kind.ASSAULT, Kind.CHILD, Kind.UNKNOWN})

_OTHER: Final[dict[str, str]] = {
    Language.ENGLISH: Language.SPANISH,
    Language.SPANISH: Language.ENGLISH,
}

_NOT_ALONE: Final = _("You are not alone. Please call now.")
#: What stands over the lines, and what is said with it.
_WORDS: Final[dict[Kind, tuple[StrOrPromise, StrOrPromise]]] = {
    Kind.BODY: (
        _("Please call 911 now."),
        _("This may be an emergency. Do not wait for us. Say where you are and what is wrong."),
    ),
    Kind.OVERDOSE: (
        _("Please call now. Do not wait to feel sick."),
        _(
            "Say what was taken, and how much. If someone does not wake up or has trouble"
            " breathing, call 911."
        ),
    ),
    Kind.SUICIDE: (
        _NOT_ALONE,
        _(
            "It may be about you, or about someone you care for. A trained person will listen. You"
            " do not need to know what to say."
        ),
    ),
    Kind.VIOLENCE: (
        _("You deserve to be safe. Help is here."),
        _("It is not your fault. If someone may hear you, you can send a text."),
    ),
    Kind.CHILD: (
        _("Every child deserves to be safe. Please call now."),
        _("You can call for yourself, or for a child you worry about. You do not need to be sure."),
    ),
    Kind.ASSAULT: (
        _("It was not your fault. You are not alone."),
        _("You can talk with someone now, even if it was long ago."),
    ),
    Kind.TO_OTHERS: (
        _("You are not alone. Please call before someone gets hurt."),
        _("A trained person will listen. If someone may get hurt right now, call 911."),
    ),
    Kind.SELF_HARM: (
        _NOT_ALONE,
        _("A trained person will listen and not judge. You do not need to know what to say."),
    ),
    Kind.MIND: (
        _NOT_ALONE,
        _("What is happening can be frightening. A trained person will help you find a next step."),
    ),
    Kind.BIRTH: (
        _NOT_ALONE,
        _("Caring for a baby can be very hard. A trained person will listen."),
    ),
    Kind.VETERAN: (
        _NOT_ALONE,
        _("There is a line for veterans, and for those who love them."),
    ),
    Kind.UNKNOWN: (
        _NOT_ALONE,
        _(
            "If a life is in danger now, call 911. If you are not sure whom to call, call 988."
            " You do not need to know what to say."
        ),
    ),
}
#: For who looks something up: the danger may be theirs, or nobody's.
_WHEN_ANSWERED: Final = (
    _("If you need help now, please call."),
    _("This is for you, or for someone you care for. Answers are below."),
)


@dataclass(frozen=True)
class Help:
    """What stands first on the page."""

    heading: StrOrPromise
    says: StrOrPromise
    #: The right one first.
    lines: tuple[Line, ...]
    #: The language all this is said in, which is not always that of the page.
    language: str
    #: The other language, to say it in as well; empty where there is no doubt.
    also: str
    #: True where whoever reads this may be watched: they need a way out.
    way_out: bool

    @classmethod
    def for_danger(cls, danger: Danger, page_language: str, *, answered: bool = False) -> Self:
        """The help for this danger; in Spanish if the page or what was typed is Spanish.

        In both where what was typed leaves it in doubt.

        ``answered``: the answer to what they ask stands below it.
        """
        language = danger.language if page_language == Language.ENGLISH else page_language
        also = _OTHER[language] if danger.in_doubt else ""
        heading, says = _WHEN_ANSWERED if answered else _WORDS[danger.kinds[0]]
        watched = not _MAY_BE_WATCHED.isdisjoint(danger.kinds)
        return cls(
            heading,
            says,
            _spoken(danger, language, also),
            language,
            also,
            watched,
        )


def _spoken(danger: Danger, language: str, also: str) -> tuple[Line, ...]:
    """The lines with the one that answers in this language first, then the one for the other."""
    lifelines = [lifeline_for(one) for one in (language, also) if one]
    lines: list[Line] = []
    for line in danger.helps:
        lines += lifelines if line is LIFELINE else [line]
    return tuple(dict.fromkeys(lines))
