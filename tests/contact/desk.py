"""The staff's pages of messages, as a colleague uses them."""

from typing import Any

from django.test import Client

from contact.models import Inquiry

INBOX = "/staff/contact/inquiry/"


def page_of(inquiry: Inquiry) -> str:
    return f"{INBOX}{inquiry.pk}/change/"


def save(desk: Client, inquiry: Inquiry, **values: str) -> Any:
    """Press Save on the page of a message."""
    form = {
        "status": inquiry.status,
        "assigned_to": "",
        "note": "",
    }
    return desk.post(page_of(inquiry), form | values)
