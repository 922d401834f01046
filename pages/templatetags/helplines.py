"""The template tag that names the lines of help, so that no template knows a number of them."""

from django import template

from pages.crisis.help import EVERYDAY_PAGE
from pages.crisis.lines import EMERGENCY, OTHERS, WATCHED, Line, lifeline_for
from pages.languages import current

register = template.Library()


@register.simple_tag
def helplines() -> dict[str, Line]:
    """The two that stand on every page, in the language that is spoken there."""
    return {"emergency": EMERGENCY, "lifeline": lifeline_for(current())}


@register.simple_tag
def everyday_page() -> str:
    """Where the way out leads."""
    return EVERYDAY_PAGE


@register.simple_tag
def other_helplines() -> dict[str, tuple[Line, ...]]:
    """Those that stand on the page of all lines, by whether their readers may be watched."""
    return {"watched": WATCHED, "others": OTHERS}
