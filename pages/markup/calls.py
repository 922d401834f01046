"""Makes links of the telephone numbers and e-mail addresses in HTML that has none around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set

from django.utils.html import escape
from django.utils.safestring import SafeString

from pages.typed import call_link, mail_link

_PIECES = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*)[^<>]*>|<[^<>]*>|[^<]+|<")
#: In these a link could not stand, would be a second one, or is nothing that is read.
CLOSED = frozenset({"a", "button", "label", "option", "script", "style", "svg", "textarea"})

_GAP = "[ \N{NO-BREAK SPACE}.\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}-]"
#: As the United States write it. Ten digits in one run are as often something else.
_NUMBER = re.compile(
    rf"(?<![\w@/.+$#=-])(?:\+?1{_GAP}?)?(?:\([2-9]\d\d\){_GAP}?|[2-9]\d\d{_GAP})[2-9]\d\d{_GAP}\d{{4}}"
    r"(?:,? (?:ext\.?|extension|extensión|x) ?\d{1,7})?(?![\w@/=]|-\d|\.\d)",
    re.IGNORECASE,
)
#: Nobody calls a fax; its number is to be typed into one.
_TO_A_FAX = re.compile(r"\bfax\b[^\w(<+]*(?:(?:al|at|n[oº]|number|to|es|is)\b[^\w(<+]*)?$", re.I)
_EMAIL = re.compile(
    r"(?<![\w.%+@/&;-])[\w.%+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}(?![\w@/-])",
    re.IGNORECASE | re.ASCII,
)


def with_calls(html: str) -> SafeString:
    """The same HTML, where a number starts a call and an address a mail; what is a link stays."""
    read = pieces(html, CLOSED)
    return SafeString("".join(_linked(one) if is_text else one for one, is_text in read))


def with_fax(line: str) -> SafeString:
    """The same line for doctors, who do send to a fax: its number is a link, too."""
    return SafeString(_outside_links(_NUMBER, _dial, with_calls(line)))


def pieces(html: str, closed: Set[str]) -> Iterator[tuple[str, bool]]:
    """Each tag and text of this HTML, and whether it is a text outside of such elements."""
    inside = 0
    for piece in _PIECES.finditer(html):
        tag = (piece["tag"] or "").lower()
        if tag in closed:
            inside = max(0, inside - 1 if piece["end"] else inside + 1)
        yield piece[0], not inside and not piece[0].startswith("<")


def _linked(text: str) -> str:
    """This text between two tags, with its links."""
    if "@" in text:
        text = _outside_links(_EMAIL, _mail, text)
    return _outside_links(_NUMBER, _call, text)


def _outside_links(
    pattern: re.Pattern[str], link: Callable[[re.Match[str]], str], text: str
) -> str:
    """The text with what fits the pattern as a link, unless it is one already."""
    pieces = re.split(r"(<a [^>]*>[^<]*</a>)", text)
    return "".join(
        one if number % 2 else pattern.sub(link, one) for number, one in enumerate(pieces)
    )


def _mail(found: re.Match[str]) -> str:
    href = mail_link(found[0])
    return f'<a href="{escape(href)}">{found[0]}</a>' if href else found[0]


def _call(found: re.Match[str]) -> str:
    is_fax = _TO_A_FAX.search(found.string, 0, found.start())
    return found[0] if is_fax else _dial(found)


def _dial(found: re.Match[str]) -> str:
    href = call_link(found[0])
    return f'<a href="{escape(href)}" class="nb">{found[0]}</a>' if href else found[0]
