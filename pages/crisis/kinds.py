"""The kinds of danger a text may speak of, and how plainly it speaks of each."""

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What the danger is. Their order is the order in which help is given, if all else is equal."""

    BODY = "body"
    OVERDOSE = "overdose"
    SUICIDE = "suicide"
    #: Before violence: who hurts a child is often someone of their home.
    CHILD = "child"
    VIOLENCE = "violence"
    ASSAULT = "assault"
    TO_OTHERS = "to_others"
    SELF_HARM = "self_harm"
    MIND = "mind"
    #: These two say whose danger it is as well, so that the right line is named.
    BIRTH = "birth"
    VETERAN = "veteran"
    #: Only the weight of all words speaks of danger; no phrase says of which.
    UNKNOWN = "unknown"


class Grade(IntEnum):
    """How plainly a phrase speaks of danger, the most pressing first."""

    #: A life may be lost in the next minutes.
    NOW = 0
    #: Said of a person.
    SAID = 1
    #: The subject is named; nobody is said to be in it.
    TOPIC = 2
    #: Says whose danger it is, and is none by itself.
    WHO = 3
    #: Said of a person, but only if it is all that was typed: "stroke", "help me".
    ALONE = 4
