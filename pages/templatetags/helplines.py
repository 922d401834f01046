"""The template tag that names the lines of help, so that no template knows a number of them."""

from django import template

from pages.crisis.lines import EMERGENCY, Line, lifeline_for
from pages.languages import current

register = template.Library()


@register.simple_tag
def helplines() -> dict[str, Line]:
    """The two that stand on every page, in the language that is spoken there."""
    return {"emergency": EMERGENCY, "lifeline": lifeline_for(current())}
