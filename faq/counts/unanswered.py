"""Counts what people looked for in vain, so that staff can write the answer; never who looked."""

from contextlib import suppress

from django.db import Error as DatabaseDown
from django.db import connection, transaction
from django.utils import timezone

from faq.counts.counting import impatient
from faq.models import UnansweredSearch
from faq.search.terms import words_of

#: Different searches counted on one day: enough for staff, and a bound for anyone's script.
MOST_A_DAY = 500
_MOST_DIGITS = 3
_ONE_MORE = """
INSERT INTO faq_unansweredsearch (words, day, count) VALUES (%s, %s, 1)
ON CONFLICT (words, day) DO UPDATE SET count = faq_unansweredsearch.count + 1
"""


def count(query: str) -> None:
    """One more search without an answer today.

    What may tell who someone is, is not kept. While the database cannot be written the count is
    lost, so that the visitor is not.
    """
    words = " ".join(word.folded for word in words_of(query))[:80].strip()
    if not words or may_tell_who(query):
        return
    with suppress(DatabaseDown), impatient(), transaction.atomic():
        _count(words)


def may_tell_who(query: str) -> bool:
    """True for what could hold a mail address, a phone number or a date of birth."""
    return "@" in query or sum(letter.isdigit() for letter in query) > _MOST_DIGITS


def _count(words: str) -> None:
    today = timezone.localdate()
    counted = UnansweredSearch.objects.filter(day=today)
    if counted.count() < MOST_A_DAY or counted.filter(words=words).exists():
        with connection.cursor() as cursor:
            cursor.execute(_ONE_MORE, [words, today])
