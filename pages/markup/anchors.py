"""Names the places on a page that links can lead to: each once, and none that the frame has."""

from __future__ import annotations

from django.utils.text import slugify

#: Ids of the frame around the words. Two places of one name: a link leads to the first alone.
OF_THE_FRAME = frozenset(
    {
        "all-choices",
        "content-main",
        "contents",
        "estimate",
        "for-driver",
        "for-you",
        "help",
        "helped",
        "keep-medicines",
        "main",
        "more",
        "nav",
        "problem",
        "q",
        "q-hint",
        "rights",
        "sources",
        "sum",
        "talk-now",
        "with-insurance",
    }
)
#: What a heading is called that has no letter an address can have.
_NAMELESS = "section"
#: What the id of a block ends with, after what its title makes of it.
ENDINGS = {
    "course": "-figure",
    "fair-numbers": "-study",
    "how": "-figure",
    "important": "-warning",
    "study": "-study",
}


class Anchors:
    """The names given so far on one page."""

    def __init__(self) -> None:
        self._taken = set(OF_THE_FRAME)
        self._last: dict[str, int] = {}

    def of(self, words: str, ending: str = "") -> str:
        """The name made of these words; ``ending`` follows it in the id, and is not returned."""
        base = slugify(words) or _NAMELESS
        name = base
        while f"{name}{ending}" in self._taken:
            # Not from 2 again: a thousand headings of one name would take the square of that.
            number = self._last[base] = self._last.get(base, 1) + 1
            name = f"{base}-{number}"
        self._taken.add(f"{name}{ending}")
        return name
