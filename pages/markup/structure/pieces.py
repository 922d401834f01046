"""Reads a text piece by piece, as it becomes HTML, and knows on which line each of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from pages.markup.blocks import CONDITIONS, ROWS, Block, cells_of, parse
from pages.markup.dialect import markdown, references


@dataclass(frozen=True)
class Words:
    """A run of words: a paragraph, a heading, a cell."""

    line: int
    #: As typed, without the sign in front.
    content: str
    children: list[Token]
    #: The element they are in, like p or h2; empty for a row of a block.
    tag: str = ""

    def parts(self) -> Iterator[tuple[int, Token]]:
        """Each of its tokens with its line."""
        line = self.line
        for token in self.children:
            yield line, token
            line += token.type in ("softbreak", "hardbreak")

    def plain_lines(self, *, in_links: bool = True) -> Iterator[tuple[int, str]]:
        """What visitors read as it was typed, line by line: no link's address, no code.

        ``in_links``: the words of a link are among it.
        """
        text: dict[int, str] = {self.line: ""}
        is_link = False
        for line, token in self.parts():
            if token.type in ("link_open", "link_close"):
                is_link = token.type == "link_open" and (not in_links or token.info == "auto")
            is_read = token.type == "text" and not is_link
            text[line] = text.get(line, "") + (token.content if is_read else "")
        yield from text.items()


@dataclass(frozen=True)
class Piece:
    """Lines of Markdown that become HTML together, in this block; a nameless one is none."""

    block: Block
    numbers: list[int]
    tokens: list[Token]
    is_row: bool = False

    def line_of(self, token: Token) -> int:
        """On which line of the whole text this token starts."""
        return self.numbers[token.map[0]] if token.map else self.numbers[0]

    def words(self) -> Iterator[Words]:
        """All words in it."""
        tag = ""
        for token in self.tokens:
            if token.type == "inline":
                yield Words(self.line_of(token), token.content, token.children or [], tag)
            elif token.nesting == 1:
                tag = token.tag

    def indented(self) -> Iterator[int]:
        """The lines that are code because of an indent."""
        for token in self.tokens:
            if token.type == "code_block" and token.map:
                yield from self.numbers[slice(*token.map)]


def pieces(body: str) -> Iterator[Piece]:
    """All pieces of this text in order. Raises ValidationError as ``blocks.parse`` does."""
    root = parse(body)
    yield from _inside(root, Block(), references(body))


def _inside(block: Block, owner: Block, known: dict[str, Any]) -> Iterator[Piece]:
    """``owner`` is the block whose look the words get: a condition has none."""
    for part in block.parts:
        if part.name:
            if part.name not in CONDITIONS and part.title:
                yield _row(part, part.line, part.title, known)
            yield from _inside(part, owner if part.name in CONDITIONS else part, known)
        elif owner.name in ROWS:
            yield from _rows(owner, part, known)
        else:
            yield Piece(owner, part.numbers, markdown.parse("\n".join(part.lines), known))


def _rows(owner: Block, part: Block, known: dict[str, Any]) -> Iterator[Piece]:
    """Rows one by one, and what else stands among them."""
    others = Block()
    for number, line in zip(part.numbers, part.lines, strict=True):
        if line.startswith("- "):
            for cell in cells_of(line[2:]):
                yield _row(owner, number, cell, known)
        else:
            others.add(number, line)
    if any(others.lines):
        text = "\n".join(others.lines)
        yield Piece(owner, others.numbers, markdown.parse(text, known))


def _row(owner: Block, number: int, text: str, known: dict[str, Any]) -> Piece:
    return Piece(owner, [number], markdown.parseInline(text, known), is_row=True)
