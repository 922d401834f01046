"""Looks for signs that visitors would read just as they were typed, since nothing came of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from pages.markup.blocks import FACT
from pages.markup.structure.pieces import Piece, Words

_BULLETS = "•·●○◦▪▫■□‣⁃∙⦁►▶➢➤\uf0b7\uf0a7"

#: Wherever words stand, inside a link as well.
_ANYWHERE = (
    (
        re.compile(r"\]\(|\]\s\((?=/|#|www\.|\w+:)"),
        "visitors read the signs of this link. Write [words](/address/), with no blank in it or"
        " between its parts.",
    ),
    (
        re.compile(r"\[[^\]\n]+\] ?\[[^\]\n]*\]|^\[[^\]\n]+\]:"),
        "nothing says where the link {found} leads. Write [words](/address/).",
    ),
    (
        re.compile(r"\*\*|~~|(?<!_)__(?=[^\W_])|(?<=[^\W_])__(?!_)"),
        "visitors read {found} just like that. Bold words have ** right before and right after"
        " them.",
    ),
    (re.compile(r"\S\t+\S"), "a tab makes no column. Write a table: “How to write” has one."),
)
#: Outside of links.
_NOT_IN_LINKS = (
    (
        re.compile(r"\bhttps?://[^\s)]+|\bwww\.[^\s)]+\w", re.IGNORECASE),
        "{found} is no link. Write [words](https://…), so that people can follow it.",
    ),
)
#: At the start of a line.
_FIRST = (
    (
        re.compile(r"\s*\[[ xX]?\](?=\s)"),
        "{found} is no box to tick. Write a block ::: checklist, with a row for each.",
    ),
    (re.compile(r"#{1,6}(?=[^\s#\d])"), "{found} needs a blank after it to make a heading."),
    (
        re.compile(rf"\s*[{_BULLETS}]"),
        "{found} makes no list. Begin each line with “- ”.",
    ),
)
_PIPE = re.compile(r"^\s*\|.*|.*\s\|\s.*")
_BRACES = re.compile(r"\{+[^{}\n]*\}+")
#: Lines of a list that run on in one paragraph; of letters and dashes it takes two to tell.
_NUMBERED = re.compile(r"\s*\(?\d{1,2}[.)]\s+\S")
_LETTERED = re.compile(r"\s*(?:\(?(?:[A-Za-z]|[ivx]{2,4})\)|[a-z]\.|[–—-])\s*(?=\w)")
#: Nobody breaks a line by hand after so many letters.
_LONGEST_LINE = 140
_NO_MARKUP = re.compile(
    r"!?\[[^\]\n]*\]\([^)\n]*\)|\*\*|~~|(?<!_)__(?=[^\W_])|^#{1,6}\s|<!--|</?[a-zA-Z][^>\n]{0,200}>",
    re.MULTILINE,
)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\s?[(\[]")


def in_plain_words(text: str) -> Iterator[str]:
    """Signs of Markdown or HTML where there is none of either, as in a title."""
    for found in dict.fromkeys(map(str.strip, _NO_MARKUP.findall(text))):
        yield f"visitors read {found[:60]} just like that. Here stand plain words."


def in_pieces(there: Iterable[Piece]) -> Iterator[tuple[int, str]]:
    """The lines to look at, and what to do."""
    for piece in there:
        for words in piece.words():
            yield from _in_words(words)
            if not piece.is_row and words.tag == "p":
                yield from _in_paragraph(words)


def _in_words(words: Words) -> Iterator[tuple[int, str]]:
    for line, typed in enumerate(words.content.split("\n"), start=words.line):
        if _IMAGE.search(typed):
            yield line, "a picture stands in a block of its own, like ::: picture front-door"
    for line, text in words.plain_lines():
        yield from _found(line, text, _ANYWHERE, re.Pattern.search)
        yield from _found(line, text, _FIRST, re.Pattern.match)
        yield from _braces(line, text)
    for line, text in words.plain_lines(in_links=False):
        yield from _found(line, text, _NOT_IN_LINKS, re.Pattern.search)


def _found(
    line: int,
    text: str,
    rules: Iterable[tuple[re.Pattern[str], str]],
    look: Callable[[re.Pattern[str], str], re.Match[str] | None],
) -> Iterator[tuple[int, str]]:
    for pattern, message in rules:
        if found := look(pattern, text):
            yield line, message.replace("{found}", f"“{found[0].strip()[:60]}”")


def _braces(line: int, text: str) -> Iterator[tuple[int, str]]:
    for found in _BRACES.findall(text):
        if not FACT.fullmatch(found):
            yield (
                line,
                f"visitors read {found[:60]} just like that. “How to write” names the facts.",
            )


def _in_paragraph(words: Words) -> Iterator[tuple[int, str]]:
    """Lines that were meant to stand apart."""
    lines = [*words.plain_lines()]
    for line, text in lines:
        if _PIPE.fullmatch(text):
            yield line, "| stands in no table. Put a line like |---|---| under the first row."
    lettered = [(line, text) for line, text in lines if _LETTERED.match(text)]
    numbered = [(line, text) for line, text in lines[1:] if _NUMBERED.match(text)]
    for line, _text in [*numbered, *(lettered[1:] if len(lettered) > 1 else [])]:
        yield line, "this runs on in the line above. Begin each line of a list with “- ” or “1. ”."
    for (_line, text), (line, _next) in pairwise(lines):
        if len(text) > _LONGEST_LINE and text.rstrip()[-1:] in ".?!:":
            yield line, "this runs on in the line above. Leave an empty line between paragraphs."
