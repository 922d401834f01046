"""The template tag that names the lines of help, so that no template knows a number of them."""

from django import template

from pages.crisis.lines import EMERGENCY, LIFELINE, Line

register = template.Library()


@register.simple_tag
def helplines() -> dict[str, Line]:
    """The two that stand on every page."""
    return {"emergency": EMERGENCY, "lifeline": LIFELINE}
