"""Finds a message by what is known of it, without a word of that in any address or log."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from contact.inbox.rights import can_see
from contact.models import Inquiry
from pages.admin_addresses import changelist, view

_MOST_FOUND = 100


def find(request: HttpRequest) -> HttpResponse:
    """Open the message with this reference, email address or phone number."""
    if not can_see(request):
        raise PermissionDenied
    inbox = changelist(Inquiry)
    if request.method != "POST":
        return HttpResponseRedirect(inbox)
    numbers = Inquiry.objects.matching(request.POST.get("words", ""), _MOST_FOUND)
    if not numbers:
        messages.warning(request, "No message fits that exactly.")
        return HttpResponseRedirect(inbox)
    if len(numbers) == 1:
        return HttpResponseRedirect(view(Inquiry, "change", *numbers))
    return HttpResponseRedirect(f"{inbox}?id__in={','.join(map(str, numbers))}")
