"""Forgets what visitors did with the questions: counts of searches and votes, when they are old."""

from datetime import datetime, timedelta

from django.utils import timezone

from faq.models import UnansweredSearch, Vote

#: Said on the privacy page.
DAYS = 90


def purge(now: datetime) -> int:
    """Delete the counts of all days before the last DAYS; how many rows there were."""
    first = timezone.localtime(now).date() - timedelta(days=DAYS)
    searches, _ = UnansweredSearch.objects.filter(day__lt=first).delete()
    votes, _ = Vote.objects.filter(day__lt=first).delete()
    return searches + votes
