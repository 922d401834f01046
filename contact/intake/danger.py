"""Reads a message for danger when it comes in and when it is shown.

Its kinds are never stored. They stand, sealed, for an hour in the address of the thank-you page.
"""

from contact.models import Inquiry
from pages.crisis import Danger, read

#: So much of what was typed is read from its beginning, and as much up to its end.
_MOST_READ = 10_000


def ends_of(typed: str) -> str:
    """What is read of a text that may have any length."""
    rest = typed[_MOST_READ:]
    return f"{typed[:_MOST_READ]}{rest[-_MOST_READ:]}"


def danger_in(inquiry: Inquiry) -> Danger | None:
    """What the name, the question and where a number belongs say of danger to anyone."""
    return read(f"{inquiry.name}\n{inquiry.phone}\n{inquiry.message}")
