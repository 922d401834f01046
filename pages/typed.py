"""What people type: whether it can be seen, dialed by a telephone, or be the key of a row."""

import unicodedata

import phonenumbers

#: Letters that draw nothing although Unicode calls them letters or symbols.
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"


def dialable(phone: str) -> str:
    """The number in E.164 form (+12025550142), or empty if nobody could call it.

    A number without a country code is read as one of the United States.
    """
    try:
        number = phonenumbers.parse(phone, "US")
    except phonenumbers.NumberParseException:
        return ""
    # A number that only works within its own area is no number to call back.
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_key(text: str) -> bool:
    """True for what may be the number of a row; longer ones no database has."""
    return text.isdecimal() and len(text) < 19


def can_be_seen(text: str) -> bool:
    """True if at least one of its characters draws something."""
    return any(map(_draws, text))


def _draws(character: str) -> bool:
    blank = unicodedata.category(character)[0] in "CZM" or character in _BLANK_LETTERS
    return not blank
