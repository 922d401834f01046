"""Tells whether INQUIRY_KEYS opens what is stored, before anything is stored beside it."""

from __future__ import annotations

from django.db import DatabaseError, models
from django.db.models import Q

from contact.models.inquiries import Inquiry
from contact.models.sealed import SealedTextField, Unreadable

WORDS = "The keys fit."


class WrongKeysError(DatabaseError):
    """What is stored was sealed with other keys: as good as no database for what comes in now."""


class KeyProof(models.Model):
    """Some words sealed with the key in use: whatever opens them opens what is stored."""

    words = SealedTextField(default=WORDS)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_key_proof")]

    def __str__(self) -> str:
        return "the proof of the keys"


def keys_fit() -> bool:
    """False if none of INQUIRY_KEYS opens what is stored. It only reads."""
    proof = KeyProof.objects.values_list("words", flat=True).first()
    if proof is None:
        # Stored by a version without a proof, or nothing was stored yet.
        proof = Inquiry.objects.order_by("-pk").values_list("name", flat=True).first()
    return not isinstance(proof, Unreadable)


def prove_keys() -> None:
    """Leave a proof of the keys if there is none. Raises WrongKeysError if they do not fit."""
    if keys_fit() and not KeyProof.objects.exists():
        # Another process may be first, with keys of its own.
        KeyProof.objects.bulk_create([KeyProof(pk=1)], ignore_conflicts=True)
    if not keys_fit():
        raise WrongKeysError("INQUIRY_KEYS opens nothing of what is stored.")
