"""Counts what people looked for in vain, so that staff can write the answer; never who looked.

Words that were asked once may tell of one person. They are kept when they were asked on several
days; before that only as a fingerprint. One person who asks on each of these days looks the same
as several people: who asked is not known, so it cannot be said.
"""

from contextlib import suppress

from django.db import Error as DatabaseDown
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from faq.counts.counting import impatient
from faq.models import UnansweredSearch
from faq.search.terms import words_of
from pages.crisis import mentions_crisis

#: On so many different days something was asked before its words are kept. On the privacy page.
DAYS_UNTIL_CLEAR = 3
#: Different searches counted on one day: enough for staff, and a bound for anyone's script.
MOST_A_DAY = 500
#: A number with more digits may be a phone number or a birthday. On the privacy page.
MOST_DIGITS = 3
_ONE_MORE = """
INSERT INTO faq_unansweredsearch (fingerprint, day, count) VALUES (%s, %s, 1)
ON CONFLICT (fingerprint, day) DO UPDATE SET count = faq_unansweredsearch.count + 1
"""


def count(query: str) -> None:
    """One more search without an answer today.

    Words of danger and what may tell who someone is, are not kept in any form. While the database
    cannot be written the count is lost, so that the visitor is not.
    """
    words = " ".join(word.folded for word in words_of(query))[:80].strip()
    if not words or mentions_crisis(query) or may_tell_who(query):
        return
    with suppress(DatabaseDown), impatient(), transaction.atomic():
        _count(words)


def may_tell_who(query: str) -> bool:
    """True for what could hold a mail address, a phone number or a date of birth."""
    return "@" in query or sum(letter.isdigit() for letter in query) > MOST_DIGITS


def fingerprint(words: str) -> str:
    """A hash by which the same words are known again, made with the secret of this site.

    With another SECRET_KEY it is another one: fingerprints of before never match again. Their
    counts start anew, and the old ones go when their time is over.
    """
    return salted_hmac("faq.counts.unanswered", words, algorithm="sha256").hexdigest()


def _count(words: str) -> None:
    today, code = timezone.localdate(), fingerprint(words)
    counted = UnansweredSearch.objects.filter(day=today)
    if counted.count() < MOST_A_DAY or counted.filter(fingerprint=code).exists():
        with connection.cursor() as cursor:
            cursor.execute(_ONE_MORE, [code, today])
        _show_from_enough_days(words, code)


def _show_from_enough_days(words: str, code: str) -> None:
    """The words are at hand now: if they were asked on enough days, all their counts get them.

    A day that has these words under another fingerprint, from before the secret was changed, keeps
    one row without them: words stand once on a day.
    """
    same = UnansweredSearch.objects.filter(fingerprint=code)
    if same.count() >= DAYS_UNTIL_CLEAR:
        taken = UnansweredSearch.objects.filter(words=words).values("day")
        same.filter(words=None).exclude(day__in=taken).update(words=words)
