"""Reads a message for danger when it comes in and when it is shown.

Its kinds are never stored. They stand, sealed, for an hour in the address of the thank-you page.
"""

from collections.abc import Mapping

from contact.models import Inquiry
from pages.crisis import Danger, SoftLine, read, soft_line

#: The fields of the form in which people may say it: all that take any words.
_BESIDE, _TOLD_IN = ("name", "phone"), "message"
READ = (*_BESIDE, _TOLD_IN)
#: So much of what was typed is read from its beginning, and as much up to its end.
_MOST_READ = 10_000


def ends_of(typed: str) -> str:
    """What is read of a text that may have any length."""
    rest = typed[_MOST_READ:]
    return f"{typed[:_MOST_READ]}{rest[-_MOST_READ:]}"


def danger_in(inquiry: Inquiry) -> Danger | None:
    """What the fields that people type into say of danger to anyone."""
    return danger_in_typed({name: getattr(inquiry, name) for name in READ})


def danger_in_typed(typed: Mapping[str, str]) -> Danger | None:
    """What these fields say together; a name beside worry leaves it worry."""
    danger = read("\n".join(typed[name] for name in READ))
    message = read(typed[_TOLD_IN]) if danger else None
    if message and message.worry and not read("\n".join(typed[name] for name in _BESIDE)):
        return message
    return danger


def soft_line_for(message: str, danger: Danger | None, page_language: str) -> SoftLine | None:
    """The soft line for worry about another, or for a message that is heavy and no danger."""
    return None if danger and not danger.worry else soft_line(message, page_language, danger)
