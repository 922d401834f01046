"""Tells staff each working day what is late or still held, and each Monday what to review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from contact.models import Delivery, Inquiry, InquiryQuerySet
from pages.clinic.hours import Hours, monday_of
from pages.clinic.place import main_place
from pages.revisions.reviews import reviews_due, who_keeps_words

_NINE = time(9)


def queue_overdue(now: datetime) -> None:
    """From 9 am on a working day, one mail to each staff address if a reply was late by then.

    However often and wherever it is called: the database keeps one for each address and day.
    """
    today = timezone.localtime(now).date()
    if now < nine_on(today) or not late_on(today).exists():
        return
    if not _is_queued(Delivery.Kind.OVERDUE, today) and _is_working_day(today):
        _queue(Delivery.Kind.OVERDUE, today, settings.INQUIRY_EMAILS)


def queue_held(now: datetime) -> None:
    """When a working day begins, one mail to each staff address if it is the last chance to reply
    in time to a message that is held, or if that chance has passed. At any hour, if the hours were
    changed and the next working day would be too late.

    However often and wherever it is called: the database keeps one for each address and day.
    """
    today = timezone.localtime(now).date()
    begins = _beginning_of(today)
    if _is_working_day(today) and now >= begins:
        is_time = held_on(today).exists()
    else:
        next_day = begins if _is_working_day(today) else _next_told(today)
        is_time = Inquiry.objects.held_past(next_day).filter(due_at__gt=now).exists()
    if is_time and not _is_queued(Delivery.Kind.HELD, today):
        _queue(Delivery.Kind.HELD, today, settings.INQUIRY_EMAILS)


def queue_reviews(now: datetime) -> None:
    """Once a week, from 9 am on Monday, one mail to each who keeps words, if a review is late.

    However often and wherever it is called: the database keeps one for each address and Monday.
    """
    today = timezone.localtime(now).date()
    monday = monday_of(today)
    if now < nine_on(monday) or _is_queued(Delivery.Kind.REVIEWS, monday):
        return
    if reviews_due(monday):
        _queue(Delivery.Kind.REVIEWS, monday, who_keeps_words())


def _is_queued(kind: Delivery.Kind, day: date) -> bool:
    return Delivery.objects.filter(kind=kind, day=day).exists()


def _queue(kind: Delivery.Kind, day: date, addresses: Iterable[str]) -> None:
    rows = [Delivery(kind=kind, recipient=address, day=day) for address in dict.fromkeys(addresses)]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def late_on(day: date) -> InquiryQuerySet:
    """Messages without a reply whose time was over at 9 am that day, the longest wait first."""
    late = Inquiry.objects.overdue(nine_on(day))
    return late.order_by("due_at", "pk").select_related("assigned_to")


def held_on(day: date) -> InquiryQuerySet:
    """Held messages whose promise ends before staff are told again, the first to end first."""
    held = Inquiry.objects.held_past(_next_told(day))
    return held.order_by("due_at", "pk").select_related("assigned_to")


def _next_told(day: date) -> datetime:
    """When the working day after this one begins."""
    return _beginning_of(Hours.of(main_place()).business_day_after(_beginning_of(day)))


def _beginning_of(day: date) -> datetime:
    """When the clinic opens that day: what comes in later is promised for another day.

    9 am if that is not known.
    """
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    opening = Hours.of(main_place()).next_opening(midnight - timedelta(seconds=1))
    is_that_day = opening is not None and timezone.localtime(opening).date() == day
    return opening if opening and is_that_day else nine_on(day)


def nine_on(day: date) -> datetime:
    """9 am on the clinic's clock."""
    return timezone.make_aware(datetime.combine(day, _NINE))


def _is_working_day(day: date) -> bool:
    """A day by whose end a message of the evening before would have its reply."""
    evening_before = nine_on(day) - timedelta(hours=10)
    return Hours.of(main_place()).business_day_after(evening_before) == day
