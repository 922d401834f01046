"""Template tags for links: to a page in the reader's language, or else in English."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pages.languages import DEFAULT, Edition, Signposts, of_path

register = template.Library()


@dataclass(frozen=True)
class Direction:
    """Where a link leads, and whether what is there is in the language of this page."""

    path: str
    is_ours: bool


@register.simple_tag(takes_context=True)
def way(context: Context, path: str) -> Direction:
    """To the page at this path, which is given without a language."""
    signposts: Signposts = context.get("signposts") or Signposts("/")
    found = signposts.path_to(path)
    return Direction(found, of_path(found) == signposts.language)


@register.simple_tag(takes_context=True)
def href(context: Context, path: str) -> SafeString:
    """The attributes of a link to the page at this path."""
    found = way(context, path)
    if found.is_ours:
        return format_html('href="{}"', found.path)
    return format_html('href="{}" hreflang="{}"', found.path, DEFAULT)


@register.simple_tag(takes_context=True)
def link(context: Context, path: str, text: str) -> SafeString:
    """A link that says so when it leads to English from a page that is not."""
    if not way(context, path).is_ours:
        text = gettext("%s (in English)") % text
    return format_html("<a {}>{}</a>", href(context, path), text)


@register.simple_tag(takes_context=True)
def elsewhere(context: Context) -> list[Edition]:
    """This page, or else the front page, in the other languages that are there."""
    signposts: Signposts | None = context.get("signposts")
    return [*signposts.elsewhere()] if signposts else []
