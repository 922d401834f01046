"""Forgets what visitors did with the questions: old counts, and words asked on too few days."""

from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from faq.counts.unanswered import DAYS_UNTIL_CLEAR
from faq.models import UnansweredSearch, Vote
from pages.crisis import mentions_crisis

#: Said on the privacy page.
DAYS = 90


def purge(now: datetime) -> int:
    """Delete the counts of all days before the last DAYS; how many rows there were.

    Words that were asked on enough days only with those that are gone become a fingerprint again.
    """
    first = timezone.localtime(now).date() - timedelta(days=DAYS)
    searches, _ = UnansweredSearch.objects.filter(day__lt=first).delete()
    votes, _ = Vote.objects.filter(day__lt=first).delete()
    refused = _delete_what_must_not_be_there()
    _hide_rare_words()
    return searches + votes + refused


def _delete_what_must_not_be_there() -> int:
    """Words of danger that are noticed only by now, and what another release kept in its own way.

    That release answers for a moment after the migration, and keeps words on their first day.
    """
    clear = UnansweredSearch.objects.in_clear()
    danger = [
        words
        for words in clear.order_by().values_list("words", flat=True).distinct()
        if words and mentions_crisis(words)
    ]
    of_danger, _ = clear.filter(words__in=danger).delete()
    of_before, _ = UnansweredSearch.objects.filter(fingerprint=None).delete()
    return of_danger + of_before


def _hide_rare_words() -> None:
    """Leave only the fingerprint of words that were asked on too few of the days that are kept."""
    days = UnansweredSearch.objects.values("fingerprint").annotate(days=Count("pk"))
    rare = days.filter(days__lt=DAYS_UNTIL_CLEAR).values("fingerprint")
    UnansweredSearch.objects.in_clear().filter(fingerprint__in=rare).update(words=None)
