"""Notices that a text speaks of danger, of which kinds, and whether it also asks a question.

It errs on the side of showing help: a question about someone else, or a "not suicidal", counts.
The rules are the phrases in ``phrases/``; beside them all words are weighed (``weighing/``). A
clinician judges both by examples; docs/decisions/crisis.md says how, and what they miss.
"""

from pages.crisis.help import Help
from pages.crisis.kinds import Kind
from pages.crisis.mood import SoftLine, soft_line
from pages.crisis.reading import Danger, read

__all__ = ["Danger", "Help", "Kind", "SoftLine", "mentions_crisis", "read", "soft_line"]


def mentions_crisis(text: str) -> bool:
    """True when the text speaks of any danger, in English or Spanish."""
    return read(text) is not None
