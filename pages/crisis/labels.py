"""Under which label each phrase stands: its file, its heading there, and its language."""

from enum import StrEnum
from typing import Final, NamedTuple, Self

from pages.crisis.kinds import Grade, Kind


class Language(StrEnum):
    """The languages phrases are written in."""

    ENGLISH = "en"
    SPANISH = "es"


class Near(StrEnum):
    """What sounds like danger and is none."""

    #: Names every word it has, so it can say that a person is in none.
    PHRASES = "phrases"
    #: Leaps over words, which may be anything: it only takes back that a subject is named.
    TOPICS = "topics"
    #: Says when something was, long ago: it takes back what would be an emergency only today.
    OVER = "over"


class Question(StrEnum):
    """What a text does beside speaking of danger; questions.toml says more of each."""

    OPENS = "opens"
    ASKS = "asks"
    FOR_US = "for_us"
    ABOUT = "about"
    SUBJECT = "subject"
    GENERAL = "general"
    PAST = "past"
    STUDY = "study"


class Hint(StrEnum):
    """What says little alone, and much together with others; together.py says which."""

    AGAIN = "again"
    BOOZE = "booze"
    CHASE = "chase"
    CHILD = "child"
    CONTROL = "control"
    CRASH = "crash"
    CUT = "cut"
    DOOM = "doom"
    DRUG = "drug"
    EXCESS = "excess"
    FEAR = "fear"
    GRAVE = "grave"
    HARM = "harm"
    HEIGHT = "height"
    HERE = "here"
    HIT = "hit"
    LEAVE = "leave"
    LOSS = "loss"
    LOW = "low"
    ME = "me"
    MINOR = "minor"
    OBSTACLE = "obstacle"
    OTHER = "other"
    POISON = "poison"
    RECIPE = "recipe"
    SIGN = "sign"
    SILENT = "silent"
    SKULL = "skull"
    SPY = "spy"
    SPY_PLACE = "spy_place"
    STREET = "street"
    TAKE = "take"
    THREAT = "threat"
    TOOL = "tool"
    TOUCH = "touch"
    TURMOIL = "turmoil"
    WEAPON = "weapon"
    WISH = "wish"
    WORKS = "works"


class Heavy(StrEnum):
    """What is heavy and not clearly danger; mood.py says what follows from it."""

    #: If it is all that was typed.
    ALONE = "alone"


class Worry(StrEnum):
    """What someone says who worries about another, and tells of no danger."""

    WORDS = "words"


#: Files of phrases that are no danger by themselves. Every other file is named after its kind.
_BESIDE: Final[dict[str, type[Near | Question | Hint | Heavy | Worry]]] = {
    "near": Near,
    "questions": Question,
    "hints": Hint,
    "heavy": Heavy,
    "worry": Worry,
}
FILES: Final = (*(kind for kind in Kind if kind is not Kind.UNKNOWN), *_BESIDE)


class Label(NamedTuple):
    """Where a phrase stands; under a grade it speaks of danger, of the kind its file is named."""

    file: str
    heading: Grade | Near | Question | Hint | Heavy | Worry
    language: Language

    @classmethod
    def of(cls, file: str, heading: str, language: str) -> Self:
        """The label of these names; an error if nothing looks for phrases there."""
        try:
            return cls(file, _heading(file, heading), Language(language))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{file}.toml: nothing looks under [{language}] {heading}") from error


def _heading(file: str, heading: str) -> Grade | Near | Question | Hint | Heavy | Worry:
    if file in _BESIDE:
        return _BESIDE[file](heading)
    Kind(file)  # An error if it is none.
    return Grade[heading.upper()]
