"""Where the pages of the second step are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from clinic_site.second import mine, reset, set_up, step


def addresses(guard: Callable[[Any], Any]) -> list[URLPattern]:
    """Of the staff site; ``guard`` keeps those without both steps from a page."""
    return [
        path("second/", step.give, name="second"),
        path("second/set-up/", set_up.set_up, name="second_set_up"),
        path("second/done/", set_up.done, name="second_done"),
        path("my-sign-in/", guard(mine.mine), name="my_sign_in"),
        path("auth/user/<int:number>/second/", guard(reset.reset), name="auth_user_second"),
    ]
