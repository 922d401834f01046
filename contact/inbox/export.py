"""Writes messages into a file for a spreadsheet, in which no cell can act as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from contact.models import Inquiry, Time
from pages.people import name_of

#: A spreadsheet takes a cell that begins so for a formula, in wide letters too.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[ ]*[\t\r\n\x00]")
_HEADINGS = (
    "Reference",
    "Received",
    "Reply due",
    "First reply",
    "Closed",
    "Status",
    "What happened",
    "With",
    "Name",
    "Reply by",
    "Phone",
    "Voicemail",
    "Email",
    "Best times",
    "About",
    "Question",
    "Language",
)


def spreadsheet(inquiries: Iterable[Inquiry]) -> bytes:
    """The messages as CSV that Excel, Numbers and LibreOffice open: every cell quoted, UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(_HEADINGS)
    writer.writerows([cell(text) for text in _row(inquiry)] for inquiry in inquiries)
    return file.getvalue().encode("utf-8-sig")


def cell(text: str) -> str:
    """The text, after an apostrophe if a spreadsheet would calculate with it."""
    return f"'{text}" if _FORMULA.match(text) else text


def _row(inquiry: Inquiry) -> list[str]:
    return [
        inquiry.reference,
        _moment(inquiry.received_at),
        "Now" if inquiry.is_open_crisis else _moment(inquiry.due_at),
        _moment(inquiry.replied_at),
        _moment(inquiry.closed_at),
        inquiry.get_status_display(),
        inquiry.get_outcome_display(),
        name_of(inquiry.assigned_to) if inquiry.assigned_to else "",
        inquiry.name,
        inquiry.get_reply_by_display(),
        inquiry.phone,
        "yes" if inquiry.voicemail else "no",
        inquiry.email,
        ", ".join(Time(time).label for time in inquiry.times),
        inquiry.get_about_display(),
        inquiry.message,
        inquiry.get_language_display(),
    ]


def _moment(at: datetime | None) -> str:
    """On the clinic's clock; empty for what has not happened."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
