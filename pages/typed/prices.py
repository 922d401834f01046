"""Prices as people in the United States type them, each amount written in one way."""

from __future__ import annotations

import re

from pages.typed.seen import on_one_line

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?"
#: $450, 450, US$ 1,200.00, 450 dollars, 1.5k.
_AMOUNT = (
    rf"(?:(?:usd?\s?)?\$\s*|usd\s+)?(?P<NAME>{_NUMBER})(?P<NAME_k>k\b)?"
    r"(?:\s?\$|\s*(?:dollars?|usd|bucks|d[oó]lares)\b)?"
)
_FIRST, _LAST = (_AMOUNT.replace("NAME", name) for name in ("first", "last"))
#: What may follow an amount that was typed without its sign.
_REST = r"(?P<rest>\s*(?:[/(,;*]|\b(?:per|an?|each|for|plus|cash|if|or|por|cada|la|el)\b).*)?"
_ONE = re.compile(_FIRST + _REST, re.IGNORECASE)
_RANGE = re.compile(
    rf"(?:from\s+|between\s+)?{_FIRST}\s*(?:-+|\b(?:to|and|a|y)\b)\s*{_LAST}{_REST}", re.IGNORECASE
)
_FROM = re.compile(
    rf"(?:from|start(?:s|ing)?(?: at| from)?|as low as|at least)\s*:?\s*{_FIRST}{_REST}",
    re.IGNORECASE,
)
_AND_UP = re.compile(
    rf"{_FIRST}\s*(?:\+|(?:and|&|or)\s+(?:up|more|above|higher)\b|minimum\b)(?P<rest>)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?P<before>about|around|approx(?:imately|\.)?|roughly|usually|up to|at most|only|just|under"
    rf"|desde|hasta|unos|a partir de)\s*{_FIRST}{_REST}",
    re.IGNORECASE,
)
_WITH_SIGN = re.compile(
    rf"(?:usd?\s?)?\$\s*(?P<first>{_NUMBER})(?P<first_k>k\b)?(?![\d.,]*\d)", re.IGNORECASE
)
_DASH = re.compile("[\u2010-\u2015\u2212~]")
_THOUSANDS_APART = re.compile(r"(?<=\$\d)[ ](?=\d{3}\b)|(?<=\$\d\d)[ ](?=\d{3}\b)")
#: Numbers whose signs leave open how much is meant.
_UNSURE = re.compile(rf"(?<![\d.,])(?!{_NUMBER}(?![\d.,]*\d))\d[\d.,]*\d")
_BELOW_ZERO = re.compile(r"\$?\s*-\s*\$?\s*\d")
_ABROAD = re.compile(r"[€£¥₱]|\b(?:eur|euros?|gbp|pounds?|mxn|pesos?|cad)\b", re.IGNORECASE)
_MOST = 1_000_000


class PriceError(ValueError):
    """A price that could mean two amounts, or none; the message says how to type it."""


def read_price(text: str) -> str:
    """The same with each amount as $1,200 or $99.50, a range as $450–$600; other words stay.

    Raises PriceError for what could mean two amounts, or none in dollars.
    """
    plain = re.sub(r"\$\s+(?=\d)", "$", on_one_line(text)).strip(" ;")
    plain = re.sub(r"^~\s*(?=[\d$])", "about ", _THOUSANDS_APART.sub(",", plain))
    plain = plain.rstrip(".") if re.search(r"\d\.$", plain) else plain
    _refuse(plain)
    dashed = _DASH.sub("-", plain)
    if found := _RANGE.fullmatch(dashed):
        return _range(found) + _rest(found)
    if found := _FROM.fullmatch(dashed) or _AND_UP.fullmatch(dashed):
        return f"from {_money(found, 'first')}{_rest(found)}"
    if found := _ABOUT.fullmatch(plain):
        return f"{found['before'].lower()} {_money(found, 'first')}{_rest(found)}"
    if found := _ONE.fullmatch(plain):
        return _money(found, "first") + _rest(found)
    return _signed(plain)


def _refuse(text: str) -> None:
    if _ABROAD.search(text):
        raise PriceError("Type it in US dollars, like $450.")
    if _BELOW_ZERO.match(text):
        raise PriceError("A price cannot be below zero. Type it like $450.")
    if found := re.fullmatch(r"\$?(\d+[oO]+\d*)", text):
        raise PriceError(f"{found[1]} has the letter O in it. Type it like $450.")
    if found := _UNSURE.search(text):
        raise PriceError(f"{found[0]} could be two amounts. Type it like $1,200 or $99.50.")


def _range(found: re.Match[str]) -> str:
    least, most = _money(found, "first"), _money(found, "last")
    if _cents(found, "first") >= _cents(found, "last"):
        raise PriceError(f"{least} is not less than {most}. Type the lower amount first.")
    return f"{least}\N{EN DASH}{most}"


def _rest(found: re.Match[str]) -> str:
    """What follows the amount, after one blank unless it is a sign."""
    rest = (found["rest"] or "").strip()
    return f"{'' if not rest or rest[0] in '/,;*' else ' '}{_signed(rest)}"


def _signed(text: str) -> str:
    """The text with all amounts that have their sign written in one way."""
    return _WITH_SIGN.sub(lambda found: _money(found, "first"), text)


def _money(found: re.Match[str], name: str) -> str:
    cents = _cents(found, name)
    if cents >= _MOST * 100:
        raise PriceError("This is a million or more. Check how many digits you typed.")
    return f"${cents // 100:,}" + (f".{cents % 100:02}" if cents % 100 else "")


def _cents(found: re.Match[str], name: str) -> int:
    whole, _point, part = found[name].replace(",", "").partition(".")
    cents = int(whole) * 100 + int(part.ljust(2, "0") or 0)
    return cents * 1000 if found[f"{name}_k"] else cents
