"""The one worker beside the web server: it sends mail, and does what each room has to do now."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from threading import Event

from django.db import Error as DatabaseDown
from django.db import connection
from django.utils import timezone

from clinic_site.colleagues.forgotten import send_links
from clinic_site.staff.door_audit import tell_of_failed_tries
from contact.intake import throttle
from contact.outbox.delivery import Outcome, Sender, count_from_now, show_alive
from contact.outbox.reminders import queue_held, queue_overdue, queue_reviews
from pages.pictures.studio import redraw_pictures
from pages.revisions.gone.off_site import forget_drafts
from pages.revisions.schedule import publish_due

Beat = Callable[[datetime], int | None]

#: What the rooms have to do every few seconds, in this order. None of them knows another.
BEATS: tuple[Beat, ...] = (
    show_alive,
    count_from_now,
    throttle.forget,
    queue_overdue,
    queue_held,
    queue_reviews,
    publish_due,
    forget_drafts,
    redraw_pictures,
    tell_of_failed_tries,
    send_links,
)
_SECONDS_BETWEEN_BEATS = 10.0
_SECONDS_BETWEEN_MAILS = 0.1
_SECONDS_IDLE = 1.0
_SECONDS_WITHOUT_DATABASE = 1.0
_UNREACHABLE_IN_A_ROW = 3

_log = logging.getLogger(__name__)


class Worker:
    """Does one thing after the other; any number may run, on any number of machines."""

    def __init__(self, stop: Event | None = None) -> None:
        self.stop = stop or Event()
        self.sender = Sender(self.stop)
        self._last_beat = float("-inf")

    def drain(self) -> None:
        """Send what is due now, then stop; also stop if the mail server cannot be reached."""
        while self.sender.unreachable < _UNREACHABLE_IN_A_ROW and not self.stop.is_set():
            if self.turn() is Outcome.NOTHING_DUE:
                return
            self.stop.wait(_SECONDS_BETWEEN_MAILS)

    def run(self) -> None:
        """Work until told to stop. Nothing the database or mail server does ends it."""
        while not self.stop.is_set():
            try:
                outcome = self.turn()
            except DatabaseDown as error:
                _log.error("The mail worker cannot use the database: %s", type(error).__name__)
                connection.close()
                self.stop.wait(_SECONDS_WITHOUT_DATABASE)
            else:
                self.stop.wait(self._pause(outcome))

    def turn(self) -> Outcome:
        """Do what the rooms have to do, if it is time again, and send one mail."""
        if time.monotonic() - self._last_beat >= _SECONDS_BETWEEN_BEATS:
            for beat in BEATS:
                _give_turn(beat)
            self._last_beat = time.monotonic()
        return self.sender.send_next()

    def _pause(self, outcome: Outcome) -> float:
        """Seconds until the next turn; more and more while nobody answers, up to a minute."""
        if outcome is Outcome.NOTHING_DUE:
            return _SECONDS_IDLE
        if outcome is Outcome.UNREACHABLE:
            return float(min(5 * 2 ** min(self.sender.unreachable, 4), 60))
        return _SECONDS_BETWEEN_MAILS


def _give_turn(beat: Beat) -> None:
    """Let one room do its part; what goes wrong in it keeps neither the others nor mail waiting."""
    try:
        beat(timezone.now())
    except DatabaseDown as error:
        _log.error("%s failed, and is called again: %s", beat.__name__, type(error).__name__)
        connection.close()
