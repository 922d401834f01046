"""The page on which staff choose what of a message to remove for good."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from contact.inbox.rights import can_redact
from contact.keeping.redacting import PARTS, redact
from contact.models import Inquiry
from pages.staff import frame


def remove_words(request: HttpRequest, number: int) -> HttpResponse:
    """Choose what to remove, then remove it for good."""
    inquiry = get_object_or_404(Inquiry, pk=number)
    if not can_redact(request):
        raise PermissionDenied
    parts = [part for part in PARTS if part in request.POST.getlist("parts")]
    if request.method == "POST" and parts:
        try:
            redact(inquiry, parts, who=request.user)
        except Inquiry.DoesNotExist:
            raise Http404 from None
        messages.info(request, f"Removed for good from {inquiry}.")
        return HttpResponseRedirect(inquiry.get_absolute_url())
    context = {
        "title": f"Remove words from {inquiry}",
        "original": inquiry,
        "parts": PARTS,
        "nothing_chosen": request.method == "POST",
    }
    return frame.page(request, "admin/contact/inquiry/redact.html", context, Inquiry)
