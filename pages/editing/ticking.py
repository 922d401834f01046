"""Warnings that a person ticks one by one before words go live over them."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from pages.markup.remarks import key_of

#: The field in which the key of each ticked warning is sent.
FIELD = "ticked"
#: Said where one was left out.
TICK_EACH = (
    "Nothing was done yet. Read each warning, and tick it if the words are right all the same."
)


def left(request: HttpRequest, warnings: Iterable[str]) -> list[str]:
    """Those of the open warnings that this person has not ticked."""
    done = request.POST.getlist(FIELD)
    return [one for one in warnings if key_of(one) not in done]
