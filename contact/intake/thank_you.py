"""Carries what the thank-you page says in its address: sealed, for an hour, without a cookie."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from contact.intake.danger import danger_in, soft_line_for
from contact.models import Inquiry
from contact.models.sealed import seal_link, unseal_link
from pages.crisis import Danger, Kind, SoftLine

_KEPT_SECONDS = 60 * 60


@dataclass(frozen=True)
class ThankYou:
    """What the page says.

    The kind of danger is as private as the message, so only we can read it, and for an hour.
    """

    reference: str
    reply_by: str
    received_at: datetime
    due_at: datetime
    crisis: bool
    #: What the message said of danger.
    kinds: tuple[Kind, ...] = ()
    now: bool = False
    language: str = "en"
    in_doubt: bool = False
    #: It was with us before: they pressed Send message once more.
    again: bool = False
    #: It is worry about another, or heavy and no danger: they are thanked first.
    gently: bool = False

    @property
    def danger(self) -> Danger | None:
        """Whom to call first; the line for every crisis if we know no more than that it is one."""
        if not self.crisis or self.gently:
            return None
        return Danger.of(
            self.kinds or (Kind.SUICIDE,),
            now=self.now,
            language=self.language,
            in_doubt=self.in_doubt,
        )

    @property
    def soft(self) -> SoftLine | None:
        """Whom they can call below the thanks."""
        return SoftLine.of(self.language) if self.gently else None


def address_for(inquiry: Inquiry, *, again: bool = False) -> str:
    """Where the visitor is sent after the message is stored, now or (``again``) before."""
    danger = danger_in(inquiry) if inquiry.crisis else None
    soft = _soft(inquiry, danger)
    thank_you = ThankYou(
        inquiry.reference,
        inquiry.reply_by,
        # Days are said as seen from now: the first time may have been yesterday.
        timezone.now() if again else inquiry.received_at,
        inquiry.due_at,
        inquiry.crisis,
        danger.kinds if danger else (),
        danger.now if danger else False,
        _language(inquiry, danger, soft),
        danger.in_doubt if danger else False,
        again,
        soft is not None,
    )
    sealed = seal_link(json.dumps(asdict(thank_you), default=datetime.isoformat))
    return f"{reverse('contact:thanks')}?{urlencode({'m': sealed})}"


def _soft(inquiry: Inquiry, danger: Danger | None) -> SoftLine | None:
    # A crisis that no stored word tells of was told in what is not kept: help comes first.
    if inquiry.crisis and danger is None:
        return None
    return soft_line_for(inquiry.message, danger, inquiry.page_language)


def _language(inquiry: Inquiry, danger: Danger | None, soft: SoftLine | None) -> str:
    told_in = soft or danger
    return told_in.language if told_in else inquiry.page_language


def read(sealed: str) -> ThankYou | None:
    """What to say; None if the value is too old, or not ours."""
    text = unseal_link(sealed, _KEPT_SECONDS)
    if text is None:
        return None
    values = json.loads(text)
    return ThankYou(
        **values
        | {
            "received_at": datetime.fromisoformat(values["received_at"]),
            "due_at": datetime.fromisoformat(values["due_at"]),
            "kinds": tuple(Kind(kind) for kind in values["kinds"]),
        }
    )
