"""The lines that help, each said once, and which comes first for each kind of danger.

TO CHECK BEFORE LAUNCH: call and text every line, and look at its own page for languages and hours.
"""

from dataclasses import dataclass
from typing import Final

from pages.crisis.kinds import Grade, Kind


@dataclass(frozen=True)
class Line:
    """One line of help: who it is, how to reach it, in which languages and when."""

    name: str
    #: As people read it aloud.
    number: str
    what: str
    languages: tuple[str, ...] = ("en", "es")
    hours: str = "24/7"
    #: What to press once the call is answered.
    press: str = ""
    text_number: str = ""
    #: The word to send; empty where any word will do.
    text_word: str = ""

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


EMERGENCY: Final = Line("911", "911", "Emergency help", text_number="911")
LIFELINE: Final = Line("988", "988", "Suicide and Crisis Lifeline", ("en",), text_number="988")
LIFELINE_SPANISH: Final = Line(
    "988 en español",
    "988",
    "Suicide and Crisis Lifeline in Spanish",
    ("es",),
    press="2",
    text_number="988",
    text_word="AYUDA",
)
VETERANS: Final = Line(
    "Veterans Crisis Line",
    "988",
    "For those who served, and who love them",
    ("en",),
    press="1",
    text_number="838255",
)
POISON: Final = Line("Poison Help", "1-800-222-1222", "Nurses and pharmacists for poisoning")
DOMESTIC_VIOLENCE: Final = Line(
    "National Domestic Violence Hotline",
    "1-800-799-7233",
    "For anyone hurt or frightened by someone close",
    text_number="88788",
    text_word="START",
)
SEXUAL_ASSAULT: Final = Line(
    "National Sexual Assault Hotline", "1-800-656-4673", "For anyone hurt by a sexual act"
)
CHILD_ABUSE: Final = Line(
    "Childhelp National Child Abuse Hotline",
    "1-800-422-4453",
    "For a child who is hurt, and whoever knows of it",
    text_number="1-800-422-4453",
)
#: No crisis line by itself: it never stands first.
MATERNAL: Final = Line(
    "National Maternal Mental Health Hotline",
    "1-833-852-6262",
    "During pregnancy and after birth",
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
}
#: An overdose may have been meant, so someone to talk to is named too.
_AFTER: Final[dict[Kind, tuple[Line, ...]]] = {Kind.OVERDOSE: (LIFELINE,)}


def lines_for(kinds: tuple[Kind, ...], grade: Grade) -> tuple[Line, ...]:
    """The lines for these kinds, the most pressing first; 911 before all if a life may be lost."""
    chosen = [EMERGENCY] if grade is Grade.NOW else []
    for kind in kinds:
        chosen += _FIRST[kind]
    for kind in kinds:
        chosen += _AFTER.get(kind, ())
    if Kind.VETERAN in kinds:
        chosen = [VETERANS if line is LIFELINE else line for line in chosen]
    if LIFELINE in chosen:
        chosen.append(LIFELINE_SPANISH)
    return tuple(dict.fromkeys(chosen))
