"""Turns the Markdown that staff write into safe HTML with the site's own blocks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import nh3
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pages import fair_numbers

#: Each block is drawn by ``templates/components/words/<name>.html``.
BLOCKS = frozenset(
    {"care", "checklist", "course", "fair-numbers", "how", "important", "index", "known", "ledger"}
    | {"no-rush", "pair", "part", "right-now", "same-day", "session", "status", "study", "unknown"}
)
CONDITIONS = frozenset({"when", "unless"})
FACTS = frozenset(
    {"name", "phone", "address", "hours", "directions", "prices", "payment", "refunds", "spravato"}
    | {"visit_length", "companion", "taxi", "referral", "food_and_drink", "team", "minimum_age"}
    | {"first_talk_cost", "privacy_contact", "medicines_rule", "records"}
    | {"driving_rule", "usual_course", "fda_status"}
    | {"reply_days", "retention_days"}
)
INLINE_FACTS = FACTS | {"call-us", "Call-us"}

_FENCE = re.compile(r"^:{3,}[ \t]*(?P<name>[a-z-]*)[ \t]*(?P<title>.*?)[ \t]*$")
_FACT = re.compile(r"\{([A-Za-z_-]{2,30})\}")
_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<href>/[^)\s]*)\)")
_HTML_TAG = re.compile(r"<[/!]?[a-zA-Z][^>\n]{0,200}>")

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "hr", "li", "ol", "p", "strong", "ul"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}}
_SCHEMES = {"https", "http", "tel", "sms", "mailto"}


@dataclass
class Block:
    """A named block with pieces inside, or (no name) lines of plain Markdown."""

    name: str = ""
    title: str = ""
    line: int = 0
    lines: list[str] = field(default_factory=list)
    parts: list["Block"] = field(default_factory=list)


@dataclass
class Row:
    """One list item of a block, split into cells; ``href`` is set if the first is a link."""

    cells: list[SafeString]
    href: str = ""

    @property
    def arm(self) -> fair_numbers.Arm | None:
        """The group of a study that the second cell counts, if it does."""
        return fair_numbers.arm(self.cells[1]) if len(self.cells) > 1 else None


def parse(words: str) -> Block:
    """The tree of blocks in these words. Raises ValidationError naming the line that is wrong."""
    root = Block()
    open_blocks = [root]
    for number, line in enumerate(words.splitlines(), start=1):
        fence = _FENCE.match(line)
        if fence is None:
            _text_of(open_blocks[-1]).lines.append(line)
        elif fence["name"]:
            block = Block(fence["name"], fence["title"], number)
            _check_block(block)
            open_blocks[-1].parts.append(block)
            open_blocks.append(block)
        elif len(open_blocks) > 1:
            _check_whole(open_blocks.pop())
        else:
            raise ValidationError(f"Line {number}: this ::: closes a block that was never opened.")
    if len(open_blocks) > 1:
        block = open_blocks[-1]
        raise ValidationError(f"Line {block.line}: the block “{block.name}” is never closed.")
    return root


def _text_of(block: Block) -> Block:
    """The plain piece at the end of the block, made if the block ends with a named one."""
    if not block.parts or block.parts[-1].name:
        block.parts.append(Block())
    return block.parts[-1]


def _check_block(block: Block) -> None:
    if block.name in CONDITIONS:
        if block.title not in FACTS:
            raise ValidationError(f"Line {block.line}: there is no clinic fact “{block.title}”.")
    elif block.name not in BLOCKS:
        raise ValidationError(f"Line {block.line}: there is no block “{block.name}”.")


def _check_whole(block: Block) -> None:
    if block.name == "fair-numbers":
        try:
            fair_numbers.check(block.title, [_cells(line) for line in _rows(_lines(block))])
        except ValueError as error:
            raise ValidationError(f"Line {block.line}: {error}") from error


def check_words(words: str) -> None:
    """Raise ValidationError, in words for staff, for anything visitors would not see as meant."""
    parse(words)
    if tag := _HTML_TAG.search(words):
        raise ValidationError(f"HTML is not used here, but the text has {tag[0]}")
    for name in _FACT.findall(words):
        if name not in INLINE_FACTS:
            raise ValidationError(f"There is no clinic fact “{name}”, but the text has {{{name}}}")


def facts_in(words: str) -> set[str]:
    """Names of the facts that decide what visitors see here."""
    fences = [found for line in words.splitlines() if (found := _FENCE.match(line))]
    asked_for = {fence["title"] for fence in fences if fence["name"] in CONDITIONS}
    return {*_FACT.findall(words), *asked_for} & INLINE_FACTS


def render(words: str, facts: Mapping[str, str]) -> SafeString:
    """Safe HTML of these words; ``facts`` gives the HTML (maybe empty) of each clinic fact."""
    return _render_block(parse(words), facts)


def headings(words: str) -> list[tuple[str, str]]:
    """Anchor and text of each main heading that is not inside a block, for a contents list."""
    found = []
    for part in parse(words).parts:
        for token, inline in pairwise(_tokens("\n".join(part.lines))):
            if token.type == "heading_open" and token.tag == "h2":
                found.append((str(token.attrs["id"]), inline.content))
    return found


def _render_block(block: Block, facts: Mapping[str, str]) -> SafeString:
    if block.name in CONDITIONS:
        known = bool(facts.get(block.title))
        if known != (block.name == "when"):
            return SafeString()
    if not block.name and block.lines:
        return _markdown_to_html("\n".join(block.lines), facts)
    body = SafeString("".join(_render_block(part, facts) for part in block.parts))
    if not block.name or block.name in CONDITIONS:
        return body
    text = _lines(block)
    context = {
        "title": _inline(block.title, facts),
        "slug": slugify(block.title),
        "body": body,
        "rows": [_row(line, facts) for line in _rows(text)],
        "intro": _markdown_to_html(_without_rows(text), facts),
    }
    return SafeString(render_to_string(f"components/words/{block.name}.html", context))


def _lines(block: Block) -> list[str]:
    """Its own lines, without those of named blocks inside."""
    return [line for part in block.parts for line in part.lines]


def _rows(lines: list[str]) -> list[str]:
    return [line[2:] for line in lines if line.startswith("- ")]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split(" | ")]


def _without_rows(lines: list[str]) -> str:
    return "\n".join(line for line in lines if not line.startswith("- "))


def _row(line: str, facts: Mapping[str, str]) -> Row:
    cells = _cells(line)
    if link := _LINK.fullmatch(cells[0]):
        return Row([_inline(cell, facts) for cell in (link["text"], *cells[1:])], link["href"])
    return Row([_inline(cell, facts) for cell in cells])


def _tokens(markdown: str) -> list[Token]:
    """Markdown tokens, each heading with an anchor made from its words."""
    tokens = _markdown.parse(markdown)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slugify(inline.content))
    return tokens


def _markdown_to_html(markdown: str, facts: Mapping[str, str]) -> SafeString:
    html = _markdown.renderer.render(_tokens(markdown), _markdown.options, {})
    return _safe(html, facts)


def _inline(markdown: str, facts: Mapping[str, str]) -> SafeString:
    return _safe(_markdown.renderInline(markdown), facts)


def _safe(html: str, facts: Mapping[str, str]) -> SafeString:
    """Sanitized HTML with the clinic's facts put in; facts are escaped where they are made."""
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
    return SafeString(_FACT.sub(lambda found: facts.get(found[1], found[0]), clean))
