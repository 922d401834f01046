"""Every model of the messages, for Django to find and for the other rooms to use."""

from contact.models.bookkeeping import Arrival, AuditRecord, Heartbeat, Purge
from contact.models.choices import About, InboxPlace, Outcome, ReplyBy, Status, Time
from contact.models.inquiries import Inquiry, InquiryQuerySet
from contact.models.mail import (
    CLOCKS_DIFFER,
    FIRST_WAIT,
    LEASE,
    LONGEST_WAIT,
    Delivery,
    DeliveryQuerySet,
    wait_after,
)
from contact.models.notes import Note
from contact.models.proof import KeyProof, WrongKeysError, keys_fit, prove_keys

__all__ = [
    "CLOCKS_DIFFER",
    "FIRST_WAIT",
    "LEASE",
    "LONGEST_WAIT",
    "About",
    "Arrival",
    "AuditRecord",
    "Delivery",
    "DeliveryQuerySet",
    "Heartbeat",
    "InboxPlace",
    "Inquiry",
    "InquiryQuerySet",
    "KeyProof",
    "Note",
    "Outcome",
    "Purge",
    "ReplyBy",
    "Status",
    "Time",
    "WrongKeysError",
    "keys_fit",
    "prove_keys",
    "wait_after",
]
