"""Where the pages about colleagues are, and those that let one in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from clinic_site.colleagues import (
    colleague,
    coming_back,
    everyone,
    forgotten,
    invite,
    invited,
    leaving,
    new_address,
    new_clinician,
    unlock,
)


def addresses(guard: Callable[[Any], Any]) -> list[URLPattern]:
    """Of the staff site; ``guard`` keeps those without both steps from a page.

    What changes an account is named auth_user_…, which asks for the second step again.
    """
    return [
        path("invited/", invited.invited, name="invited"),
        path("forgotten/", forgotten.forgotten, name="forgotten"),
        path("forgotten/new/", forgotten.new, name="forgotten_new"),
        path("colleagues/", guard(everyone.everyone), name="colleagues"),
        path("colleagues/invite/", guard(invite.invite), name="auth_user_invite"),
        path("colleagues/<int:number>/", guard(colleague.colleague), name="colleague"),
        path(
            "colleagues/invited/<int:number>/take-back/",
            guard(everyone.take_back),
            name="auth_user_uninvite",
        ),
        path(
            "colleagues/clinician/<int:number>/",
            guard(new_clinician.decide),
            name="auth_user_clinician",
        ),
        path(
            "auth/user/<int:number>/address/",
            guard(new_address.confirm_here),
            name="auth_user_address",
        ),
        path("auth/user/<int:number>/leave/", guard(leaving.leave), name="auth_user_leave"),
        path("auth/user/<int:number>/back/", guard(coming_back.bring_back), name="auth_user_back"),
        path("auth/user/<int:number>/unlock/", guard(unlock.unlock), name="auth_user_unlock"),
    ]
