"""Turns the Markdown that staff write into safe HTML with the site's own blocks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from typing import Any

import nh3
from django.template.loader import render_to_string
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it.token import Token

from pages.markup import facts_in_links, fair_numbers
from pages.markup.anchors import ENDINGS, Anchors
from pages.markup.blocks import CONDITIONS, FACT, ROWS, Block, cells_of, lines_of, parse, rows_of
from pages.markup.dialect import markdown, references

_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<href>(?:[/#]|https?://)[^)\s]*)\)")
#: Between two sentences of one line.
_SENTENCE_ENDS = re.compile(r"(?<=[.?!]) +")

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
_ATTRIBUTES = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "ol": {"start"}}
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


@dataclass(frozen=True)
class Shown:
    """Words as visitors get them, with anchor and plain words of each main heading."""

    html: SafeString
    contents: list[tuple[str, str]]


def to_html(
    body: str, facts: Mapping[str, str], shown: Mapping[str, object] | None = None
) -> SafeString:
    """Safe HTML of this text; ``facts`` gives the HTML (maybe empty) of each clinic fact.

    ``shown`` is what blocks show beside their words, by its name in their templates.
    """
    return show(body, facts, shown).html


def show(
    body: str,
    facts: Mapping[str, str],
    shown: Mapping[str, object] | None = None,
    anchors: Anchors | None = None,
) -> Shown:
    """The same with its list of contents; ``anchors`` are those that the page has already.

    A heading that stands inside a block is not in that list.
    """
    drawing = _Drawing(facts, shown or {}, anchors or Anchors(), references(body))
    return Shown(drawing.block(parse(body)), drawing.contents)


def line_to_html(line: str, facts: Mapping[str, str]) -> SafeString:
    """Safe HTML of a line without Markdown, like a short answer.

    A sentence on a fact that the clinic has not entered is left out.
    """
    known = [one for one in _SENTENCE_ENDS.split(line) if _is_entered(one, facts)]
    filled = FACT.sub(lambda found: facts.get(found[1], found[0]), escape(" ".join(known)))
    return SafeString(filled)


def _is_entered(sentence: str, facts: Mapping[str, str]) -> bool:
    """False if it names a fact that is empty."""
    return all(facts.get(name, name) for name in FACT.findall(sentence))


def line_to_text(line: str, facts: Mapping[str, str]) -> str:
    """The same for where no HTML can stand, like the description search engines show."""
    return unescape(strip_tags(line_to_html(line, facts)))


def words_of_html(html: str) -> str:
    """What people read of this HTML, words of two parts kept apart."""
    return unescape(strip_tags(html.replace("<", " <")))


def headings(
    body: str, facts: Mapping[str, str] | None = None, level: str = "h2"
) -> list[tuple[str, str]]:
    """Anchor and plain words of each heading of a level that is not inside a block."""
    drawing = _Drawing(facts or {}, {}, Anchors(), references(body), level)
    drawing.block(parse(body))
    return drawing.contents


@dataclass
class _Drawing:
    """One text on its way to HTML."""

    facts: Mapping[str, str]
    shown: Mapping[str, object]
    anchors: Anchors
    references: dict[str, Any]
    #: Of this level are the headings that are listed.
    level: str = "h2"
    contents: list[tuple[str, str]] = field(default_factory=list)

    def block(self, block: Block, *, is_outside: bool = True) -> SafeString:
        """A block with all that stands in it; ``is_outside``: in none whose title is shown."""
        if block.name in CONDITIONS:
            known = bool(self.facts.get(block.title))
            if known != (block.name == "when"):
                return SafeString()
        if not block.name and block.lines:
            return self._text(block.lines, is_listed=is_outside)
        is_plain = not block.name or block.name in CONDITIONS
        if block.name in ROWS:
            return self._named(block, SafeString())
        parts = (self.block(part, is_outside=is_outside and is_plain) for part in block.parts)
        body = SafeString("".join(parts))
        return body if is_plain else self._named(block, body)

    def _named(self, block: Block, body: SafeString) -> SafeString:
        text = lines_of(block) if block.name in ROWS else []
        ending = ENDINGS.get(block.name, "")
        slug = self.anchors.of(block.title, ending) if ending else slugify(block.title)
        context = {
            **self.shown,
            "title": self._inline(block.title),
            "slug": slug,
            "body": body,
            "rows": [self._row(line) for line in rows_of(text)],
            "intro": self._text(_without_rows(text), is_listed=False),
        }
        return SafeString(render_to_string(f"components/words/{block.name}.html", context))

    def _text(self, lines: list[str], *, is_listed: bool) -> SafeString:
        tokens = markdown.parse("\n".join(lines), self.references)
        facts_in_links.fill(tokens, self.facts)
        for token, inline in pairwise(tokens):
            if token.type == "heading_open":
                anchor = self.anchors.of(inline.content)
                token.attrSet("id", anchor)
                if is_listed and token.tag == self.level:
                    self._list(anchor, inline)
        return self._safe(self._render(tokens))

    def _list(self, anchor: str, heading: Token) -> None:
        """In a list of contents stand plain words: no sign of Markdown, each fact filled in."""
        words = " ".join(unescape(strip_tags(self._safe(self._render([heading])))).split())
        if words:
            self.contents.append((anchor, words))

    def _row(self, line: str) -> Row:
        cells = cells_of(line)
        if link := _LINK.fullmatch(cells[0]):
            words = (link["text"], *cells[1:])
            return Row([self._inline(cell, in_link=True) for cell in words], link["href"])
        return Row([self._inline(cell) for cell in cells])

    def _inline(self, text: str, *, in_link: bool = False) -> SafeString:
        tokens = markdown.parseInline(text, self.references)
        facts_in_links.fill(tokens, self.facts, in_link=in_link)
        return self._safe(self._render(tokens))

    def _render(self, tokens: list[Token]) -> str:
        html: str = markdown.renderer.render(tokens, markdown.options, self.references)
        return html

    def _safe(self, html: str) -> SafeString:
        """Sanitized HTML with the clinic's facts put in; facts are escaped where they are made."""
        clean = nh3.clean(
            html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None
        )
        return SafeString(FACT.sub(lambda found: self.facts.get(found[1], found[0]), clean))


def _without_rows(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.startswith("- ")]
