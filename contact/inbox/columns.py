"""What a message says in the columns of the inbox and in the rows of its own page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contact.inbox.message.colleagues import named
from contact.models import About, Delivery, Inquiry, Status, Time
from contact.promise import due_of
from pages.staff.moments import moment

#: A function, or a field by its name.
Row = str | Callable[[Inquiry], str]
#: Who it is about, as staff say it.
_ABOUT = {
    About.ME: "Themselves",
    About.OTHER: "Someone they care about",
    About.PATIENT: "Their patient",
}
#: Of a day that may be in another year.
WITH_YEAR = "M j, Y"
_NOTHING = "\u2013"


# In the list


@admin.display(description="Inquiry")
def who(inquiry: Inquiry) -> SafeString:
    """Name and reference; a mark if they may be in crisis, wrote before, or get no mail."""
    mark = _mark(inquiry)
    again = ", wrote more than once" if inquiry.has_others else ""
    refused = ", their address was refused" if inquiry.is_refused else ""
    return format_html(
        '{}<bdi class="who">{}</bdi> <span class="quiet">{}{}{}</span>',
        mark,
        inquiry.name,
        inquiry.reference,
        again,
        refused,
    )


def _mark(inquiry: Inquiry) -> str:
    """What stands before the name of someone who may be, or was, in a crisis."""
    if inquiry.is_open_crisis:
        return format_html('<b class="crisis">{}</b> ', "Crisis")
    return format_html('<span class="quiet">{}</span> ', "Crisis, done:") if inquiry.crisis else ""


@admin.display(description="Status")
def state(inquiry: Inquiry) -> SafeString:
    """A dot and always the word with it."""
    return format_html(
        '<span class="state state-{}">{}</span>', inquiry.status, inquiry.get_status_display()
    )


@admin.display(description="Reply due")
def due(inquiry: Inquiry) -> SafeString:
    """When, as short as can be."""
    if inquiry.status in (Status.DONE, Status.HELD) and not inquiry.is_open_crisis:
        return SafeString(_NOTHING)
    if inquiry.is_open_crisis:
        return format_html('<b class="late">{}</b>', due_of(inquiry))
    late = SafeString('<b class="late">Overdue</b> ' if inquiry.is_overdue else "")
    return format_html("{}{}", late, due_of(inquiry))


@admin.display(description="With")
def with_whom(inquiry: Inquiry) -> str:
    """By name, not by what they sign in with."""
    return named(inquiry.assigned_to)


@admin.display(description="About")
def about_whom(inquiry: Inquiry) -> str:
    """Who the question is about, as staff say it."""
    return _ABOUT[About(inquiry.about)] if inquiry.about else _NOTHING


# On its own page


@admin.display(description="Their question")
def question(inquiry: Inquiry) -> SafeString:
    """Word for word; or that there was none, so that nobody looks for it."""
    return _theirs(inquiry.message) if inquiry.message else SafeString("They asked nothing yet")


@admin.display(description="Received")
def received(inquiry: Inquiry) -> str:
    """When it came in, on the clinic's clock."""
    return moment(inquiry.received_at, WITH_YEAR)


@admin.display(description="Name")
def their_name(inquiry: Inquiry) -> SafeString:
    """As they typed it: that is how they want to be called."""
    return _theirs(inquiry.name)


@admin.display(description="Phone")
def their_phone(inquiry: Inquiry) -> SafeString:
    """With the words around it: whose number it is, or an extension behind it."""
    return _theirs(inquiry.phone)


@admin.display(description="May leave a voicemail")
def may_leave_voicemail(inquiry: Inquiry) -> str:
    """In a word, because a sign alone is missed."""
    return "Yes" if inquiry.voicemail else "No"


@admin.display(description="Email")
def their_email(inquiry: Inquiry) -> SafeString:
    """With their capitals."""
    return _theirs(inquiry.email)


@admin.display(description="Best time")
def best_times(inquiry: Inquiry) -> str:
    """When they are best reached."""
    return ", ".join(Time(time).label for time in inquiry.times) or _NOTHING


@admin.display(description="Mails")
def mails(inquiry: Inquiry) -> SafeString:
    """What became of each."""
    lines = format_html_join(
        "", "<li>{}</li>", ((_fate(mail),) for mail in inquiry.deliveries.all())
    )
    return format_html('<ul class="mails">{}</ul>', lines) if lines else SafeString("None")


def _fate(mail: Delivery) -> str:
    """Whose mail it is and whether it went out; if not, what the mail server said."""
    if mail.sent_at:
        return f"{mail.whose}: sent {moment(mail.sent_at)}"
    trouble = f" ({mail.attempts} tries, {mail.last_error})" if mail.last_error else ""
    return f"{mail.whose}: {mail.get_state_display().lower()}{trouble}"


def _theirs(typed: str) -> SafeString:
    """What a visitor typed, kept from turning the line around or growing over it."""
    return format_html('<bdi class="theirs">{}</bdi>', typed or _NOTHING)


#: From left to right, and from top to bottom; a text names a field as it is stored.
IN_THE_LIST = (who, state, due, "reply_by", about_whom, "language", with_whom)
THEIR_QUESTION = (question, about_whom, received)
HOW_TO_REACH_THEM = (
    their_name,
    "reply_by",
    their_phone,
    may_leave_voicemail,
    their_email,
    best_times,
    "language",
)
#: Which of these would be an empty line if the person gave nothing.
_GIVEN: dict[Row, str] = {
    about_whom: "about",
    their_phone: "phone",
    may_leave_voicemail: "phone",
    their_email: "email",
    best_times: "times",
}
ON_ITS_PAGE = THEIR_QUESTION + HOW_TO_REACH_THEM + (with_whom, mails)


def given(inquiry: Inquiry, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Of these rows those that the person filled in, or that are always there."""
    return tuple(row for row in rows if getattr(inquiry, _GIVEN.get(row, "reference")))
