"""Counts whether an answer helped; nothing is written down about who said so."""

from __future__ import annotations

import secrets
import threading
from contextlib import suppress
from datetime import date
from hashlib import sha256

from django.db import Error as DatabaseDown
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from faq.counts.counting import impatient
from faq.models import Entry
from pages.visitor_address import network_of

#: Of one answer and one button in a day: more than a clinic's visitors, less than a script.
MOST_A_DAY = 100
_MOST_REMEMBERED = 20_000
_ONE_MORE = """
INSERT INTO faq_vote (entry_id, language, day, helpful, count) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (entry_id, language, day, helpful)
DO UPDATE SET count = faq_vote.count + 1 WHERE faq_vote.count < %s
"""


class Heard:
    """Remembers until the day ends, in this process only, who was counted on which answer.

    What it remembers is mixed with a number that nobody knows and that ends with the process.
    """

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._day = date.min
        self._seen: set[bytes] = set()

    def is_new(self, network: str, entry: Entry) -> bool:
        """True the first time today that this network speaks of this answer."""
        who = sha256(self._secret + f"{entry.pk} {network}".encode()).digest()
        with self._lock:
            today = timezone.localdate()
            if self._day != today or len(self._seen) >= _MOST_REMEMBERED:
                self._day, self._seen = today, set()
            if who in self._seen:
                return False
            self._seen.add(who)
            return True


heard = Heard()


def is_from_our_page(request: HttpRequest) -> bool:
    """True for what a browser sends when someone presses a button on a page of this very site.

    Neither another site nor a script that only posts has both headers (Fetch Standard, 3.2; Fetch
    Metadata, 2.3). A browser without Sec-Fetch-Site is judged by its Origin alone.
    """
    ours = f"{request.scheme}://{request.get_host()}"
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and request.headers.get("Origin") == ours


def count(request: HttpRequest, entry: Entry, language: str, *, helpful: bool) -> None:
    """One more yes or no on this answer today, once for each visitor.

    While the database cannot be written the vote is lost, so that the visitor is not.
    """
    if is_from_our_page(request) and heard.is_new(network_of(request), entry):
        row = (entry.pk, language, timezone.localdate(), helpful, MOST_A_DAY)
        with (
            suppress(DatabaseDown),
            impatient(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(_ONE_MORE, row)
