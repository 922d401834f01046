"""Notices words of a block's example, or of a writer's own, that wait to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pages.markup.remarks import Remark

#: What stands in the examples of templates/admin/how_to_write.html for words of one's own.
SAMPLES = frozenset(
    {
        "a heading",
        "another choice",
        "bold words",
        "how long.",
        "how many, and the side effects.",
        "how many, and who.",
        "key-of-the-picture",
        "name of the study (2025)",
        "name of the study, 2025",
        "nothing, or what.",
        "one choice",
        "one line about it.",
        "one short paragraph on where the fda stands.",
        "one short paragraph that says why.",
        "one thing.",
        "question",
        "text and lists. never put a risk here whose gain stands outside.",
        "text.",
        "what happened.",
        "what happens.",
        "what is below the steps.",
        "what is not certain about this.",
        "what it leads to",
        "what the dots mean.",
        "what this cannot tell.",
        "who was counted, and what this cannot tell.",
    }
)
_OPENS = re.compile(r"^:{3,}[ \t]*[a-z-]+[ \t]*")
#: Like “TODO” or “[name of the doctor]”; a link has its address behind the brackets.
_LEFT_OPEN = re.compile(
    r"\b(?:lorem ipsum|TODO|TBD|XXX+)\b|_{4,}|\[(?:…|\.\.\.|[^\]\n(]{2,40})\](?![(\[:])", re.I
)
_WHY = "This is still sample text. Write your own, or take the block out"


def unfilled(body: str) -> Iterator[str]:
    """Each piece of this body that is an example, or says itself that it is not finished."""
    for line in body.splitlines():
        for piece in _pieces(line):
            if piece.lower() in SAMPLES or _LEFT_OPEN.search(piece):
                yield Remark.on(piece, _WHY)


def _pieces(line: str) -> Iterator[str]:
    """What stands between bars, without the marks of lists and blocks; bold words and links too."""
    bare = _OPENS.sub("", line.strip()).removeprefix("- ")
    for cell in bare.split("|"):
        yield cell.strip()
    for found in re.finditer(r"\*\*([^*]+)\*\*|\[([^\]]+)\]\(", line):
        yield found[1] or found[2]
