"""Names what in a text visitors would not get as it was meant, with its line and what to do."""

from __future__ import annotations

from pages.markup.structure import addresses, layout, named, signs
from pages.markup.structure.pieces import pieces


def look_at(body: str) -> list[str]:
    """What to look at again in this text, from its first line to its last."""
    there = [*pieces(body)]
    found = [
        *named.in_blocks(body),
        *layout.in_pieces(there),
        *signs.in_pieces(there),
        *addresses.in_pieces(there),
    ]
    return [f"Line {line}: {message}" for line, message in sorted(set(found))]


def look_at_plain(text: str) -> list[str]:
    """The same of a text without Markdown, as a title or a short answer."""
    return [*signs.in_plain_words(text)]
