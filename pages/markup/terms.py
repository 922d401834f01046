"""Leads from the first use of a glossary word on a page to what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from django.utils.safestring import SafeString

from pages.markup.calls import CLOSED, pieces
from pages.markup.html import headings

#: Where the glossary is; each of its words is an anchor there.
GLOSSARY = "/glossary/"
#: A heading may name a word in two ways: “Esketamine (Spravato)”, “Placebo, or dummy pill”.
_BETWEEN_NAMES = re.compile(r"\s*[(),]\s*(?:or|o|en inglés)?\s*|\s+(?:or|o)\s+")
#: What is a heading or opens something is not led away from.
_NOT_IN = CLOSED | {"h1", "h2", "h3", "h4", "summary", "caption", "th", "figcaption"}
_LINKED = re.compile(rf'href="{GLOSSARY}#([^"]+)"')


# Most edits leave the glossary as it is; to read it takes as long as a page.
@lru_cache(maxsize=4)
def words_of(glossary: str) -> Mapping[str, str]:
    """The anchor of each word that the third-level headings of this body name, in small letters."""
    return {
        name.lower(): anchor
        for anchor, heading in headings(glossary, level="h3")
        for name in _BETWEEN_NAMES.split(heading)
        if name
    }


def with_terms(html: str, words: Mapping[str, str]) -> SafeString:
    """The same HTML, where the first use of each word leads to it; what is a link stays."""
    if not words:
        return SafeString(html)
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    word = re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])", re.IGNORECASE)
    led = set(_LINKED.findall(html))

    def lead(found: re.Match[str]) -> str:
        anchor = words[found[0].lower()]
        if anchor in led:
            return found[0]
        led.add(anchor)
        return f'<a href="{GLOSSARY}#{anchor}" class="term">{found[0]}</a>'

    read = pieces(html, _NOT_IN)
    return SafeString("".join(word.sub(lead, one) if is_text else one for one, is_text in read))
