"""The Markdown that staff write: CommonMark with tables, without HTML and without images."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt

markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")

#: A line like “[1]: https://www.fda.gov/”, which says where [words][1] leads.
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:", re.MULTILINE)


def references(text: str) -> dict[str, Any]:
    """Where the links of the whole text lead that are named in a line of their own.

    What markdown-it knows of them goes to each piece of the text: a piece alone would not find a
    line that stands outside its block.
    """
    known: dict[str, Any] = {}
    if _REFERENCE.search(text):
        markdown.parse(text, known)
    return known
