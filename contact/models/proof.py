"""Tells whether INQUIRY_KEYS opens what is stored, before anything is stored beside it."""

from __future__ import annotations

from django.db import DatabaseError, models, transaction
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
    newest = Inquiry.objects.order_by("-pk").values_list("name", flat=True).first()
    proof = _proof()
    # Stored by a version without a proof; and where no message is, new keys lose none.
    return newest is None or not isinstance(newest if proof is None else proof, Unreadable)


@transaction.atomic
def prove_keys() -> None:
    """Leave a proof of the keys if there is none. Raises WrongKeysError if they do not fit."""
    _refuse_wrong_keys()
    if isinstance(_proof() or Unreadable(""), Unreadable):
        KeyProof.objects.bulk_create([KeyProof(pk=1)], ignore_conflicts=True)
        # One at a time: another process may have keys of its own, and have stored something.
        mine = KeyProof.objects.select_for_update().get()
        if isinstance(mine.words, Unreadable) and not Inquiry.objects.exists():
            KeyProof.objects.update(words=WORDS)
        _refuse_wrong_keys()


def _refuse_wrong_keys() -> None:
    if not keys_fit():
        raise WrongKeysError("INQUIRY_KEYS opens nothing of what is stored.")


def _proof() -> str | None:
    return KeyProof.objects.values_list("words", flat=True).first()
