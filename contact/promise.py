"""Says in words when a message is read and answered: on the thank-you page and in the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact.models import Inquiry, ReplyBy
from pages.clinic.facts import clock
from pages.clinic.hours import Hours
from pages.clinic.hours_in_words import date_in_words, day_in_words
from pages.clinic.place import main_place

#: How we reply, as the start of a sentence and as a part of one.
_VERBS = {
    ReplyBy.CALL: _("We call you"),
    ReplyBy.TEXT: _("We text you"),
    ReplyBy.EMAIL: _("We email you"),
}
_MEANS = {
    ReplyBy.CALL: _("phone call"),
    ReplyBy.TEXT: _("text message"),
    ReplyBy.EMAIL: _("email"),
}


@dataclass(frozen=True)
class Promise:
    """What we promise about one message, seen from the time it came in."""

    hours: Hours
    received_at: datetime
    due_at: datetime
    reply_by: str

    @classmethod
    def of(cls, received_at: datetime, due_at: datetime, reply_by: str) -> Promise:
        """The promise with the hours staff entered."""
        return cls(Hours.of(main_place()), received_at, due_at, reply_by)

    @property
    def is_open(self) -> bool:
        """True if someone was there when the message came in."""
        return self.hours.is_open(self.received_at)

    @property
    def read_on(self) -> str:
        """The day someone reads it if it came in while closed, as Monday, November 23.

        Empty if someone was there, or may have been, or if no hours are known.
        """
        is_closed = not (self.is_open or self.hours.may_be_open(self.received_at))
        opening = self.hours.next_opening(self.received_at)
        if not is_closed or not opening:
            return ""
        return date_in_words(timezone.localtime(opening).date())

    @property
    def reads_later_today(self) -> bool:
        """True if it came in before the clinic opened that same day."""
        today = date_in_words(timezone.localtime(self.received_at).date())
        return self.read_on == today

    @property
    def reply_day(self) -> str:
        """The day by whose end we reply: today, Monday, or Monday, November 23."""
        return day_in_words(timezone.localtime(self.due_at).date(), self.received_at)

    @property
    def silent_until(self) -> str:
        """The day from which no reply means something went wrong."""
        return day_in_words(self.hours.business_day_after(self.due_at), self.received_at)

    @property
    def reply_date(self) -> str:
        """The day by whose end we reply, as Monday, November 23: true whenever it is read."""
        return date_in_words(timezone.localtime(self.due_at).date())

    @property
    def silent_date(self) -> str:
        """The day from which no reply means something went wrong, with its date."""
        return date_in_words(self.hours.business_day_after(self.due_at))

    @property
    def we_reply(self) -> str:
        """We call you, We text you or We email you."""
        return str(_VERBS[ReplyBy(self.reply_by)])

    @property
    def means(self) -> str:
        """Phone call, text message or email, inside a sentence."""
        return str(_MEANS[ReplyBy(self.reply_by)])


def due_in_words(due_at: datetime) -> str:
    """For staff: Monday 5 pm."""
    due = timezone.localtime(due_at)
    return f"{due:%A} {clock(due.time())}"


def due_at_length(due_at: datetime) -> str:
    """For staff: Monday, November 23, 5 pm."""
    due = timezone.localtime(due_at)
    return f"{date_in_words(due.date())}, {clock(due.time())}"


def due_shortly(due_at: datetime) -> str:
    """For staff, in a column: Today 5 pm, Fri 5 pm, or Nov 30, 5 pm if it is far off."""
    due = timezone.localtime(due_at)
    away = (due.date() - timezone.localdate()).days
    if away == 0:
        return f"Today {clock(due.time())}"
    day = f"{due:%a}" if abs(away) < 7 else f"{due:%b} {due.day},"
    return f"{day} {clock(due.time())}"


def due_of(inquiry: Inquiry) -> str:
    """For staff, in a column: no day of a week for someone who may be in danger."""
    return "Now" if inquiry.is_open_crisis else due_shortly(inquiry.due_at)
