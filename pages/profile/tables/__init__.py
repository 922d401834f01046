"""The tables that staff fill in: hours, closed days, prices, plans, steps, what we ask."""

from pages.profile.tables.closed import AS_USUAL, CLOSED_DAYS, is_closed
from pages.profile.tables.others import (
    ASKED,
    COURSE,
    FIRST_TALK,
    OTHER,
    PLANS,
    PRICES,
    SESSION,
    STEPS,
    VISIT,
    price_name,
)
from pages.profile.tables.week import BY_APPOINTMENT, CLOSED, HOURS, is_open

__all__ = [
    "ASKED",
    "AS_USUAL",
    "BY_APPOINTMENT",
    "CLOSED",
    "CLOSED_DAYS",
    "COURSE",
    "FIRST_TALK",
    "HOURS",
    "OTHER",
    "PLANS",
    "PRICES",
    "SESSION",
    "STEPS",
    "VISIT",
    "is_closed",
    "is_open",
    "price_name",
]
