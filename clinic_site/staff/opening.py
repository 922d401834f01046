"""The staff page that opens the site to visitors, or says again that it is being prepared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from clinic_site.staff import launch
from clinic_site.staff.roles import answers_for_the_site
from pages.clinic.models import Clinic
from pages.people import colleague
from pages.staff import frame

_IS_OPEN = "The site is open. Visitors see it now."
_IS_CLOSED = (
    "The site says again that it is being prepared. Visitors read that on every page, and search"
    " engines leave it out."
)
_CLOSED = "Closed the site: it says again that it is being prepared."


class Confirmation(forms.Form):
    """What to do, and a box, so that nobody does it by a slip."""

    do = forms.ChoiceField(choices=[("open", "Open"), ("close", "Close")])
    sure = forms.BooleanField()
    #: Asked for where something is in the way.
    read = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any] | None:
        """Who opens it over what is in the way says that they read it."""
        cleaned = super().clean() or {}
        opens = cleaned.get("do") == "open"
        if opens and not cleaned.get("read") and launch.in_the_way():
            self.add_error("read", "Read what is in the way first, and tick that you did.")
        return cleaned


def may_open(request: HttpRequest) -> bool:
    """True for those who answer for the words: a clinician or a manager."""
    return answers_for_the_site(request.user)


def opening(request: HttpRequest) -> HttpResponse:
    """Name what is left, ask, then do it and record who did."""
    if not may_open(request):
        raise PermissionDenied
    form = Confirmation(request.POST or None)
    if form.is_valid():
        _turn(request, opens=form.cleaned_data["do"] == "open")
        return HttpResponseRedirect(reverse("admin:opening"))
    clinic = Clinic.load()
    context = {
        "title": "Open the site" if clinic.is_being_prepared else "The site is open",
        "form": form,
        "clinic": clinic,
        "in_the_way": launch.in_the_way() if clinic.is_being_prepared else [],
        "unreviewed": launch.unreviewed_medical_words(),
        "steps": [step.seen_by(request.user) for step in launch.before_opening()],
    }
    return frame.page(request, "admin/opening.html", context)


@transaction.atomic
def _turn(request: HttpRequest, *, opens: bool) -> None:
    """Only from the other state, so that two at once leave one record."""
    clinic, _is_new = Clinic.objects.get_or_create(pk=1)
    message = _opened_over() if opens else _CLOSED
    is_turned = Clinic.objects.filter(opened_at__isnull=opens).update(
        opened_at=timezone.now() if opens else None,
        opened_by=colleague(request.user) if opens else None,
    )
    if not is_turned:
        messages.warning(request, "Nothing was changed: a colleague was faster.")
        return
    frame.record(request, clinic, message)
    messages.success(request, _IS_OPEN if opens else _IS_CLOSED)


def _opened_over() -> str:
    """What the record says: the site was opened, and over what."""
    unreviewed, left = launch.unreviewed_medical_words(), launch.before_opening()
    if not unreviewed and not left:
        return "Opened the site, with nothing left to do."
    parts = [f"medical words nobody reviewed: {len(unreviewed)}", *(step.label for step in left)]
    named = f" Not reviewed: {'; '.join(step.label for step in unreviewed)}." if unreviewed else ""
    return f"Opened the site. Left to do: {'; '.join(parts)}.{named}"
