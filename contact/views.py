"""The contact form and what follows it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def write(request: HttpRequest) -> HttpResponse:
    """The form."""
    return render(request, "contact/write.html")


def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "contact/thanks.html")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long: show it again with what was typed."""
    return render(request, "contact/write.html", status=403)
