"""Finds a message by what is known of it, without a word of that in any address or log."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from contact.inbox.rights import can_see
from contact.models import Inquiry
from pages.admin_addresses import changelist, view

_MOST_FOUND = 100
#: How the list's address says what was found, and that it was nothing.
FOUND, _NO_ROW = "id__in", "0"
_NOT_FOUND = (
    "No message has exactly this reference, email or phone. Names and words cannot be searched:"
    " they are stored sealed."
)


def find(request: HttpRequest) -> HttpResponse:
    """Open the message with this reference, email address or phone number."""
    if not can_see(request):
        raise PermissionDenied
    inbox = changelist(Inquiry)
    if request.method != "POST":
        return HttpResponseRedirect(inbox)
    numbers = Inquiry.objects.matching(request.POST.get("words", ""), _MOST_FOUND)
    if not numbers:
        messages.warning(request, _NOT_FOUND)
        return HttpResponseRedirect(f"{inbox}?{FOUND}={_NO_ROW}")
    if len(numbers) == 1:
        return HttpResponseRedirect(view(Inquiry, "change", *numbers))
    return HttpResponseRedirect(f"{inbox}?{FOUND}={','.join(map(str, numbers))}")
