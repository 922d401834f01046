"""What to look at again in a place or a price list: odd nights, and amounts that are in no row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pages.markup.remarks import Remark
from pages.profile import tables
from pages.profile.sums import dollars, first_course
from pages.revisions.document import document_models
from pages.revisions.revision import Revision, State

_AMOUNT = re.compile(r"\$\s?(\d[\d,]*(?:\.\d\d)?)")
#: Words of the price list in which amounts stand that are none of its own: the law names some.
_OF_OTHERS = frozenset({"prices", "good_faith_estimate"})
#: More places are no help: the first ones show what is meant.
_MOST = 5


def past_midnight(hours: str) -> Iterator[Remark]:
    """Hours that end after midnight may be meant, or am and pm were typed the wrong way round."""
    for row in tables.HOURS.read(hours):
        if "00:00" < row["closes"] <= row["opens"]:
            said = tables.HOURS.shown(row)
            times = f"{said['day']}, {said['opens']} to {said['closes']}"
            asks = "Closes before it opens: past midnight? Tick it if it is, or check am and pm"
            yield Remark(f"{times}: {asks}.", field="hours", asks=True)


def amounts_in_no_row(prices: Revision) -> Iterator[Remark]:
    """Amounts in the words of the list, and those it drops that visitors still read elsewhere."""
    rows = _amounts(_rows(prices)) | _amounts(first_course(prices))
    for name in prices.WORDS:
        words = getattr(prices, name)
        if name not in _OF_OTHERS and isinstance(words, str):
            for amount in sorted(_amounts(words) - rows):
                told = f"{amount} stands in the words, and in no row of your prices"
                yield Remark(told, _as_typed(words, amount))
    for amount in sorted(_amounts(_live_rows(prices)) - rows):
        titles = [*_titles_with(amount, prices)]
        if titles:
            told = f"{amount} is no price any more, and visitors still read it in"
            yield Remark(f"{told}: {'; '.join(titles[:_MOST])}")


def _rows(prices: Revision) -> str:
    return str(getattr(prices, "prices", ""))


def _live_rows(prices: Revision) -> str:
    live = prices.document.revisions.filter(state=State.LIVE, language=prices.language).first()
    return _rows(live) if live else ""


def _titles_with(amount: str, prices: Revision) -> Iterator[str]:
    """Of all other words that visitors read now."""
    for kind in document_models():
        for one in kind.every_revision().filter(state=State.LIVE).order_by("language", "title"):
            is_own = isinstance(one, type(prices)) and one.document_id == prices.document_id
            if not is_own and amount in _amounts(f"{one.title}\n{one.summary}\n{one.body}"):
                yield f"“{one.title}”"


def _amounts(words: str) -> set[str]:
    """Each as it is compared: 1200 and 1,200.00 are one."""
    return {_one(found[1]) for found in _AMOUNT.finditer(words)}


def _one(number: str) -> str:
    return dollars(round(float(number.replace(",", "")) * 100))


def _as_typed(words: str, amount: str) -> str:
    return next(found[0] for found in _AMOUNT.finditer(words) if _one(found[1]) == amount)
