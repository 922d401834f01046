"""Tells staff each working morning which replies are late, and each Monday which reviews are."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from contact.models import Delivery, Inquiry, InquiryQuerySet
from pages.hours import Hours
from pages.models import Clinic
from pages.reviewing import reviews_due, who_keeps_words

_NINE = time(9)


def queue_overdue(now: datetime) -> None:
    """From 9 am on a working day, one mail to each staff address if a reply was late by then.

    However often and wherever it is called: the database keeps one for each address and day.
    """
    today = timezone.localtime(now).date()
    if now < nine_on(today) or not late_on(today).exists():
        return
    queued = Delivery.objects.filter(kind=Delivery.Kind.OVERDUE, day=today)
    if queued.exists() or not _is_working_day(today):
        return
    rows = [
        Delivery(kind=Delivery.Kind.OVERDUE, recipient=address, day=today)
        for address in dict.fromkeys(settings.INQUIRY_EMAILS)
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def queue_reviews(now: datetime) -> None:
    """Once a week, from 9 am on Monday, one mail to each who keeps words, if a review is late.

    However often and wherever it is called: the database keeps one for each address and Monday.
    """
    today = timezone.localtime(now).date()
    monday = today - timedelta(days=today.weekday())
    queued = Delivery.objects.filter(kind=Delivery.Kind.REVIEWS, day=monday)
    if now < nine_on(monday) or queued.exists() or not reviews_due(monday):
        return
    rows = [
        Delivery(kind=Delivery.Kind.REVIEWS, recipient=address, day=monday)
        for address in who_keeps_words()
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def late_on(day: date) -> InquiryQuerySet:
    """Messages without a reply whose time was over at 9 am that day, the longest wait first."""
    late = Inquiry.objects.overdue(nine_on(day))
    return late.order_by("due_at", "pk").select_related("assigned_to")


def nine_on(day: date) -> datetime:
    """9 am on the clinic's clock."""
    return timezone.make_aware(datetime.combine(day, _NINE))


def _is_working_day(day: date) -> bool:
    """A day by whose end a message of the evening before would have its reply."""
    evening_before = nine_on(day) - timedelta(hours=10)
    return Hours.of(Clinic.load()).business_day_after(evening_before) == day
