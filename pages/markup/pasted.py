"""Makes Markdown of what people paste from Word or a mail: its bullets, tables and indents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from django.core.exceptions import ValidationError

from pages.clinic.declared import IN_BRACES
from pages.markup.blocks import BLOCKS, CONDITIONS, ROWS, fence_in
from pages.markup.structure.pieces import pieces
from pages.typed import without_invisible

#: Signs that open a line of a list and nothing else; the last two are Word's, in a font of its own.
_BULLETS = "•·●○◦▪▫■□‣⁃∙⦁►▶➢➤❖\uf0b7\uf0a7"
#: These do too if a tab or several blanks follow: alone they may be a word, a dash or a section.
_MAYBE = "oO§Øüvq–—‒−‐‑"
_ITEM = re.compile(
    rf"^(?P<indent>\s*)(?:(?P<sign>[{_BULLETS}])\s*|(?P<maybe>[{re.escape(_MAYBE)}])"
    r"(?:\t\s*|[ \xa0]{2,}))(?P<words>\S.*)$"
)
#: A dash with one blank is a bullet only among others of its kind.
_DASH = re.compile(r"^(?P<indent>\s*)(?P<maybe>[–—‒−‐‑])\s(?P<words>\S.*)$")
_NUMBER = re.compile(r"^\s*\((?P<number>\d{1,2})\)\s+(?P<words>\S.*)$")
_OTHER_ROW = re.compile(r"^ {0,3}[-*+][ \t]+(?=\S)")
_MARKDOWN_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s")
_LETTERED = re.compile(r"^\s*\(?(?:[A-Za-z]|[ivxIVX]{1,4}|\d{1,2})[.)]\s")
_BETWEEN_PIPES = re.compile(r"^\s*\|.*\|.*\|\s*$")
#: A bullet that came along into an item: the list makes its own.
_TWICE = re.compile(rf"^(\s*[-*+][ \t]+)[{_BULLETS}][\s\xa0]*(?=\S)")
_NO_SPACE = re.compile(r"^(#{2,6})(?=[^\s#])")
_SPACED_FACT = re.compile(r"\{\s*([A-Za-z_-]{2,30})\s*\}")
_RULER = re.compile(r"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def understood(text: str) -> str:
    """The same text in Markdown. What is Markdown already stays as it is."""
    lines = [_line(line) for line in without_invisible(text).split("\n")]
    lines = [*_with_lists_and_tables(lines)]
    return "\n".join(_without_indents(lines))


def _line(line: str) -> str:
    """What can be told from one line alone."""
    line = _TWICE.sub(r"\1", _NO_SPACE.sub(r"\1 ", line))
    line = _SPACED_FACT.sub(lambda found: _fact(found[1]) or found[0], line)
    fence = fence_in(line.lstrip())
    is_block = fence and (fence["name"] in BLOCKS | CONDITIONS or not fence[0].strip(": \t"))
    return line.lstrip() if is_block else line


def _fact(name: str) -> str:
    return f"{{{name}}}" if name in IN_BRACES else ""


def _with_lists_and_tables(lines: list[str]) -> Iterator[str]:
    """Runs of lines that belong together, made into a list or a table; all others as they are."""
    place = 0
    blocks: list[str] = []
    while place < len(lines):
        run = _run(lines, place, in_rows=bool(blocks) and blocks[-1] in ROWS)
        if run.lines:
            yield from run.lines
            place += run.many
            if place < len(lines) and _would_run_on(lines[place]):
                yield ""
            continue
        _follow(blocks, lines[place])
        yield _as_row(lines[place]) if blocks and blocks[-1] in ROWS else lines[place]
        place += 1


def _would_run_on(line: str) -> bool:
    """True if this line would be read as part of the list or table above it."""
    return bool(line.strip()) and not fence_in(line) and not _MARKDOWN_ITEM.match(line)


def _follow(blocks: list[str], line: str) -> None:
    """Go into the block that this line opens, or out of the one it closes."""
    if fence := fence_in(line):
        if fence["name"]:
            blocks.append(fence["name"])
        elif blocks:
            blocks.pop()


def _as_row(line: str) -> str:
    """Rows of a block start with “- ”, however a list is typed elsewhere."""
    return _OTHER_ROW.sub("- ", line)


@dataclass
class _Run:
    """So many lines, and what they become; none if they are no run."""

    many: int = 0
    lines: list[str] = field(default_factory=list)


def _run(lines: list[str], start: int, *, in_rows: bool) -> _Run:
    for become in (_list, _numbered, _table, _piped):
        if in_rows and become is not _list:
            continue
        run = become(_from(lines, start), in_rows)
        if run.lines:
            return run
    return _Run()


def _from(lines: list[str], start: int) -> Iterator[str]:
    return (lines[place] for place in range(start, len(lines)))


def _list(lines: Iterable[str], in_rows: bool) -> _Run:
    """Bullets of any kind; those of a kind that comes later stand below those before."""
    found = [*_matches(lines, _ITEM, _DASH)]
    if not any(item.re is _ITEM for item in found) and len(found) < 2:
        return _Run()
    signs = list(dict.fromkeys(map(_sign, found)))
    start = "" if in_rows or "\t" in found[0]["indent"] else found[0]["indent"][:3]
    depths = [0 if in_rows else signs.index(_sign(item)) for item in found]
    words = [" ".join(item["words"].split()) for item in found]
    return _Run(
        len(found),
        [f"{start}{'  ' * deep}- {text}" for deep, text in zip(depths, words, strict=True)],
    )


def _matches(lines: Iterable[str], *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What these lines match, up to the first that matches no pattern."""
    for line in lines:
        found = next((match for one in patterns if (match := one.match(line))), None)
        if found is None:
            return
        yield found


def _sign(item: re.Match[str]) -> str:
    return item.groupdict().get("sign") or item["maybe"]


def _numbered(lines: Iterable[str], _in_rows: bool) -> _Run:
    """Lines that start with (1), (2) and so on."""
    found = [*_matches(lines, _NUMBER)]
    if len(found) < 2:
        return _Run()
    return _Run(len(found), [f"{item['number']}. {item['words']}" for item in found])


def _table(lines: Iterable[str], _in_rows: bool) -> _Run:
    """Lines whose cells stand apart by tabs, as a table of Word is pasted."""
    rows = [*takewhile(_has_columns, lines)]
    return _as_table([[*map(_cell, row.strip("\n ").split("\t"))] for row in rows])


def _has_columns(line: str) -> bool:
    is_item = _MARKDOWN_ITEM.match(line) or _LETTERED.match(line)
    return "\t" in line.lstrip() and not is_item and fence_in(line) is None


def _piped(lines: Iterable[str], _in_rows: bool) -> _Run:
    """A table between | and |, whose line of dashes was forgotten."""
    rows = [*takewhile(_BETWEEN_PIPES.match, lines)]
    if any(_RULER.match(row) for row in rows):
        return _Run(len(rows), rows)
    return _as_table([[cell.strip() for cell in row.strip()[1:-1].split("|")] for row in rows])


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|")


def _as_table(rows: list[list[str]]) -> _Run:
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or width < 2:
        return _Run()
    head, *others = (f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows)
    return _Run(len(rows), [head, f"|{'---|' * width}", *others])


def _without_indents(lines: list[str]) -> list[str]:
    """An indent of Word's makes program code of a line: nobody means that here."""
    try:
        indented = {number for piece in pieces("\n".join(lines)) for number in piece.indented()}
    except ValidationError:
        # What is wrong with its blocks is told before anything else.
        return lines
    return [
        line.lstrip() if number in indented else line for number, line in enumerate(lines, start=1)
    ]
