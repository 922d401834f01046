"""Reads a message for danger when it comes in and when it is shown.

Its kinds are never stored. They stand, sealed, for an hour in the address of the thank-you page.
"""

from contact.models import Inquiry
from pages.crisis import Danger, read


def danger_in(inquiry: Inquiry) -> Danger | None:
    """What the name, the question and where a number belongs say of danger to anyone."""
    return read(f"{inquiry.name}\n{inquiry.phone}\n{inquiry.message}")
