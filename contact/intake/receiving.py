"""Takes a message in: it and the mails it causes are stored together, or not at all."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from contact.intake import throttle
from contact.intake.form import MessageForm
from contact.models import Delivery, Inquiry, ReplyBy, Status, prove_keys

#: Without letters and digits that look or sound alike.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHORTEST = 4
#: Whoever types a stranger's address into the form can bring that stranger no more mails than this.
RECEIPTS_TO_ONE_ADDRESS, IN = 3, timedelta(days=1)
#: So many unanswered messages of one person are looked through for the same words.
_MOST_LOOKED_AT = 50


def receive(inquiry: Inquiry, *, token: str, address: str) -> Inquiry:
    """Store a new message with its mails, and return it once both are safe on the disk.

    The same message is stored once, and returned as it was stored: from the same showing of the
    form, or from another while our promise about the first still stands. An edited one is a new
    one. Raises throttle.TooManyError, WrongKeysError, and whatever the database raises when it
    cannot store it.
    """
    inquiry.submission_key = submission_key(inquiry, token)
    inquiry.note_how_to_find_it()
    try:
        return _store(inquiry, address)
    except IntegrityError:
        # Another process took the reference, or stored the very same message, a moment earlier.
        return _store(inquiry, address)


def submission_key(inquiry: Inquiry, token: str) -> str:
    """The same only for the same words from the same showing of the form."""
    return hashlib.sha256(json.dumps([token, *_answers(inquiry)]).encode()).hexdigest()


def _answers(inquiry: Inquiry) -> list[object]:
    # Danger may have been read in words that are not kept: then it is not the same message.
    return [inquiry.crisis, *(getattr(inquiry, field) for field in MessageForm.base_fields)]


def _same_words(inquiry: Inquiry) -> Inquiry | None:
    """What the same person sent before, word for word, and is not answered yet."""
    waiting = Inquiry.objects.unanswered_by(inquiry, timezone.now()).order_by("-pk")
    answers = _answers(inquiry)
    return next((one for one in waiting[:_MOST_LOOKED_AT] if _answers(one) == answers), None)


@transaction.atomic(durable=True)
def _store(inquiry: Inquiry, address: str) -> Inquiry:
    # First: nothing is stored that could not be opened together with the rest.
    prove_keys()
    # The sender's turn, too: the same words may come from two networks at once.
    throttle.take_turn(address, inquiry.sender_index)
    if stored := Inquiry.objects.filter(submission_key=inquiry.submission_key).first():
        return stored
    # Counted before the words are compared, since reading what is sealed takes time.
    throttle.count(address)
    if stored := _same_words(inquiry):
        return stored
    inquiry.reference = _free_reference()
    inquiry.save()
    if inquiry.status != Status.HELD:
        queue_mails(inquiry)
    return inquiry


def _free_reference() -> str:
    """One nobody has; longer ones when nearly all the short ones are taken."""
    for tries in range(40):
        length = _SHORTEST + tries // 10
        reference = "BS-" + "".join(secrets.choice(_ALPHABET) for _ in range(length))
        if not Inquiry.objects.filter(reference=reference).exists():
            return reference
    raise RuntimeError("No reference is free.")


def queue_mails(inquiry: Inquiry) -> None:
    """One row for each staff address, and one for the patient if we can mail them.

    A row that is there already stays as it is.
    """
    staff = dict.fromkeys(settings.INQUIRY_EMAILS)
    rows = [Delivery(kind=Delivery.Kind.STAFF, recipient=address) for address in staff]
    if inquiry.reply_by == ReplyBy.EMAIL and _gets_receipt(inquiry):
        rows.append(Delivery(kind=Delivery.Kind.RECEIPT))
    for row in rows:
        row.inquiry = inquiry
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _gets_receipt(inquiry: Inquiry) -> bool:
    """False for an address that few servers take, or that got its share of receipts today."""
    if not _mailable(inquiry.email):
        return False
    throttle.take_turn(inquiry.email_index)
    now = timezone.now()
    lately = Delivery.objects.filter(
        kind=Delivery.Kind.RECEIPT,
        inquiry__email_index=inquiry.email_index,
        created_at__gt=now - IN,
        created_at__lte=now,
    )
    return lately.exclude(inquiry=inquiry).count() < RECEIPTS_TO_ONE_ADDRESS


def _mailable(email: str) -> bool:
    """Few mail servers take a name outside ASCII before the @; staff then reply by hand."""
    return email.rpartition("@")[0].isascii()


@transaction.atomic
def release(inquiry: Inquiry) -> None:
    """A person looked at a held message and it is a real one: it is new, and mails go out."""
    if inquiry.status == Status.HELD:
        inquiry.status = Status.NEW
        inquiry.save(update_fields=["status"])
    queue_mails(inquiry)
