"""The hidden value that tells one showing of the form from another, and when it was shown."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from django.core import signing

#: Nobody fills in the form faster than this, in seconds, not even with a browser that helps.
FASTEST = 2
_SALT = "contact.form"


@dataclass(frozen=True)
class FormToken:
    """One showing of the form. It never expires: a form may stay open for weeks."""

    value: str
    shown_at: int

    @classmethod
    def new(cls, *, already_waited: bool = False) -> FormToken:
        """For a form shown now, or (``already_waited``) one that stands in for a lost token."""
        shown_at = int(time.time()) - (FASTEST if already_waited else 0)
        return cls(signing.dumps([secrets.token_hex(8), shown_at], salt=_SALT), shown_at)

    @classmethod
    def read(cls, value: str) -> FormToken | None:
        """The token a form came back with; None if we did not issue it."""
        try:
            _nonce, shown_at = signing.loads(value, salt=_SALT)
        except signing.BadSignature:
            return None
        return cls(value, shown_at)

    @property
    def is_too_fast(self) -> bool:
        """True if the form came back quicker than a person could; a clock set back is no reason."""
        return 0 <= time.time() - self.shown_at < FASTEST
