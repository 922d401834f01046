"""Keeps a patient's words encrypted in the database, and findable by an exact email or phone."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression

#: What a key is derived for. Changing one makes all that it sealed unreadable.
_WORDS, _LINKS = b"patient words", b"thank-you links"


class Unreadable(str):
    """Shown for a text none of our keys opens. It keeps the seal, so a save loses nothing."""

    sealed: str

    def __new__(cls, sealed: str) -> Unreadable:
        """A notice that carries the text as it is stored."""
        text = super().__new__(cls, "(cannot be read: its key is missing)")
        text.sealed = sealed
        return text


def seal(text: str) -> str:
    """The text, encrypted with the first of INQUIRY_KEYS; empty stays empty."""
    if isinstance(text, Unreadable):
        return text.sealed
    return _lock().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The text again, whichever of INQUIRY_KEYS sealed it; ``Unreadable`` if none did."""
    if not sealed:
        return ""
    try:
        return _lock().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return Unreadable(sealed)


def seal_link(text: str) -> str:
    """The text, encrypted for an address: by a key of its own, so that no message opens as one."""
    return _lock(_LINKS).encrypt(text.encode()).decode()


def unseal_link(sealed: str, seconds: int) -> str | None:
    """The text if ``seal_link`` sealed it no longer ago than this; None otherwise."""
    try:
        return _lock(_LINKS).decrypt(sealed.encode(errors="replace"), ttl=seconds).decode()
    except InvalidToken:
        return None


def fingerprint(value: str) -> str:
    """A keyed hash under which an exact value is found without being readable; empty for empty."""
    return _fingerprint(settings.INQUIRY_KEYS[0], value) if value else ""


def fingerprints(value: str) -> list[str]:
    """The value's hash under every key, for a search while keys are being changed."""
    return [_fingerprint(key, value) for key in settings.INQUIRY_KEYS]


def _fingerprint(key: str, value: str) -> str:
    return hmac.digest(_derive(key, b"exact search"), value.encode(), hashlib.sha256).hex()


def _lock(purpose: bytes = _WORDS) -> MultiFernet:
    return _lock_for(tuple(settings.INQUIRY_KEYS), purpose)


@lru_cache(maxsize=8)
def _lock_for(keys: tuple[str, ...], purpose: bytes) -> MultiFernet:
    derived = (_derive(key, purpose) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


@lru_cache(maxsize=16)
def _derive(key: str, purpose: bytes) -> bytes:
    """32 bytes for one purpose only, so that no key is ever used for two things."""
    return HKDF(SHA256(), 32, salt=None, info=b"inquiry: " + purpose).derive(key.encode())


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is readable in Python and sealed in the database."""

    def from_db_value(
        self, value: str | None, _expression: Expression, _connection: BaseDatabaseWrapper
    ) -> str | None:
        """What was sealed, readable."""
        return None if value is None else unseal(value)

    def get_prep_value(self, value: str | None) -> str | None:
        """Sealed for the database."""
        return None if value is None else seal(value)

    def get_lookup(self, lookup_name: str) -> None:
        """None of them: the same text is sealed differently each time, so nothing would match."""
        return
