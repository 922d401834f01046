"""Asks for the second step again before what cannot be undone, or changes what others may do."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse

from clinic_site.second import session

#: Accounts and roles, but for their lists and histories; each deletion; words removed for good.
_ACCOUNTS, _ONLY_LOOKS = ("auth_user_", "auth_group_"), ("_changelist", "_history")
_FOR_GOOD = ("_delete", "_redact")
#: What the lists do with several at once.
_ACTIONS = ("delete_selected", "export")


def is_needed(request: HttpRequest) -> bool:
    """True if this may do harm, and the second step was given too long ago."""
    name = resolve(request.path_info).url_name or ""
    changes_accounts = name.startswith(_ACCOUNTS) and not name.endswith(_ONLY_LOOKS)
    is_grave = changes_accounts or name.endswith(_FOR_GOOD) or _does(request)
    return is_grave and not session.is_fresh(request)


def _does(request: HttpRequest) -> bool:
    """Also if the button of the list's foot is the one that was pressed."""
    return any(action in _ACTIONS for action in request.POST.getlist("action"))


def ask(request: HttpRequest) -> HttpResponse:
    """The second step, and back to here."""
    query = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('admin:second')}?{query}")
