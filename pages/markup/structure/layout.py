"""Looks at headings, lists and code: signs at the start of a line that make more than was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it.token import Token

from pages.markup.blocks import ROWS
from pages.markup.structure.pieces import Piece

#: A heading is shorter; a sentence above a line --- became one by mistake.
_LONGEST_HEADING = 90
_CODE = {
    "fence": "``` shows program code. Take it out, and write plain words.",
    "code_block": "blanks at its start show it as program code. Take them out.",
}


def in_pieces(there: Iterable[Piece]) -> Iterator[tuple[int, str]]:
    """The lines to look at, and what to do."""
    above = _List()
    for piece in there:
        if piece.is_row:
            continue
        yield from _headings(piece)
        yield from _others(piece)
        for one in _lists(piece):
            yield from _numbers(one, above)
            above = one if one.is_numbered or one.is_over else above


def _headings(piece: Piece) -> Iterator[tuple[int, str]]:
    for token, inline in pairwise(piece.tokens):
        if token.type == "heading_open" and (message := _of_heading(token, inline, piece)):
            yield piece.line_of(token), message


def _of_heading(token: Token, inline: Token, piece: Piece) -> str:
    words = inline.content
    if not words.strip():
        return "a heading without words. Write them behind the signs, or take the signs out."
    if token.markup == "-" and ("\n" in words or len(words) > _LONGEST_HEADING):
        return "the line --- below makes a heading of this. Leave an empty line before ---"
    if token.tag == "h1":
        return "# is for the title of the page, which it has already. Write ## for a heading."
    if token.tag not in ("h2", "h3"):
        return f"{token.markup} is no heading here. Write ## or, for one below that, ###"
    if piece.block.name in ROWS:
        return f"this heading is shown above all rows of “{piece.block.name}”. Close that first."
    return ""


def _others(piece: Piece) -> Iterator[tuple[int, str]]:
    """Code, items without words, and lists among rows."""
    for token, following in pairwise([*piece.tokens, Token("", "", 0)]):
        if token.type in _CODE:
            yield piece.line_of(token), _CODE[token.type]
        elif token.type == "list_item_open" and following.type == "list_item_close":
            yield piece.line_of(token), "a list item without words. Write them, or take it out."
        elif token.type in ("bullet_list_open", "ordered_list_open") and piece.block.name in ROWS:
            name = piece.block.name
            yield (
                piece.line_of(token),
                f"this is no row of “{name}”. Begin the line with “- ”, with no blank before it.",
            )


@dataclass
class _List:
    """A numbered list, as its numbers were typed; ``is_over``: what ends it for good."""

    is_numbered: bool = False
    is_over: bool = False
    numbers: list[tuple[int, int]] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The number visitors see last."""
        return self.numbers[0][1] + len(self.numbers) - 1


def _lists(piece: Piece) -> Iterator[_List]:
    """The numbered lists that stand in no other, and the headings between them."""
    for place, token in enumerate(piece.tokens):
        if token.type == "heading_open":
            yield _List(is_over=True)
        elif token.type == "ordered_list_open" and token.level == 0:
            yield _List(is_numbered=True, numbers=[*_items(piece, place)])


def _items(piece: Piece, place: int) -> Iterator[tuple[int, int]]:
    """Line and number of each item of the list that starts at this place."""
    for token in piece.tokens[place + 1 :]:
        if token.type == "ordered_list_close" and token.level == 0:
            return
        if token.type == "list_item_open" and token.level == 1:
            yield piece.line_of(token), int(token.info)


def _numbers(one: _List, above: _List) -> Iterator[tuple[int, str]]:
    """A number that visitors see otherwise than it was typed, and a list that starts anew."""
    if not one.is_numbered:
        return
    (line, first), typed = one.numbers[0], [number for _line, number in one.numbers]
    # One and the same number before each is a way to let them be counted.
    if len(set(typed)) > 1:
        for seen, (at, number) in enumerate(one.numbers, start=first):
            if number != seen:
                yield at, f"you typed {number}, and visitors see {seen}. Number the items in order."
                break
    if first == 1 and above.is_numbered and 1 in (len(one.numbers), len(above.numbers)):
        yield (
            line,
            f"the numbers start again at 1. If the list above goes on here, type {above.last + 1}.",
        )
