"""Says in plain words what is wrong with a phone number or an email address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from pages.typed import EmailError, PhoneError, emails, phones

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_PHONE: dict[phones.Wrong, StrOrPromise] = {
    phones.Wrong.MISSING: _("Enter a phone number with the area code"),
    phones.Wrong.TOO_SHORT: _(
        "This phone number is too short. Enter all of it, with the area code"
    ),
    phones.Wrong.TOO_LONG: _(
        "This phone number is too long. Check it. If it is from another country, begin with + and"
        " the country code"
    ),
    phones.Wrong.IMPOSSIBLE: _("This phone number cannot exist. Check it and type it again"),
    phones.Wrong.SEVERAL: _("There is more than one phone number. Enter only the best one"),
}
_LIKE_THIS = _("Enter an email address, like name@example.com")
_EMAIL: dict[emails.Wrong, StrOrPromise] = {
    emails.Wrong.MISSING: _LIKE_THIS,
    emails.Wrong.NO_AT: _("This email address has no @. Enter one like name@example.com"),
    emails.Wrong.SEVERAL: _("There is more than one email address. Enter only the best one"),
    emails.Wrong.COMMA: _("This email address has a comma. Put a dot there, or take it out"),
    emails.Wrong.TWO_AT: _("This email address has more than one @. Take one out"),
    emails.Wrong.SPACE: _("Enter only the email address, with no spaces and no other words"),
    emails.Wrong.NO_ENDING: _("This email address has no ending, like .com. Add it"),
    emails.Wrong.OTHER: _LIKE_THIS,
}
_IN_DIGITS = _("Write the phone number in digits, like (202) 555-0142")
_DIGITS_IN_WORDS: Final = re.compile(
    r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine"
    r"|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)\b",
    re.IGNORECASE,
)
#: So many digits in words are part of the number, and no "call after one".
_A_NUMBER: Final = 3


def in_words(error: PhoneError | EmailError, typed: str) -> str:
    """What is wrong with what was typed, and what to do."""
    if isinstance(error, EmailError):
        return str(_EMAIL[error.wrong])
    if len(_DIGITS_IN_WORDS.findall(typed)) >= _A_NUMBER:
        return str(_IN_DIGITS)
    return str(_PHONE[error.wrong])
