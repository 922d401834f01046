"""Reads a message for danger when it comes in and when it is shown; its kinds are not kept."""

from contact.models import Inquiry
from pages.crisis import Danger, read


def danger_in(inquiry: Inquiry) -> Danger | None:
    """What the name and the question say of danger to anyone."""
    return read(f"{inquiry.name}\n{inquiry.message}")
