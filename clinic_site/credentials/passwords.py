"""Refuses passwords that a stranger would try first."""

from __future__ import annotations

import re

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from pages.clinic.models import Clinic

#: What every clinic of this kind would think of.
_OURS = ("brainstim", "ketamine", "infusion", "clinic")
#: Shorter parts of a name stand in many words.
_SHORTEST_PART, _FEWEST_SIGNS = 4, 5
#: What people write for a letter.
_FOR_LETTERS = str.maketrans("0134578@$!", "oieastbasi")
_IN_A_ROW = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm")


class NotOurWords:
    """The name of the clinic is no secret, nor what it does."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError if one of the clinic's own words stands in it."""
        letters = _letters(password)
        if any(word in letters for word in _own_words()):
            raise ValidationError("Leave out the clinic’s name and what it does.", code="ours")

    def get_help_text(self) -> str:
        """What to do."""
        return "Not the clinic’s name or what it does."


class NotRepeated:
    """Twelve signs are not long if they are one short piece again and again."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for repeats, few signs, and rows of the keyboard or alphabet."""
        plain = password.casefold()
        if (
            re.fullmatch(r"(.+?)\1+", plain, re.DOTALL)
            or len(set(plain)) < _FEWEST_SIGNS
            or _is_a_row(plain)
        ):
            words = "This repeats itself. Three words that have nothing in common are good."
            raise ValidationError(words, code="repeated")

    def get_help_text(self) -> str:
        """What to do."""
        return "Not the same again and again."


class NotCommon(CommonPasswordValidator):
    """Django's list; numbers and signs around a word of it make it no secret."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a common one, bare or decorated."""
        super().validate(password, user)
        super().validate(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password) or password, user)


def _own_words() -> set[str]:
    name = Clinic.load().name
    parts = {_letters(part) for part in name.split() if len(part) >= _SHORTEST_PART}
    return {*_OURS, *parts, _letters(name)} - {""}


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.casefold().translate(_FOR_LETTERS))


def _is_a_row(plain: str) -> bool:
    """True if most of it is one row, such as abcdefghij or 12345678, there or back."""
    half = max(6, len(plain) // 2 + 1)
    pieces = {plain[start : start + half] for start in range(len(plain) - half + 1)}
    return any(piece in row or piece in row[::-1] for piece in pieces for row in _IN_A_ROW)
