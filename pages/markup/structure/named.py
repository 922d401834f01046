"""Looks at the named blocks: what in them is not shown, and what they lack; and at comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pages.markup import comments
from pages.markup.blocks import (
    BLOCKS,
    CONDITIONS,
    ROWS,
    Block,
    cells_of,
    fence_in,
    lines_of,
    parse,
    rows_of,
)

#: Blocks that look broken without a title, and blocks that show none.
_TITLED = frozenset(
    {
        "course",
        "harm",
        "how",
        "important",
        "known",
        "more",
        "numbers",
        "part",
        "points",
        "start",
        "study",
        "unknown",
    }
)
_UNTITLED = frozenset(
    {
        "care",
        "checklist",
        "help-lines",
        "no-rush",
        "pair",
        "right-now",
        "same-day",
        "session",
        "status",
    }
)
#: Blocks that may be empty.
_COMPLETE = frozenset({"help-lines", "picture"})
#: The fewest and the most parts of a row that are shown.
_PARTS = {
    "checklist": (1, 1),
    "course": (2, 2),
    "how": (2, 2),
    "index": (1, 2),
    "ledger": (2, 3),
    "points": (2, 2),
    "session": (3, 3),
    "start": (2, 2),
}
#: Blocks of rows that show no other text.
_ROWS_ALONE = frozenset({"compare", "session"})
_LINK = re.compile(r"\[[^\]]+\]\((?:[/#]|https?://)[^)\s]*\)")
_NEARLY_OPEN = re.compile(r"\s+:{3,}|:{1,2}\s*[A-Za-z-]+|\s*(?::\s+){2,}")


def in_blocks(body: str) -> Iterator[tuple[int, str]]:
    """The lines to look at, and what to do."""
    yield from _comments(body)
    yield from _fences(body)
    yield from _inside(parse(body), "")


def _comments(body: str) -> Iterator[tuple[int, str]]:
    for start, end in comments.found(body):
        text = " ".join(body[start:end].split())[:60]
        yield (
            comments.line_of(body, start),
            f"visitors never see the comment “{text}”. When it is done with, take it out.",
        )


def _fences(body: str) -> Iterator[tuple[int, str]]:
    """Lines that nearly open a block, or close one with words that nobody reads."""
    for number, line in enumerate(comments.without(body).splitlines(), start=1):
        fence = fence_in(line)
        if fence and not fence["name"] and (words := fence["title"].strip(" \t:")):
            yield number, f"::: closes a block here, and “{words[:60]}” is not shown."
        elif not fence and _NEARLY_OPEN.match(line) and _names_a_block(line):
            yield number, "this opens no block. It begins with ::: at the very start of a line."


def _names_a_block(line: str) -> bool:
    word = re.search(r"[A-Za-z-]+", line)
    return line.strip(": \t") == "" or bool(word and word[0].lower() in BLOCKS | CONDITIONS)


def _inside(block: Block, rows_of_name: str) -> Iterator[tuple[int, str]]:
    """``rows_of_name`` is the block of rows around it, if there is one."""
    for part in block.parts:
        if not part.name:
            continue
        if rows_of_name:
            yield (
                part.line,
                f"nothing inside “{rows_of_name}” is shown but rows. Close that first, with :::",
            )
        yield from _block(part)
        yield from _inside(part, part.name if part.name in ROWS else rows_of_name)


def _block(block: Block) -> Iterator[tuple[int, str]]:
    name = block.name
    if name in _TITLED and not block.title:
        yield block.line, f"“{name}” needs a title, on the same line."
    if name in _UNTITLED and block.title:
        yield block.line, f"“{name}” shows no title. Put “{block.title[:60]}” into the text."
    if name in ROWS:
        yield from _rows(block)
    elif name == "help-lines" and any(line.strip() for line in lines_of(block)):
        yield block.line, "the site fills in “help-lines”. Put other words below its :::"
    elif name not in _COMPLETE | CONDITIONS and not _says_something(block):
        yield block.line, f"“{name}” is empty. Write into it, or take it out."


def _says_something(block: Block) -> bool:
    return any(part.name or any(map(str.strip, part.lines)) for part in block.parts)


def _rows(block: Block) -> Iterator[tuple[int, str]]:
    lines = [
        (number, line)
        for part in block.parts
        for number, line in zip(part.numbers, part.lines, strict=True)
    ]
    if not rows_of([line for _number, line in lines]):
        yield block.line, f"“{block.name}” has no rows. Begin each with “- ”."
    shows_others = block.name not in _ROWS_ALONE and (block.name != "index" or block.title)
    for number, line in lines:
        if line.startswith("- "):
            yield from _row(block.name, number, line[2:])
        elif line.strip() and not shows_others:
            yield number, f"“{block.name}” does not show this line. Put it below its :::"


def _row(name: str, number: int, row: str) -> Iterator[tuple[int, str]]:
    cells = cells_of(row)
    fewest, most = _PARTS.get(name, (1, len(cells)))
    if len(cells) < fewest or not all(cells[:fewest]):
        yield number, f"a row of “{name}” has {fewest} parts or more, with “ | ” between them."
    if len(cells) > most:
        yield number, f"a row of “{name}” shows {most} parts at most: “{cells[most][:60]}” is lost."
    if name == "index" and not _LINK.fullmatch(cells[0]):
        yield (
            number,
            "a row of “index” begins with a link, like - [A session](/treatment/a-session/)",
        )
