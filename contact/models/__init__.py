"""Every model of the messages, for Django to find and for the other rooms to use."""

from contact.models.bookkeeping import Arrival, AuditRecord, Heartbeat, Purge
from contact.models.choices import About, Place, ReplyBy, Status, Time
from contact.models.inquiries import Inquiry, InquiryQuerySet, Note
from contact.models.mail import LEASE, LONGEST_WAIT, Delivery, DeliveryQuerySet

__all__ = [
    "LEASE",
    "LONGEST_WAIT",
    "About",
    "Arrival",
    "AuditRecord",
    "Delivery",
    "DeliveryQuerySet",
    "Heartbeat",
    "Inquiry",
    "InquiryQuerySet",
    "Note",
    "Place",
    "Purge",
    "ReplyBy",
    "Status",
    "Time",
]
