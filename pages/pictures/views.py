"""Gives visitors the copies of pictures."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from pages.people import can_see
from pages.pictures.models import Picture, PictureCopy, PictureState
from pages.pictures.used import is_shown

#: An address stands for the same pixels for ever, so no browser has to ask for them twice.
_FOR_EVER = "public, max-age=31536000, immutable"
#: What visitors do not see yet, or any more, is kept by nobody.
_FOR_STAFF = "private, no-store"


@require_safe
def copy(_request: HttpRequest, address: str, width: int) -> HttpResponseBase:
    """One copy of a picture that is ready, as long as words that visitors read show it.

    After that we give it to nobody but colleagues. Whoever got it before may still have it: their
    browser, and a cache on the way that we do not run, may keep it for up to a year without asking
    us. Nothing takes it out of there; that it cannot be fetched from us any more is all we can do.
    """
    picture = _ready(address)
    if is_shown(picture):
        return _answer(picture, width, _FOR_EVER)
    # Browsers say who is signed in only to addresses of the staff site.
    return redirect("admin:picture_copy", address, width)


@require_safe
def copy_for_staff(request: HttpRequest, address: str, width: int) -> HttpResponse:
    """The same copy before visitors see it, and after; to others it is not there."""
    if not can_see(request.user, "pages.view_picture"):
        raise Http404
    return _answer(_ready(address), width, _FOR_STAFF)


def _ready(address: str) -> Picture:
    return get_object_or_404(Picture, address=address, state=PictureState.READY)


def _answer(picture: Picture, width: int, keeps: str) -> HttpResponse:
    data = PictureCopy.objects.filter(picture=picture, width=width).values_list("data", flat=True)
    found = data.first()
    if found is None:
        raise Http404
    headers = {
        "Cache-Control": keeps,
        # Opened by itself it can load nothing and run nothing, whatever it may be.
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(found), content_type="image/webp", headers=headers)
