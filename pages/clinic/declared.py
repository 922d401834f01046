"""Every fact of the clinic, declared once; the form, the words and what is said of them derive.

A fact's name for staff, and its default, stand with its field in ``pages/clinic/models.py``, or in
``pages/profile/models.py`` if it is entered with the main place or the price list.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a fact is said as."""

    #: The same in every language, like a name, an address or a number.
    VALUE = "value"
    #: Part of a sentence, as staff type it in English.
    PHRASE = "phrase"
    #: One sentence or more, as staff type them in English.
    SENTENCE = "sentence"
    #: Words that decide who is treated, and how: a clinician approves each change.
    RULE = "rule"
    #: Rows of their own, like prices.
    LIST = "list"


@dataclass(frozen=True)
class Fact:
    """Something that only the clinic knows, by its name in the words."""

    name: str
    kind: Kind
    #: The heading under which staff enter it; none for rows and settings, which have their own.
    heading: str = ""
    #: The fields or rows it is entered in, if they are called otherwise.
    entered_in: tuple[str, ...] = ()
    #: True if the frame of every page shows it. Each app registers what else shows one.
    on_every_page: bool = False
    #: False for what no words can name.
    in_words: bool = True
    #: True for what staff enter with the main place or the price list (``pages/profile/``).
    is_in_profile: bool = False
    #: What stands in sentences on it, whatever they say: so they are found where they differ too.
    found_by: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Where it is entered."""
        return self.entered_in or (self.name,)

    @property
    def is_typed(self) -> bool:
        """True if it is printed as it was typed."""
        return self.kind in (Kind.PHRASE, Kind.SENTENCE, Kind.RULE)


_REACH = "Where and how to reach you"
_MONEY = "Money"
_VISIT = "A visit"
_WHO = "Who comes"
_PRIVACY = "Questions and privacy"
_ADDRESS = ("street", "city")
_RULES = "The treatment"

FACTS = (
    Fact("name", Kind.VALUE, _REACH, on_every_page=True),
    Fact("phone", Kind.VALUE, _REACH, on_every_page=True),
    Fact("night_phone", Kind.VALUE, _REACH),
    Fact("doctors_line", Kind.SENTENCE, _REACH),
    Fact("address", Kind.VALUE, entered_in=_ADDRESS, on_every_page=True, is_in_profile=True),
    Fact("hours", Kind.LIST, on_every_page=True, is_in_profile=True),
    Fact("closed_days", Kind.LIST, in_words=False, is_in_profile=True),
    Fact("directions", Kind.SENTENCE, is_in_profile=True),
    Fact("step_free", Kind.SENTENCE, is_in_profile=True),
    Fact("team", Kind.SENTENCE, entered_in=("equipment",), is_in_profile=True),
    Fact("prices", Kind.LIST, is_in_profile=True, found_by="$"),
    Fact("payment", Kind.SENTENCE, _MONEY),
    Fact("refunds", Kind.SENTENCE, _MONEY),
    Fact("first_talk_cost", Kind.PHRASE, _MONEY),
    Fact("records", Kind.SENTENCE, _MONEY),
    Fact("visit_length", Kind.RULE, _VISIT),
    Fact("food_and_drink", Kind.RULE, _VISIT, found_by="eat"),
    Fact("companion", Kind.RULE, _VISIT),
    Fact("taxi", Kind.RULE, _VISIT),
    Fact("referral", Kind.RULE, _WHO),
    Fact("minimum_age", Kind.RULE, _WHO, found_by="under 18"),
    Fact("medicines_rule", Kind.RULE, _WHO, found_by="other medicines"),
    Fact("spravato", Kind.RULE, _WHO),
    Fact("reply_days", Kind.VALUE, _PRIVACY),
    Fact("privacy_contact", Kind.SENTENCE, _PRIVACY),
    Fact("retention_days", Kind.VALUE),
    Fact("driving", Kind.RULE, _RULES, entered_in=("driving_rule",), found_by="drive"),
    Fact("usual_course", Kind.RULE, _RULES, found_by="usual course"),
    Fact("fda_status", Kind.RULE, _RULES, found_by="FDA"),
)
#: Facts that staff type with the clinic: others come with the main place and the price list.
TYPED = tuple(fact for fact in FACTS if fact.is_typed and not fact.is_in_profile)
#: Said in other words, and the fact that decides them.
OTHER_WORDS = {
    "call-us": "phone",
    "Call-us": "phone",
    # In words of an earlier edition, which add “, after a full night's sleep” to it themselves.
    "driving_rule": "driving",
}

#: What words may ask for, and what they may name in braces.
IN_WORDS = frozenset(fact.name for fact in FACTS if fact.in_words)
IN_BRACES = IN_WORDS | OTHER_WORDS.keys()
#: Fields that staff enter with the main place or the price list.
FIELDS_OF_PROFILE = frozenset(
    field for fact in FACTS if fact.is_in_profile for field in fact.fields
)
#: Fields in which a medical rule is typed: a new value waits there for a clinician.
MEDICAL_RULES = tuple(name for fact in FACTS if fact.kind is Kind.RULE for name in fact.fields)


def headings() -> dict[str, tuple[str, ...]]:
    """The headings of the form, each with its fields."""
    found: dict[str, tuple[str, ...]] = {}
    for fact in FACTS:
        if fact.heading:
            found[fact.heading] = (*found.get(fact.heading, ()), *fact.fields)
    return found


def fact_of(field: str) -> str:
    """The fact that is entered in this field or these rows."""
    return next((fact.name for fact in FACTS if field in fact.fields), field)
