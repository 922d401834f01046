"""Times of a day, and hours from one to the other, as people in the United States write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.timezone import get_default_timezone

from pages.typed.seen import on_one_line

_NOON, _MIDNIGHT = 12, time(0)
_HOUR = 60
_DAY = 24 * _HOUR
#: Whoever is there longer than that into the next day meant the other half of the day.
_LONGEST_NIGHT = 16 * _HOUR
#: Before this hour nobody opens in the morning without saying so: 1 to 5 is an afternoon.
_EARLIEST = 6

_WORDS = {
    "noon": time(12),
    "12 noon": time(12),
    "12:00 noon": time(12),
    "midday": time(12),
    "midnight": _MIDNIGHT,
    "12 midnight": _MIDNIGHT,
    "12:00 midnight": _MIDNIGHT,
}
_HALF = r"(?:\s*(?P<half>[ap])\.?\s?(?:m\.?)?)?"
_CLOCK = re.compile(
    rf"(?:at )?(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>\d\d)(?::\d\d)?)?(?:\s*o'?\s?clock)?{_HALF}"
    r"(?: (?P<part>in the (?:morning|afternoon|evening)|at night))?(?: sharp)?"
)
#: 930am, 0900, 1730 hours.
_RUN_TOGETHER = re.compile(rf"(?P<hour>\d{{1,2}})(?P<minute>\d\d){_HALF}(?:\s*(?:hours|hrs|h))?")
_ALL_DAY = re.compile(
    r"(?:open )?(?:24\s?-?\s?(?:hours|hrs?|h)(?: a day| per day|/day| open)?|24/7"
    r"|all day(?: long)?|around the clock|day and night|twenty-?four hours)"
)
_DASH = re.compile("[\u2010-\u2015\u2212~]")
_TO = re.compile(r"\s*(?:-+|\b(?:to|until|til|till|thru|through)\b)\s*")
_BETWEEN_SPANS = re.compile(r"\s*(?:[,;&+/]|\b(?:and|then)\b)\s*(?=\S)")
_LEADING = re.compile(
    r"^(?:(?:we )?(?:opens?|closes?|hours|from|at|until|till|til|to)\b[\s:]*)+(?=\S)"
)
_LIKE = "Type a time like 9:00 am or 5:30 pm."
_ZONE = re.compile(
    r"\s*\b(?P<zone>[ecmp][sd]?t|ak[sd]t|hst|(?:eastern|central|mountain|pacific|alaska|hawaii)"
    r"(?: (?:standard|daylight))?(?: time)?)$"
)
#: In which the names of the zone are told apart: one in winter, one in summer.
_WINTER, _SUMMER = datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12)  # noqa: DTZ001


class TimeError(ValueError):
    """What was typed is no time, or not one of which we can be sure; the message says it."""

    def __init__(self, message: str = _LIKE, *, is_end: bool = False) -> None:
        super().__init__(message)
        #: True if it is about the later time of two.
        self.is_end = is_end


@dataclass(frozen=True, order=True)
class Span:
    """Hours from one time to another.

    If they end at or before the time they begin at, they end the next day; from midnight to
    midnight they are a whole day.
    """

    opens: time
    closes: time

    @property
    def minutes(self) -> int:
        """How long they are."""
        return (_minutes(self.closes) - _minutes(self.opens) - 1) % _DAY + 1


@dataclass(frozen=True)
class _Clock:
    """One time as it was typed: a 9 may be in the morning or in the evening."""

    at: time
    #: True if nothing but this one time can be meant.
    is_sure: bool = True
    #: True if it was typed as on a clock of 24 hours, with two digits for the hour.
    is_railway: bool = False
    #: True of 12 am in figures, which many type for noon.
    is_twelve_am: bool = False

    @property
    def other(self) -> time:
        """The same on the other half of the day."""
        return self.at.replace(hour=(self.at.hour + _NOON) % (2 * _NOON))


def read_time(text: str) -> time:
    """A time of day as people type it, a bare 9 in the morning. Raises TimeError if it is none."""
    return _clock(_plain(text)).at


def read_spans(text: str) -> list[Span]:
    """Hours of a day, like 9-12 and 1-5, 10 pm to 2 am or all day.

    Raises TimeError if they are none, or if nobody could be sure of them.
    """
    plain = _plain(text).rstrip(" .,;")
    if _ALL_DAY.fullmatch(plain):
        return [Span(_MIDNIGHT, _MIDNIGHT)]
    return [_span_in(part) for part in _BETWEEN_SPANS.split(plain)]


def read_span(opens: str, closes: str) -> Span:
    """Hours of a day, their two ends typed apart. Raises TimeError like ``read_spans``."""
    first = _clock(_plain(opens))
    try:
        last = _clock(_plain(closes))
    except TimeError as error:
        raise TimeError(str(error), is_end=True) from error
    return _span(first, last)


def _plain(text: str) -> str:
    plain = on_one_line(text).lower().replace("\u2019", "'")
    return _LEADING.sub("", " ".join(_DASH.sub("-", plain).split()))


def _span_in(text: str) -> Span:
    opens, *rest = _TO.split(_plain(text))
    if len(rest) != 1:
        raise TimeError("Type when it opens and when it closes, like 9 am to 5 pm.")
    return read_span(opens, rest[0])


def _without_zone(text: str) -> str:
    """The clinic's own time zone says nothing new; in another one the time would be wrong."""
    found = _ZONE.search(text)
    if not found:
        return text
    zone = get_default_timezone()
    own = [str(zone.tzname(day)).lower() for day in (_WINTER, _SUMMER)]
    if found["zone"][0] not in {name[0] for name in own if name.endswith("t")}:
        raise TimeError(f"Hours are in the clinic’s own time ({own[0].upper()}). {_LIKE}")
    return text[: found.start()].strip()


def _clock(text: str) -> _Clock:
    text = _without_zone(text)
    if text in _WORDS:
        return _Clock(_WORDS[text])
    found = _CLOCK.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
    if found is None:
        raise TimeError
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = found["half"] or _half_of(found.groupdict().get("part"), hour)
    if minute >= _HOUR or hour > 2 * _NOON or (hour == 2 * _NOON and minute):
        raise TimeError
    if half:
        return _with_half(hour, minute, half)
    is_railway = len(found["hour"]) == 2
    is_sure = hour > _NOON or found["hour"].startswith("0")
    return _Clock(time(hour % 24, minute), is_sure, is_railway)


def _half_of(part: str | None, hour: int) -> str:
    """“In the evening” and the like as a or p."""
    if not part:
        return ""
    is_morning = part.endswith("morning") or (part.endswith("night") and hour in (12, 1, 2, 3))
    return "a" if is_morning else "p"


def _with_half(hour: int, minute: int, half: str) -> _Clock:
    if not 1 <= hour <= _NOON:
        raise TimeError
    at = time(hour % _NOON + (_NOON if half == "p" else 0), minute)
    return _Clock(at, is_twelve_am=at == _MIDNIGHT)


def _span(first: _Clock, last: _Clock) -> Span:
    """Both of them, each on the half of the day that must be meant."""
    is_railway = first.is_railway and last.is_railway and (first.is_sure or last.is_sure)
    opens = first.at if first.is_sure or is_railway else _opening(first, last)
    closes = last.at if last.is_sure or is_railway else _nearest_after(opens, last)
    if closes == time(23, 59):
        closes = _MIDNIGHT
    _check(opens, closes, last)
    return Span(opens, closes)


def _opening(first: _Clock, last: _Clock) -> time:
    """When it opens if neither am nor pm was typed with it."""
    morning, evening = first.at, first.other
    is_night = last.is_sure and last.at < time(_NOON) and last.at <= morning
    if last.is_sure and _could_be_both(first, last):
        raise TimeError("Type am or pm, like 7 am or 7 pm.")
    if morning.hour < _EARLIEST:
        return morning if last.is_sure and morning < last.at < time(_NOON) else evening
    return evening if is_night else morning


def _could_be_both(first: _Clock, last: _Clock) -> bool:
    """7-9 pm is two hours to some, and fourteen to others."""
    if first.at.hour == _NOON:
        return last.at < time(_NOON)
    if last.is_railway:
        return False
    is_late = last.at == _MIDNIGHT or first.other < last.at
    return first.at.hour >= _EARLIEST and is_late


def _nearest_after(opens: time, last: _Clock) -> time:
    return min((last.at, last.other), key=lambda closes: Span(opens, closes).minutes)


def _check(opens: time, closes: time, typed: _Clock) -> None:
    if opens == closes != _MIDNIGHT:
        raise TimeError("this is the time it opens. For day and night, type 24 hours.", is_end=True)
    if typed.is_twelve_am and _MIDNIGHT < opens < time(_NOON):
        raise TimeError(
            "12 am is midnight. Noon is 12 pm: type noon, or midnight for the end of the day.",
            is_end=True,
        )
    if _MIDNIGHT < closes < opens and Span(opens, closes).minutes > _LONGEST_NIGHT:
        raise TimeError(
            "type a time after it opens, and check am and pm: this would be"
            f" {Span(opens, closes).minutes // _HOUR} hours, into the next day.",
            is_end=True,
        )


def _minutes(at: time) -> int:
    return at.hour * _HOUR + at.minute
