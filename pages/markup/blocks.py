"""The named blocks in what staff write, and what the text may not have."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from pages.clinic.declared import IN_BRACES
from pages.markup import comments, fair_numbers

#: Each block is drawn by ``templates/components/words/<name>.html``.
BLOCKS = frozenset(
    {
        "care",
        "checklist",
        "choices",
        "compare",
        "course",
        "dots",
        "fair-numbers",
        "harm",
        "help-lines",
        "how",
        "important",
        "index",
        "known",
        "ledger",
        "more",
        "no-rush",
        "numbers",
        "pair",
        "part",
        "picture",
        "points",
        "right-now",
        "same-day",
        "session",
        "start",
        "status",
        "study",
        "unknown",
    }
)
CONDITIONS = frozenset({"when", "unless"})
#: Blocks that show rows, and of other text at most an introduction: nothing stands inside them.
ROWS = frozenset(
    {
        "checklist",
        "choices",
        "compare",
        "course",
        "dots",
        "fair-numbers",
        "how",
        "index",
        "ledger",
        "points",
        "session",
        "start",
        "study",
    }
)

#: Blocks that say nothing, or the wrong thing, unless they are whole.
_CHECKS = {
    "choices": fair_numbers.check_compare,
    "compare": fair_numbers.check_compare,
    "dots": fair_numbers.check_dots,
    "fair-numbers": fair_numbers.check,
}

#: The title with the spaces around it: to leave them out here takes the square of their number.
_FENCE = re.compile(r"^:{3,}[ \t]*(?P<name>[a-z-]*)(?P<title>.*)$")
#: The name of a block as phones write it, with a capital.
_CAPITAL = re.compile(r"^(:{3,}[ \t]*)([A-Z][A-Za-z-]*)(?![\w-])")
_KEY = re.compile(r"[a-z0-9_-]{1,60}")
FACT = re.compile(r"\{([A-Za-z_-]{2,30})\}")
_HTML_TAG = re.compile(r"<[/!]?[a-zA-Z][^>\n]{0,200}>")
#: An address between these signs is a link.
_ADDRESS = re.compile(
    r"<(?:(?:https?|mailto|tel|sms):[^\s<>]+|[^\s<>@:]+@[^\s<>@]+)>", re.IGNORECASE
)
_WEB_ADDRESS = re.compile(r"<(www\.[^\s<>]+)>", re.IGNORECASE)


@dataclass
class Block:
    """A named block with pieces inside, or (no name) lines of plain Markdown."""

    name: str = ""
    title: str = ""
    line: int = 0
    lines: list[str] = field(default_factory=list)
    #: Of each of those lines, which one of the whole text it is.
    numbers: list[int] = field(default_factory=list)
    parts: list["Block"] = field(default_factory=list)

    def add(self, number: int, line: str) -> None:
        """One more line, which is this one of the whole text."""
        self.lines.append(line)
        self.numbers.append(number)


def parse(body: str) -> Block:
    """The tree of blocks in this text. Raises ValidationError naming the line that is wrong."""
    root = Block()
    open_blocks = [root]
    for number, line in enumerate(comments.without(body).splitlines(), start=1):
        fence = fence_in(line)
        if fence is None:
            _text_of(open_blocks[-1]).add(number, line)
        elif fence["name"]:
            block = Block(fence["name"], _title(fence), number)
            _check_block(block)
            open_blocks[-1].parts.append(block)
            open_blocks.append(block)
        elif len(open_blocks) > 1:
            _check_whole(open_blocks.pop())
        else:
            raise ValidationError(f"Line {number}: {_why_not_closed(fence)}")
    if len(open_blocks) > 1:
        block = open_blocks[-1]
        raise ValidationError(f"Line {block.line}: the block “{block.name}” is never closed.")
    return root


def _why_not_closed(fence: re.Match[str]) -> str:
    if words := _title(fence):
        return f"there is no block “{words[:60]}”."
    return "this ::: closes a block that was never opened."


def fence_in(line: str) -> re.Match[str] | None:
    """The start or the end of a block, if this line is one."""
    return _FENCE.match(_CAPITAL.sub(_in_small_letters, line))


def _in_small_letters(capital: re.Match[str]) -> str:
    name = capital[2].lower()
    return f"{capital[1]}{name}" if name in BLOCKS | CONDITIONS else capital[0]


def _text_of(block: Block) -> Block:
    """The plain piece at the end of the block, made if the block ends with a named one."""
    if not block.parts or block.parts[-1].name:
        block.parts.append(Block())
    return block.parts[-1]


def _check_block(block: Block) -> None:
    if block.name in CONDITIONS:
        if block.title not in IN_BRACES:
            raise ValidationError(f"Line {block.line}: there is no clinic fact “{block.title}”.")
    elif block.name not in BLOCKS:
        raise ValidationError(f"Line {block.line}: there is no block “{block.name}”.")
    elif block.name == "picture" and not _KEY.fullmatch(block.title):
        raise ValidationError(
            f"Line {block.line}: name the picture by its key, like ::: picture front-door"
        )


def _check_whole(block: Block) -> None:
    if check := _CHECKS.get(block.name):
        try:
            check(block.title, [cells_of(line) for line in rows_of(lines_of(block))])
        except ValueError as error:
            raise ValidationError(f"Line {block.line}: {error}") from error


def check_body(body: str) -> None:
    """Raise ValidationError, in words for staff, for anything visitors would not see as meant."""
    parse(body)
    if any(end < 0 for _start, end in comments.found(body)):
        raise ValidationError(
            f"Line {_line_of_comment(body)}: a comment starts with <!-- here and never ends."
            " Close it with -->"
        )
    for number, line in enumerate(comments.without(body).splitlines(), start=1):
        check_line(line, f"Line {number}: ")


def _line_of_comment(body: str) -> int:
    """The line of the one that is never closed: nothing opens after it."""
    return comments.line_of(body, [*comments.found(body)][-1][0])


def check_line(line: str, where: str) -> None:
    """Raise ValidationError for HTML in this line, or a fact that there is not."""
    if address := _WEB_ADDRESS.search(line):
        raise ValidationError(f"{where}write the link as [words](https://{address[1]})")
    if tag := _HTML_TAG.search(_ADDRESS.sub("", line)):
        raise ValidationError(f"{where}HTML is not used here, but the text has {tag[0]}")
    check_facts(line, where)


def check_facts(text: str, where: str = "") -> None:
    """Raise ValidationError for a fact in braces that there is not."""
    for name in FACT.findall(text):
        if name not in IN_BRACES:
            raise ValidationError(
                f"{where}There is no clinic fact “{name}”, but the text has {{{name}}}"
            )


def facts_in(body: str) -> set[str]:
    """Names of the facts that decide what visitors see here."""
    asked_for = {title for name, title in _opened(body) if name in CONDITIONS}
    return {*FACT.findall(body), *asked_for} & IN_BRACES


def pictures_in(body: str) -> set[str]:
    """Keys of the pictures that visitors see here."""
    return {title for name, title in _opened(body) if name == "picture" and _KEY.fullmatch(title)}


def _opened(body: str) -> list[tuple[str, str]]:
    """Name and title of each block."""
    fences = map(fence_in, comments.without(body).splitlines())
    return [(fence["name"], _title(fence)) for fence in fences if fence and fence["name"]]


def _title(fence: re.Match[str]) -> str:
    return fence["title"].strip(" \t")


def lines_of(block: Block) -> list[str]:
    """Its own lines, without those of named blocks inside."""
    return [line for part in block.parts for line in part.lines]


def rows_of(lines: list[str]) -> list[str]:
    return [line[2:] for line in lines if line.startswith("- ")]


def cells_of(row: str) -> list[str]:
    return [cell.strip() for cell in row.split(" | ")]
