"""Works out what treatment may cost from the listed prices and the numbers someone typed.

Only plain amounts are added up. What has no number is shown as the clinic wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pages.profile import tables
from pages.profile.models import PriceListRevision
from pages.profile.rows import Row
from pages.profile.sums import cents, dollars


@dataclass(frozen=True)
class Share:
    """What a plan pays of a price: so many cents, or so many of a hundred."""

    cents: int = 0
    percent: int = 0

    def of(self, price: int) -> int:
        """Its part of this price, never more than that."""
        return min(price, self.cents + price * self.percent // 100)


@dataclass(frozen=True)
class Numbers:
    """What someone typed; the share of the plan in each session and each visit."""

    sessions: int
    visits: int = 0
    later: int = 0
    plan: Share = Share()
    plan_visits: Share = Share()

    def share(self, kind: str) -> Share:
        """What the plan pays of a price of this kind."""
        shares = {tables.SESSION: self.plan, tables.VISIT: self.plan_visits}
        return shares.get(kind, Share())


@dataclass(frozen=True)
class Line:
    """One line of the sum: so many at this listed price, or at none."""

    row: Row
    many: int
    #: True for sessions after the first course, which the list does not name apart.
    is_later: bool = False

    @property
    def amount(self) -> str:
        """The price as the clinic wrote it; empty if it is not in the list."""
        return self.row["amount"]

    @property
    def cents(self) -> int | None:
        """What it costs; None if that is no number."""
        each = cents(self.amount)
        return None if each is None else each * self.many

    @property
    def cost(self) -> str:
        """As visitors read it; empty if it is no number."""
        return "" if self.cents is None else dollars(self.cents)


@dataclass(frozen=True)
class Result:
    """The lines and what they come to."""

    lines: list[Line]
    numbers: Numbers
    #: Prices of the list that no line counts.
    not_counted: list[Row] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """True if each line is a number. A sum that leaves one out would look like less."""
        return all(line.cents is not None for line in self.lines)

    @property
    def in_all(self) -> str:
        """All lines that are a number, before a plan pays."""
        return dollars(self._in_all)

    @property
    def plan_pays(self) -> str:
        """Empty if nobody typed that it pays."""
        return dollars(self._plan_pays) if self._plan_pays else ""

    @property
    def plan_lines(self) -> list[tuple[int, str, str]]:
        """How many times it pays, what each time, and what that comes to."""
        paid = ((line.many, self._plan_pays_each(line)) for line in self.lines)
        return [(many, dollars(each), dollars(many * each)) for many, each in paid if many * each]

    @property
    def you_pay(self) -> str:
        """What is left."""
        return dollars(self._in_all - self._plan_pays)

    @property
    def _in_all(self) -> int:
        return sum(line.cents or 0 for line in self.lines)

    @property
    def _plan_pays(self) -> int:
        return sum(line.many * self._plan_pays_each(line) for line in self.lines)

    def _plan_pays_each(self, line: Line) -> int:
        return self.numbers.share(line.row["kind"]).of(cents(line.amount) or 0)


class Worksheet:
    """The price list as numbers are asked for it."""

    def __init__(self, words: PriceListRevision) -> None:
        self.language = words.language
        self.usual_sessions = words.sessions_in_course
        self.rows = tables.PRICES.read(words.prices)
        self.talks = self._of(tables.FIRST_TALK)
        self.visits = self._of(tables.VISIT)

    @property
    def lists_several_sessions(self) -> bool:
        """True if nobody can say which of its prices counts."""
        return len(self._of(tables.SESSION)) > 1

    @property
    def session(self) -> Row:
        """The price of a session; without an amount unless the list has just one."""
        rows = self._of(tables.SESSION)
        return rows[0] if len(rows) == 1 else _unlisted(tables.SESSION)

    @property
    def session_cents(self) -> int | None:
        """None if it is no number, so that a plan cannot be taken off it."""
        return cents(self.session["amount"])

    @property
    def visit_cents(self) -> int | None:
        """Of the dearest visit; None if one of them is no number."""
        amounts = [cents(row["amount"]) for row in self.visits]
        plain = [amount for amount in amounts if amount is not None]
        return max(plain) if plain and len(plain) == len(amounts) else None

    def work_out(self, numbers: Numbers) -> Result:
        """Every line of the sum, in the order of the days."""
        lines = [
            *(Line(row, 1) for row in self.talks),
            *self._visits(numbers.visits),
            Line(self.session, numbers.sessions),
        ]
        if numbers.later:
            lines.append(Line(self.session, numbers.later, is_later=True))
        counted = [line.row for line in lines]
        return Result(lines, numbers, [row for row in self.rows if row not in counted])

    def _visits(self, many: int) -> list[Line]:
        """As many as were typed, in the order of the list; more of them at the last price."""
        if not self.visits:
            return [Line(_unlisted(tables.VISIT), 0)]
        rows = self.visits[:many]
        more = max(many - len(rows), 0)
        return [Line(row, 1 + (more if row is rows[-1] else 0)) for row in rows]

    def _of(self, kind: str) -> list[Row]:
        return [row for row in self.rows if row["kind"] == kind]


def _unlisted(kind: str) -> Row:
    """Stands for a price that the list does not have, or has more than once."""
    return {"kind": kind, "label": "", "amount": "", "includes": ""}
