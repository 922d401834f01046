"""Turns the Markdown that staff write into safe HTML with the site's own blocks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

import nh3
from django.template.loader import render_to_string
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pages.markup import fair_numbers
from pages.markup.blocks import CONDITIONS, FACT, Block, cells_of, lines_of, parse, rows_of

_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<href>/[^)\s]*)\)")

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "hr",
    "li",
    "ol",
    "p",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_ATTRIBUTES = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}}
_SCHEMES = {"https", "http", "tel", "sms", "mailto"}


@dataclass
class Row:
    """One list item of a block, split into cells; ``href`` is set if the first is a link."""

    cells: list[SafeString]
    href: str = ""

    @property
    def arm(self) -> fair_numbers.Arm | None:
        """The group of a study that the second cell counts, if it does."""
        return fair_numbers.arm(self.cells[1]) if len(self.cells) > 1 else None

    @property
    def is_harm(self) -> bool:
        """True if what is counted is a harm."""
        return self.cells[-1] == fair_numbers.HARM


def to_html(
    body: str, facts: Mapping[str, str], shown: Mapping[str, object] | None = None
) -> SafeString:
    """Safe HTML of this text; ``facts`` gives the HTML (maybe empty) of each clinic fact.

    ``shown`` is what blocks show beside their words, by its name in their templates.
    """
    return _render_block(parse(body), facts, shown or {})


def line_to_html(line: str, facts: Mapping[str, str]) -> SafeString:
    """Safe HTML of a line without Markdown, like a short answer."""
    return SafeString(FACT.sub(lambda found: facts.get(found[1], found[0]), escape(line)))


def line_to_text(line: str, facts: Mapping[str, str]) -> str:
    """The same for where no HTML can stand, like the description search engines show."""
    return unescape(strip_tags(line_to_html(line, facts)))


def words_of_html(html: str) -> str:
    """What people read of this HTML, words of two parts kept apart."""
    return unescape(strip_tags(html.replace("<", " <")))


def headings(body: str, level: str = "h2") -> list[tuple[str, str]]:
    """Anchor and text of each heading of a level that is not inside a block."""
    found = []
    for part in parse(body).parts:
        for token, inline in pairwise(_tokens("\n".join(part.lines))):
            if token.type == "heading_open" and token.tag == level:
                found.append((str(token.attrs["id"]), inline.content))
    return found


def _render_block(
    block: Block, facts: Mapping[str, str], shown: Mapping[str, object]
) -> SafeString:
    if block.name in CONDITIONS:
        known = bool(facts.get(block.title))
        if known != (block.name == "when"):
            return SafeString()
    if not block.name and block.lines:
        return _markdown_to_html("\n".join(block.lines), facts)
    body = SafeString("".join(_render_block(part, facts, shown) for part in block.parts))
    if not block.name or block.name in CONDITIONS:
        return body
    text = lines_of(block)
    context = {
        **shown,
        "title": _inline(block.title, facts),
        "slug": slugify(block.title),
        "body": body,
        "rows": [_row(line, facts) for line in rows_of(text)],
        "intro": _markdown_to_html(_without_rows(text), facts),
    }
    return SafeString(render_to_string(f"components/words/{block.name}.html", context))


def _without_rows(lines: list[str]) -> str:
    return "\n".join(line for line in lines if not line.startswith("- "))


def _row(line: str, facts: Mapping[str, str]) -> Row:
    cells = cells_of(line)
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
    return SafeString(FACT.sub(lambda found: facts.get(found[1], found[0]), clean))
