"""Finds English words that a page does not say are English."""

import re

from tests.html import Page as Html

#: Words that stand in nearly every English sentence, and in no Spanish one.
ENGLISH = re.compile(
    r"\b(the|and|you|your|we|our|of|is|it|for|with|this|are|have|our|or|to|at|by|on|not|was|from"
    r"|page|home|next|close|call|text|help|open|read|week|search|yes|send|ask)\b",
    re.IGNORECASE,
)
#: Two that are Spanish too, where they stand alone or in a name.
NAMES = re.compile(r"BrainStim|AYUDA|Suicide|name@example", re.IGNORECASE)


def english_on(page: Html) -> set[str]:
    """Pieces of text and attributes a reader meets, in English, but where the page says so."""
    spoken = [
        element.get(name)
        for element in page.elements
        if element.language != "en"
        for name in ("aria-label", "alt", "title", "placeholder", "content")
    ]
    for element, text in page.pieces:
        if element.language != "en" and element.tag not in ("script", "style"):
            spoken += text.splitlines()
    return {
        one.strip() for one in spoken if ENGLISH.search(NAMES.sub("", one)) and "://" not in one
    }
