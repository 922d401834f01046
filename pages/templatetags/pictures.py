"""Template tags that show a picture: one that words chose, or one that they name."""

from typing import Any

from django import template

from pages.pictures.models import Picture

register = template.Library()

#: As wide as a column of text, or else as the screen.
_COLUMN = "(min-width: 45rem) 42rem, 100vw"


@register.inclusion_tag("components/picture.html")
def picture(one: Picture | None, sizes: str = _COLUMN) -> dict[str, Any]:
    """An image that keeps its place while it loads; nothing until it is ready."""
    return {"picture": one if one and one.is_ready else None, "sizes": sizes}


@register.simple_tag
def picture_called(key: str) -> Picture | None:
    """The picture of this key, if visitors can see it."""
    return Picture.objects.ready().filter(key=key).first()
