"""Writes the two mails a message causes: one tells staff, one tells the patient we have it."""

from __future__ import annotations

import re
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from contact.models import Delivery, Inquiry, ReplyBy
from contact.promise import Promise, due_at_length, due_in_words
from pages.facts import hours_in_words
from pages.models import Clinic
from pages.phone import dialable

#: A name we greet by. Anything else could carry advertising to an address someone made up.
_PLAIN_NAME = re.compile(r"[^\W\d_]+(?:(?:\. |[ '\u2019-])[^\W\d_]+){0,2}\.?")
_LONGEST_GREETED = 30


def mail_for(delivery: Delivery) -> EmailMultiAlternatives:
    """The mail to send for this row, always under the same Message-ID."""
    write = _to_staff if delivery.kind == Delivery.Kind.STAFF else _receipt
    mail = write(delivery.inquiry, Clinic.load())
    mail.to = [delivery.address()]
    mail.extra_headers["Message-ID"] = delivery.message_id
    return mail


def _to_staff(inquiry: Inquiry, clinic: Clinic) -> EmailMultiAlternatives:
    """Says that there is a message, and nothing about who wrote it or what."""
    context = {
        "inquiry": inquiry,
        "due": due_at_length(inquiry.due_at),
        "link": settings.SITE_URL + inquiry.get_absolute_url(),
        "clinic": clinic,
    }
    subject = f"New message {inquiry.reference}. Reply by {due_in_words(inquiry.due_at)}"
    mail = _mail(subject, "staff_new", context, sender=f"{clinic.name} website")
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail


def _receipt(inquiry: Inquiry, clinic: Clinic) -> EmailMultiAlternatives:
    """Says when we reply, and nothing of what they wrote. It never names a treatment."""
    context = {
        "inquiry": inquiry,
        "name": _greeted_name(inquiry.name),
        "promise": Promise.of(clinic, inquiry.received_at, inquiry.due_at, inquiry.reply_by),
        "hours": hours_in_words(list(clinic.open_hours.all())),
        "tel": dialable(clinic.phone),
        "link": f"{settings.SITE_URL}/contact/",
        "clinic": clinic,
    }
    subject = f"We have your message ({inquiry.reference})"
    mail = _mail(subject, "receipt", context, sender=f"{clinic.name} front desk")
    mail.extra_headers["Auto-Submitted"] = "auto-replied"
    mail.extra_headers["X-Auto-Response-Suppress"] = "All"
    return mail


def _mail(
    subject: str, template: str, context: dict[str, Any], *, sender: str
) -> EmailMultiAlternatives:
    context |= {"subject": subject, "reply_by": ReplyBy(context["inquiry"].reply_by).label.lower()}
    text, html = (
        render_to_string(f"contact/mails/{template}.{kind}", context) for kind in ("txt", "html")
    )
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    mail = EmailMultiAlternatives(subject, text, formataddr((_one_line(sender), address)))
    mail.attach_alternative(html, "text/html")
    return mail


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _greeted_name(name: str) -> str:
    return name if len(name) <= _LONGEST_GREETED and _PLAIN_NAME.fullmatch(name) else ""
