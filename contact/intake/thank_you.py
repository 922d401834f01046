"""Carries what the thank-you page says in its address: sealed, for an hour, without a cookie."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from contact.models import Inquiry
from contact.models.sealed import seal, unseal_fresh

_KEPT_SECONDS = 60 * 60


@dataclass(frozen=True)
class ThankYou:
    """What the page says; nothing in it is personal, and only we can read or make it."""

    reference: str
    reply_by: str
    received_at: datetime
    due_at: datetime
    crisis: bool


def address_for(inquiry: Inquiry) -> str:
    """Where the visitor is sent after the message is stored."""
    thank_you = ThankYou(
        inquiry.reference, inquiry.reply_by, inquiry.received_at, inquiry.due_at, inquiry.crisis
    )
    sealed = seal(json.dumps(asdict(thank_you), default=datetime.isoformat))
    return f"{reverse('contact:thanks')}?{urlencode({'m': sealed})}"


def read(sealed: str) -> ThankYou | None:
    """What to say; None if the value is too old, or not ours."""
    text = unseal_fresh(sealed, _KEPT_SECONDS)
    if text is None:
        return None
    values = json.loads(text)
    return ThankYou(
        values["reference"],
        values["reply_by"],
        datetime.fromisoformat(values["received_at"]),
        datetime.fromisoformat(values["due_at"]),
        values["crisis"],
    )
