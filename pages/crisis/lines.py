"""The lines that help, each said once, and which comes first for each kind of danger.

Before visitors come staff try every line and confirm it, on a page the launch list leads to. After
a change here they are asked again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from pages.crisis.kinds import Kind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Line:
    """One line of help: who it is, what for, and how to reach it."""

    #: As it calls itself, in English.
    name: str
    #: As people read it aloud.
    number: str
    what: StrOrPromise
    #: What to press once the call is answered.
    press: str = ""
    text_number: str = ""
    #: The word to send; empty where any word will do.
    text_word: str = ""
    #: The one language it speaks, where there is another line for others.
    language: str = ""

    @property
    def call_link(self) -> str:
        """Starts a call."""
        return f"tel:{_dialled(self.number)}"

    @property
    def text_link(self) -> str:
        """Starts a text message with its word; empty where nobody reads texts."""
        if not self.text_number:
            return ""
        word = f"?&body={self.text_word}" if self.text_word else ""
        return f"sms:{_dialled(self.text_number)}{word}"


def _dialled(number: str) -> str:
    """The number as a telephone wants it: short ones as they are, long ones with a plus."""
    return f"+{number.replace('-', '')}" if "-" in number else number


#: Many places read no texts to 911, so none is offered.
EMERGENCY: Final = Line("911", "911", _("In danger right now"))
LIFELINE: Final = Line(
    "988 Suicide & Crisis Lifeline",
    "988",
    _("Someone to talk to in a crisis"),
    text_number="988",
    language="en",
)
LIFELINE_SPANISH: Final = Line(
    "988 Suicide & Crisis Lifeline",
    "988",
    _("Someone to talk to in a crisis, in Spanish"),
    press="2",
    text_number="988",
    text_word="AYUDA",
    language="es",
)
VETERANS: Final = Line(
    "Veterans Crisis Line",
    "988",
    _("Crisis help for veterans"),
    press="1",
    text_number="838255",
)
POISON: Final = Line(
    "Poison Help",
    "1-800-222-1222",
    _("Poison, or too much of a medicine or drug"),
)
DOMESTIC_VIOLENCE: Final = Line(
    "National Domestic Violence Hotline",
    "1-800-799-7233",
    _("Help when someone close hurts or scares you"),
    text_number="88788",
    text_word="START",
)
SEXUAL_ASSAULT: Final = Line(
    "National Sexual Assault Hotline",
    "1-800-656-4673",
    _("Help after unwanted sex or touch"),
)
CHILD_ABUSE: Final = Line(
    "Childhelp National Child Abuse Hotline",
    "1-800-422-4453",
    _("Help for a child who is hurt, and for whoever knows of it"),
)
#: No crisis line by itself: it never stands first.
MATERNAL: Final = Line(
    "National Maternal Mental Health Hotline",
    "1-833-852-6262",
    _("Help in pregnancy and after birth"),
    text_number="1-833-852-6262",
)

LINES: Final = (
    EMERGENCY,
    LIFELINE,
    LIFELINE_SPANISH,
    VETERANS,
    POISON,
    DOMESTIC_VIOLENCE,
    SEXUAL_ASSAULT,
    CHILD_ABUSE,
    MATERNAL,
)

#: The line for a crisis of each language that has its own.
_LIFELINES: Final = {line.language: line for line in (LIFELINE, LIFELINE_SPANISH)}


def lifeline_for(language: str) -> Line:
    """The line for a crisis that answers who reads this language; the English one if none does."""
    return _LIFELINES.get(language, LIFELINE)


#: Whoever hurts someone may look over their shoulder while they read of these.
WATCHED: Final = (DOMESTIC_VIOLENCE, SEXUAL_ASSAULT, CHILD_ABUSE)
#: What stands after 911 and the Lifeline where every line is named.
OTHERS: Final = (POISON, MATERNAL, VETERANS)

#: What helps most with each kind, first line first.
_FIRST: Final[dict[Kind, tuple[Line, ...]]] = {
    Kind.BODY: (EMERGENCY,),
    Kind.OVERDOSE: (POISON, EMERGENCY),
    Kind.SUICIDE: (LIFELINE, EMERGENCY),
    Kind.VIOLENCE: (DOMESTIC_VIOLENCE, EMERGENCY),
    Kind.CHILD: (CHILD_ABUSE, EMERGENCY),
    Kind.ASSAULT: (SEXUAL_ASSAULT, EMERGENCY),
    Kind.TO_OTHERS: (LIFELINE, EMERGENCY),
    Kind.SELF_HARM: (LIFELINE, EMERGENCY),
    Kind.MIND: (LIFELINE, EMERGENCY),
    Kind.BIRTH: (LIFELINE, EMERGENCY, MATERNAL),
    Kind.VETERAN: (VETERANS, EMERGENCY),
    Kind.UNKNOWN: (
        EMERGENCY,
        LIFELINE,
        POISON,
        DOMESTIC_VIOLENCE,
        SEXUAL_ASSAULT,
        CHILD_ABUSE,
    ),
}
#: An overdose may have been meant, so someone to talk to is named too.
_AFTER: Final[dict[Kind, tuple[Line, ...]]] = {Kind.OVERDOSE: (LIFELINE,)}


def lines_for(kinds: tuple[Kind, ...], *, now: bool) -> tuple[Line, ...]:
    """The lines for these kinds, the most pressing first; 911 before all if a life may be lost."""
    chosen = [EMERGENCY] if now else []
    for kind in kinds:
        chosen += _FIRST[kind]
    for kind in kinds:
        chosen += _AFTER.get(kind, ())
    if Kind.VETERAN in kinds:
        chosen = [VETERANS if line is LIFELINE else line for line in chosen]
    if LIFELINE in chosen or VETERANS in chosen:
        chosen.append(LIFELINE_SPANISH)
    return tuple(dict.fromkeys(chosen))
