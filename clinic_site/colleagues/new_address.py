"""A second manager says on the page of a colleague that their new mail address is right."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from clinic_site.staff import new_addresses, sessions, slow
from pages.people import name_of


@transaction.atomic
def confirm_here(request: HttpRequest, number: int) -> HttpResponse:
    """A second manager says that it is right."""
    user, me = get_object_or_404(User, pk=number, is_staff=True), sessions.me(request)
    change = slow.held(user)
    if change is None or not new_addresses.may_confirm(me, change):
        raise PermissionDenied
    # Not if it is only opened: from the second step, which was asked for in between.
    if request.method == "POST":
        new_addresses.confirm(change, me)
        messages.success(request, f"The new mail address of {name_of(user)} counts now.")
    return redirect("admin:colleague", user.pk)
