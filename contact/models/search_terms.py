"""What an email address or a phone number is found by, however it was typed."""

from pages.typed import PhoneError, dialable, read_phone
from pages.typed.emails import clean_email


def email_for_search(email: str) -> str:
    """Addresses are found however their capitals were typed, and what was pasted around them."""
    return clean_email(email).casefold()


def phone_for_search(phone: str) -> str:
    """Numbers are found however they were punctuated, with their extension or without."""
    return dialable(phone) or "".join(filter(str.isdigit, phone))


def is_switchboard(phone: str) -> bool:
    """True for a number with an extension: strangers share what stands before it."""
    try:
        return bool(read_phone(phone).extension)
    except PhoneError:
        return False
