"""Who may do what with messages, asked the same way by every page of the inbox."""

from __future__ import annotations

from django.http import HttpRequest

from pages import people


def can_see(request: HttpRequest) -> bool:
    """Whoever may work on messages reads them too."""
    return people.can_see(request.user, "contact.view_inquiry")


def can_change(request: HttpRequest) -> bool:
    """Work on messages: assign, reply, write notes, release what was held."""
    return request.user.has_perm("contact.change_inquiry")


def can_export(request: HttpRequest) -> bool:
    """Taking messages out as a file has a right of its own."""
    return request.user.has_perm("contact.export_inquiry")


def can_redact(request: HttpRequest) -> bool:
    """So has removing what a person wrote."""
    return request.user.has_perm("contact.redact_inquiry")
