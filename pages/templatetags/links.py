"""Template tags for links: to a page in the reader's language, or else in English."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.languages import (
    DEFAULT,
    Alternate,
    Signposts,
    current,
    front_page,
    of_path,
    says_in_english,
)

register = template.Library()


@dataclass(frozen=True)
class Direction:
    """Where a link leads, and whether what is there is in the language of this page."""

    path: str
    is_ours: bool


@register.simple_tag(takes_context=True)
def direction(context: Context, path: str) -> Direction:
    """To the page at this path, which is given without a language."""
    signposts = _signposts(context)
    page, mark, anchor = path.partition("#")
    found = signposts.path_to(page)
    return Direction(f"{found}{mark}{anchor}", of_path(found) == signposts.language)


@register.simple_tag(takes_context=True)
def href(context: Context, path: str) -> SafeString:
    """The attributes of a link to the page at this path."""
    found = direction(context, path)
    if found.is_ours:
        return format_html('href="{}"', found.path)
    return format_html('href="{}" hreflang="{}"', found.path, DEFAULT)


@register.simple_tag(takes_context=True)
def link(context: Context, path: str, text: str, css: str = "") -> SafeString:
    """A link that says so when it leads to English from a page that is not."""
    look = format_html('class="{}" ', css) if css else ""
    return format_html(
        "<a {}{}>{}{}</a>", look, href(context, path), text, in_english(context, path)
    )


@register.simple_tag(takes_context=True)
def in_english(context: Context, path: str) -> str:
    """What the words of a link to this page end with if it leads to English; else nothing."""
    return "" if direction(context, path).is_ours else says_in_english("")


@register.simple_tag(takes_context=True)
def is_there(context: Context, path: str) -> bool:
    """True if visitors can read something at this path, in whatever language."""
    signposts: Signposts | None = context.get("signposts")
    return bool(signposts and signposts.languages_at(path))


@register.simple_tag(takes_context=True)
def elsewhere(context: Context) -> list[Alternate]:
    """This page, or else the front page, in the other languages that are there."""
    return [*_signposts(context).elsewhere()]


@register.simple_tag
def other_front_pages() -> list[Alternate]:
    """The front pages of the other languages: asks nothing, for pages shown when little works."""
    others = [(code, name) for code, name in settings.LANGUAGES if code != current()]
    return [Alternate(code, str(name), front_page(code)) for code, name in others]


def _signposts(context: Context) -> Signposts:
    """Those of this page; of the front page, asking nothing, where errors are shown without any."""
    found: Signposts | None = context.get("signposts")
    return found or Signposts(front_page(current()), silent=True)
