"""What people type: whether it can be seen, called, written to, or be the key of a row."""

from pages.typed.emails import EmailError, mail_link, read_email
from pages.typed.phones import (
    Phone,
    PhoneError,
    call_link,
    clean_phone,
    dialable,
    read_phone,
    text_link,
)
from pages.typed.seen import can_be_seen, on_one_line, without_accents, without_invisible

__all__ = [
    "EmailError",
    "Phone",
    "PhoneError",
    "call_link",
    "can_be_seen",
    "clean_phone",
    "dialable",
    "is_key",
    "mail_link",
    "on_one_line",
    "read_email",
    "read_phone",
    "text_link",
    "without_accents",
    "without_invisible",
]


def is_key(text: str) -> bool:
    """True for what may be the number of a row; longer ones no database has."""
    return text.isdecimal() and len(text) < 19
