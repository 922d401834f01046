"""Reads telephone numbers as people type and paste them, and makes the links that dial them."""

from __future__ import annotations

import enum
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatch, PhoneNumberMatcher, ValidationResult

from pages.typed.seen import on_one_line

#: No number with its words is nearly as long; reading far longer text could take seconds.
_LONGEST_READ = 200
_SCHEME = re.compile(r"\s*(?:tel|sms|callto|facetime)\s*:(?://)?\s*", re.IGNORECASE)
#: What a link may say after the number.
_LINK_EXTENSION = re.compile(r";ext=([^;?&]+)", re.IGNORECASE)
_LINK_REST = re.compile(r"(?:;[a-z-]+=|[?&]).*", re.IGNORECASE)
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")
#: How people set off an extension, beside the ways that the library knows.
_IN_BRACKETS = re.compile(r"[(\[]\s*((?:x|ext\w*|#)\W{0,3}\d{1,7})\s*[)\]]", re.IGNORECASE)
#: After the number, or before it where the word is beyond doubt.
_EXT = r"ext(?:ensi[oó]n|n)?"
_ITS_DIGITS = r"[\s.:#-]{0,4}(\d{1,7})(?![\d-])"
_EXTENSION_AFTER = re.compile(
    rf"(?:(?<![^\W\d])(?:x|{_EXT}|int(?:erno)?|anexo|p|w)|#){_ITS_DIGITS}", re.IGNORECASE
)
_EXTENSION_BEFORE = re.compile(rf"\b{_EXT}{_ITS_DIGITS}", re.IGNORECASE)
_AFTER_PAUSE = re.compile(r"(?<=\d)\s*[,;]+\s*(\d{1,6})\s*#?\s*$")
_HOUR = r"\d{1,2}(?::\d\d)?"
_CLOCK = re.compile(
    rf"(?<![\d-]){_HOUR}(?:\s*(?:-|to|a)\s*{_HOUR})?\s*[ap]\.?\s?m\b\.?|(?<![\d-])\d{{1,2}}:\d\d(?!\d)",
    re.IGNORECASE,
)
#: What is dialed before a country code in most of the world, in place of the plus.
_TRUNK = re.compile(r"^([^\d+]*)00(?=[1-9])")
_BETWEEN_DIGITS = re.compile("(?<=\\d)[\u00b7\u2022\u2219\u30fb_*|~=\\\\](?=\\d)")
#: Mexico had a 1 before mobile numbers until 2019, and many still write it.
_MEXICO = re.compile(r"(\+\s*52)\W*1(?=(?:\W*\d){10}(?!\W*\d))")
_COMMAS = re.compile(r"(?<!\d)(\d{3}),\s?(\d{3}),\s?(\d{4})(?!\d)")
#: The letter for the digit, as people hit it.
_ZERO = re.compile(r"(?<=\d)o(?=[\d-])|(?<=\d[-. ])o(?=\d)", re.IGNORECASE)
#: Letters of the keypad after an area code, as on a poster.
_VANITY = re.compile(
    r"\+?1?[\s.(-]*\d{3}[\s.)-]*(?=[^a-z]*[a-z])[a-z\d]{3,}[a-z\d.-]*", re.IGNORECASE
)
_AMERICAN = re.compile(r"(?<!\d)(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}(?!\d)")
#: Area codes and exchanges never begin with 0 or 1, and 911 is none of them.
_NORTH_AMERICA = re.compile(r"(?![2-9]11)[2-9][0-8]\d[2-9]\d{6}")
_SHORTEST_ABROAD, _LENGTH_HERE, _SHORTEST_CODE = 12, 10, 3


class Wrong(enum.Enum):
    """Why a text is no number to call."""

    MISSING = enum.auto()
    TOO_SHORT = enum.auto()
    TOO_LONG = enum.auto()
    IMPOSSIBLE = enum.auto()
    SEVERAL = enum.auto()


class PhoneError(ValueError):
    """The text is no number to call."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.name)
        self.wrong = wrong


@dataclass(frozen=True)
class Phone:
    """A number in E.164 form (+12025550142), and the extension behind it."""

    number: str
    extension: str = ""


def clean_phone(typed: str) -> str:
    """The text to keep: as it was typed, without what cannot be seen and without a link around."""
    text = _DASHES.sub("-", on_one_line(typed))
    if not (scheme := _SCHEME.match(text)):
        return text
    link = on_one_line(unquote(text[scheme.end() :]))
    return _LINK_REST.sub("", _LINK_EXTENSION.sub(r" ext. \1", link)).strip()


def read_phone(typed: str) -> Phone:
    """The one number in this text; one without a country code is of the United States.

    Raises PhoneError.
    """
    text = _prepared(typed)
    found = list(_found(text))
    callable_ones = _merged([phone for phone in found if _is_possible(phone.number)])
    if len(callable_ones) > 1:
        raise PhoneError(Wrong.SEVERAL)
    if callable_ones:
        return callable_ones[0]
    raise PhoneError(_wrong(text))


def dialable(typed: str) -> str:
    """The number in E.164 form (+12025550142), or empty if nobody could call it."""
    try:
        return read_phone(typed).number
    except PhoneError:
        return ""


def call_link(typed: str) -> str:
    """Starts a call, with the extension; empty if nobody could call it."""
    try:
        phone = read_phone(typed)
    except PhoneError:
        return ""
    extension = f";ext={quote(phone.extension, safe='')}" if phone.extension else ""
    return f"tel:{quote(phone.number, safe='+')}{extension}"


def text_link(typed: str) -> str:
    """Starts a text message, which knows no extensions; empty if nobody could get it."""
    number = dialable(typed)
    return f"sms:{quote(number, safe='+')}" if number else ""


def _prepared(typed: str) -> str:
    """What the library reads, in the ways of writing that it knows."""
    text = _ZERO.sub("0", _BETWEEN_DIGITS.sub("-", clean_phone(typed[:_LONGEST_READ])))
    text = _COMMAS.sub(r"\1-\2-\3", text)
    text = _IN_BRACKETS.sub(r" \1", _CLOCK.sub(" ", text))
    text = _AFTER_PAUSE.sub(r" ext. \1", _TRUNK.sub(r"\1+", text))
    return _MEXICO.sub(r"\1 ", text)


def _found(text: str) -> Iterator[Phone]:
    """Each number in the text, possible or not; a guess if there is none as people write them."""
    matches = list(PhoneNumberMatcher(text, "US", leniency=Leniency.POSSIBLE))
    if matches:
        yield from _with_extensions(matches, text)
    elif alone := _AMERICAN.findall(text):
        yield from itertools.chain.from_iterable(map(_parsed, alone))
    elif _VANITY.fullmatch(text):
        yield from _parsed(text)
    elif len(digits := _digits(text)) >= _SHORTEST_ABROAD and not text.startswith("+"):
        # A number abroad without its plus: only if such a number is really given out there.
        abroad = (phone for phone in _parsed(f"+{digits}") if _is_given_out(phone.number))
        yield from abroad


def _with_extensions(matches: list[PhoneNumberMatch], text: str) -> Iterator[Phone]:
    """Each number with what stands between it and the next one, or before the only one."""
    ends = [match.start for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=True):
        phone = _phone(match.number)
        found = _EXTENSION_AFTER.search(text[match.end : end])
        if not found and len(matches) == 1:
            found = _EXTENSION_BEFORE.search(text[: match.start])
        yield Phone(phone.number, phone.extension or (_digits(found[1]) if found else ""))


def _parsed(text: str) -> Iterator[Phone]:
    try:
        yield _phone(phonenumbers.parse(text, "US"))
    except phonenumbers.NumberParseException:
        return


def _phone(number: phonenumbers.PhoneNumber) -> Phone:
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, _digits(number.extension or ""))


def _merged(phones: list[Phone]) -> list[Phone]:
    """Each once: a number that also stands there with its extension is that one."""
    extended = {phone.number for phone in phones if phone.extension}
    return [
        phone for phone in dict.fromkeys(phones) if phone.extension or phone.number not in extended
    ]


def _is_possible(e164: str) -> bool:
    """True if such a number could exist; one that only works in its own area is none to call."""
    number = phonenumbers.parse(e164)
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return False
    national = phonenumbers.national_significant_number(number)
    if len(set(national)) == 1:
        return False
    return number.country_code != 1 or _NORTH_AMERICA.fullmatch(national) is not None


def _is_given_out(e164: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(e164))


def _wrong(text: str) -> Wrong:
    """What to say of a text in which there is no number to call."""
    number = text.split(" ext", 1)[0]
    many = len(_digits(number))
    if not many:
        return Wrong.MISSING
    if "+" in number and many > _SHORTEST_CODE:
        return _wrong_abroad(number)
    if many < _LENGTH_HERE:
        return Wrong.TOO_SHORT
    national = many == _LENGTH_HERE or (many == _LENGTH_HERE + 1 and _digits(number)[0] == "1")
    return Wrong.IMPOSSIBLE if national else Wrong.TOO_LONG


def _wrong_abroad(number: str) -> Wrong:
    for phone in _parsed("+" + _digits(number.partition("+")[2])):
        match phonenumbers.is_possible_number_with_reason(phonenumbers.parse(phone.number)):
            case ValidationResult.TOO_SHORT | ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
                return Wrong.TOO_SHORT
            case ValidationResult.TOO_LONG:
                return Wrong.TOO_LONG
    return Wrong.IMPOSSIBLE


def _digits(text: str) -> str:
    """Its digits of every script as those of ASCII."""
    return "".join(str(unicodedata.digit(one)) for one in text if one.isdecimal())
