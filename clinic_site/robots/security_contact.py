"""Whom to tell about a hole in the site: /.well-known/security.txt (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from pages.public import same_for_everyone

PATH = ".well-known/security.txt"
#: RFC 9116, 2.5.5 asks for less than a year.
_HOLDS_FOR = timedelta(days=180)


@same_for_everyone
def security_contact(request: HttpRequest) -> HttpResponse:
    """The contact of SECURITY_CONTACT, and until when to believe it.

    Raises Http404 where the clinic names none: a page without a contact helps nobody.
    """
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().replace(microsecond=0, second=0, minute=0, hour=0) + _HOLDS_FOR
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        f"Canonical: {settings.SITE_URL}/{PATH}",
        "Preferred-Languages: en, es",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
