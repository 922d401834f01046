"""Leads home whoever typed capitals or a slash too many into the address of a page."""

from __future__ import annotations

import re
from copy import copy

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils import translation

from pages.languages import of_path
from pages.public import GetResponse
from pages.revisions.moved_addresses import with_query

_SLASHES = re.compile(r"/{2,}")
_STAFF = "/staff/"


def lead_home(get_response: GetResponse) -> GetResponse:
    """Middleware: where nothing is found, look whether the tidy address has a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        path = tidy(request.path)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        if path == request.path or not _leads_somewhere(path):
            return response
        return _way_home(request, path, get_response) or response

    return middleware


def tidy(path: str) -> str:
    """The path as our pages have it; a tidy one stays as it is, so nobody is led in circles."""
    path = _SLASHES.sub("/", path)
    if "." in path.rpartition("/")[2]:
        # The name of a file means what it says: that of a picture is nobody's to guess.
        return path
    return path.lower() if path.endswith("/") else f"{path.lower()}/"


def _leads_somewhere(path: str) -> bool:
    try:
        with translation.override(of_path(path)):
            resolve(path)
    except Resolver404:
        return False
    return True


def _way_home(request: HttpRequest, path: str, get_response: GetResponse) -> HttpResponse | None:
    """The redirect to this path, or to where it moved; nothing if no page is there."""
    home = HttpResponsePermanentRedirect(with_query(path, request.META.get("QUERY_STRING", "")))
    if path.startswith(_STAFF):
        # Pages of staff note who opened them: once is enough.
        return home
    visit = copy(request)
    visit.path = visit.path_info = path
    with translation.override(of_path(path)):
        there = get_response(visit)
    if there.status_code in (301, 302):
        return there
    return home if there.status_code < 400 else None
