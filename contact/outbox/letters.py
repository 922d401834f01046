"""Writes each kind of mail: the receipt to a patient, and those that tell staff what waits."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contact.models import Delivery, Inquiry, ReplyBy
from contact.outbox import turns
from contact.outbox.reminders import held_on, late_on
from contact.outbox.summaries import MOST_ROWS
from contact.promise import Promise, due_at_length, due_in_words
from pages.admin_addresses import changelist
from pages.clinic.facts import hours_in_words
from pages.clinic.models import Clinic
from pages.clinic.place import main_place
from pages.crisis import mentions_crisis
from pages.revisions.reviews import reviews_due
from pages.typed import call_link

#: Writes the mail of a row; None if there is nothing to tell any more.
Writer = Callable[[Delivery, Clinic], EmailMultiAlternatives | None]
#: A name we greet by. Anything else could carry advertising to an address someone made up.
_PLAIN_NAME = re.compile(r"[^\W\d_]+(?:(?:\. |[ '\u2019-])[^\W\d_]+){0,2}\.?")
_LONGEST_GREETED = 30


def mail_for(delivery: Delivery) -> EmailMultiAlternatives | None:
    """The mail to send for this row, always under the same Message-ID.

    None if there is nothing to tell any more: the late replies were sent meanwhile, or the
    messages of a summary deleted.
    """
    mail = _WRITERS[Delivery.Kind(delivery.kind)](delivery, Clinic.load())
    if mail:
        mail.to = [delivery.address()]
        mail.extra_headers["Message-ID"] = delivery.message_id
    return mail


def _new(delivery: Delivery, clinic: Clinic) -> EmailMultiAlternatives:
    """Says that there is a message, and nothing about who wrote it or what."""
    inquiry = _about(delivery)
    context = {
        "inquiry": inquiry,
        "reply_by": _by(inquiry),
        "due": "Now" if inquiry.is_open_crisis else due_at_length(inquiry.due_at),
        "link": settings.SITE_URL + inquiry.get_absolute_url(),
        "clinic": clinic,
    }
    by_when = "now" if inquiry.is_open_crisis else f"by {due_in_words(inquiry.due_at)}"
    subject = f"New message {inquiry.reference}. Reply {by_when}"
    return _mail("staff_new", subject, context, sender=_website(clinic))


def _late(delivery: Delivery, clinic: Clinic) -> EmailMultiAlternatives | None:
    """Says which replies were late at 9 this morning, by their references.

    Nothing on a later day, when mail was stuck: that morning has a mail of its own.
    """
    today = timezone.localdate()
    late = list(late_on(today)[:MOST_ROWS])
    if not late or delivery.day != today:
        return None
    one = len(late) == 1
    subject = f"{len(late)} {'reply is' if one else 'replies are'} overdue"
    context = {
        "rows": [_row(inquiry) for inquiry in late],
        "many": f"{len(late)} {'person is' if one else 'people are'}",
        "link": _inbox("status__exact=new"),
        "clinic": clinic,
    }
    return _mail("staff_overdue", subject, context, sender=_website(clinic))


def _held(delivery: Delivery, clinic: Clinic) -> EmailMultiAlternatives | None:
    """Says which held messages run out of time, by their references; nothing on a later day."""
    today = timezone.localdate()
    held = list(held_on(today)[:MOST_ROWS])
    if not held or delivery.day != today:
        return None
    one = len(held) == 1
    subject = f"{len(held)} held {'message needs' if one else 'messages need'} a look today"
    context = {
        "rows": [_row(inquiry) for inquiry in held],
        "many": f"{len(held)} {'message is' if one else 'messages are'}",
        "link": _inbox("status__exact=held"),
        "clinic": clinic,
    }
    return _mail("staff_held", subject, context, sender=_website(clinic))


def _reviews(_delivery: Delivery, clinic: Clinic) -> EmailMultiAlternatives | None:
    """Says how many words are past their review date: no title, which would name a treatment."""
    today = timezone.localdate()
    rows = reviews_due(today)
    if not rows:
        return None
    many = sum(row.many for row in rows)
    subject = f"{many} {'review is' if many == 1 else 'reviews are'} overdue"
    oldest = min(row.since for row in rows)
    context = {
        "rows": rows,
        "days": (today - oldest).days,
        "site": settings.SITE_URL,
        "clinic": clinic,
    }
    return _mail("staff_reviews", subject, context, sender=_website(clinic))


def _turn(delivery: Delivery, clinic: Clinic) -> EmailMultiAlternatives:
    """Says whose turn it is, and no word of a page: mail is read on phones in waiting rooms.

    Where it leads they see which words they are.
    """
    (subject, says), (path, look) = turns.words_of(delivery), turns.link_of(delivery)
    context = {"says": says, "link": settings.SITE_URL + path, "look": look, "clinic": clinic}
    return _mail("staff_turn", subject, context, sender=_website(clinic))


def _rights(delivery: Delivery, clinic: Clinic) -> EmailMultiAlternatives:
    """Says what changed of who may do what, and not whose account it is."""
    subject, says = turns.rights_in_words(delivery)
    context = {"says": says, "link": settings.SITE_URL + reverse("admin:index"), "clinic": clinic}
    return _mail("staff_rights", subject, context, sender=_website(clinic))


def _summary(delivery: Delivery, clinic: Clinic) -> EmailMultiAlternatives | None:
    """Says which messages came in while many did, those that may be about a crisis first."""
    waiting = Inquiry.objects.filter(deliveries__told_by=delivery)
    rows = [_row(inquiry) for inquiry in waiting.select_related("assigned_to").in_order()]
    if not rows:
        return None
    context = {
        "rows": rows,
        "many": len(rows),
        "link": _inbox("status__exact=new"),
        "clinic": clinic,
    }
    subject = f"{len(rows)} new messages"
    return _mail("staff_summary", subject, context, sender=_website(clinic))


def _website(clinic: Clinic) -> str:
    """Who mails to staff are from."""
    return f"{clinic.name} website"


def _row(inquiry: Inquiry) -> dict[str, str]:
    """What a list for staff says of a message: nothing that a patient typed."""
    colleague = inquiry.assigned_to
    return {
        "reference": inquiry.reference,
        "due": "now" if inquiry.is_open_crisis else due_in_words(inquiry.due_at),
        "reply_by": _by(inquiry),
        "with": str(colleague.get_short_name() or colleague) if colleague else "no one yet",
        "first": "open first" if inquiry.crisis else "",
    }


def _inbox(query: str) -> str:
    return f"{settings.SITE_URL}{changelist(Inquiry)}?{query}"


def _receipt(delivery: Delivery, clinic: Clinic) -> EmailMultiAlternatives:
    """The receipt in the language of the page it was written on."""
    inquiry = _about(delivery)
    with translation.override(inquiry.page_language):
        return _receipt_for(inquiry, clinic)


def _receipt_for(inquiry: Inquiry, clinic: Clinic) -> EmailMultiAlternatives:
    """Says when we reply, and nothing of what they wrote. It never names a treatment."""
    context = {
        "reply_by": _by(inquiry),
        "inquiry": inquiry,
        "name": _greeted_name(inquiry.name),
        "promise": Promise.of(inquiry.received_at, inquiry.due_at, inquiry.reply_by),
        "hours": hours_in_words(main_place().openings, main_place().by_appointment),
        "tel": call_link(clinic.phone).removeprefix("tel:"),
        "link": settings.SITE_URL + reverse("contact:write"),
        "clinic": clinic,
    }
    subject = _("We have your message (%s)") % inquiry.reference
    mail = _mail("receipt", subject, context, sender=_("%s front desk") % clinic.name)
    mail.extra_headers["Auto-Submitted"] = "auto-replied"
    return mail


def write_as(kind: Delivery.Kind, writer: Writer) -> None:
    """Let another app write mails of this kind, which know what none here does."""
    _WRITERS[kind] = writer


def to_staff(template: str, subject: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """A mail to a colleague, in the frame of all others."""
    clinic = Clinic.load()
    return _mail(template, subject, context | {"clinic": clinic}, sender=_website(clinic))


_WRITERS: dict[Delivery.Kind, Writer] = {
    Delivery.Kind.STAFF: _new,
    Delivery.Kind.RECEIPT: _receipt,
    Delivery.Kind.OVERDUE: _late,
    Delivery.Kind.HELD: _held,
    Delivery.Kind.SUMMARY: _summary,
    Delivery.Kind.REVIEWS: _reviews,
    **dict.fromkeys(turns.SUBJECTS, _turn),
    Delivery.Kind.RIGHTS: _rights,
}


def _about(delivery: Delivery) -> Inquiry:
    assert delivery.inquiry, "the database keeps these kinds with their message"  # noqa: S101
    return delivery.inquiry


def _by(inquiry: Inquiry) -> str:
    return ReplyBy(inquiry.reply_by).label.lower()


def _mail(
    template: str, subject: str, context: dict[str, Any], *, sender: str
) -> EmailMultiAlternatives:
    context["subject"] = subject
    text = render_to_string(f"contact/mails/{template}.txt", context)
    html = render_to_string(f"contact/mails/{template}.html", context)
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    mail = EmailMultiAlternatives(subject, text, formataddr((_one_line(sender), address)))
    mail.attach_alternative(html, "text/html")
    # Nobody's vacation notice answers what a program sent, or the two go on for ever.
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    mail.extra_headers["X-Auto-Response-Suppress"] = "All"
    return mail


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _greeted_name(name: str) -> str:
    """The name, or nothing where it is none: words of danger are not repeated to anyone."""
    is_plain = len(name) <= _LONGEST_GREETED and _PLAIN_NAME.fullmatch(name)
    return name if is_plain and not mentions_crisis(name) else ""
