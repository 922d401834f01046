"""Answers with the card of a page that may be shared."""

from __future__ import annotations

import copy
import html
import json
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils import translation

from pages.clinic.models import Clinic
from pages.languages import of_path
from pages.public import same_for_everyone

#: In seconds; usually it takes a third of one.
_MOST_SECONDS = 10
#: What a page calls itself where it may be shared; only such a page has a card.
_TITLE = re.compile('<meta property="og:title" content="([^"]*)">')
_PROGRAM = [sys.executable, "-I", "-B", str(Path(__file__).with_name("draw.py"))]


@same_for_everyone
def card(request: HttpRequest, page: str) -> HttpResponse:
    """The card of the page at this path, which has no slash before it.

    If it cannot be drawn, the one that stands for the whole site is given instead.
    """
    title = _title_of(request, f"/{page}")
    try:
        picture = _drawn(title, Clinic.load().name)
    except (OSError, subprocess.SubprocessError):
        return redirect(static("social.png"))
    return HttpResponse(picture, content_type="image/png")


def _title_of(request: HttpRequest, path: str) -> str:
    """As the page itself says it. Raises Http404 for what is no page, or may not be shared."""
    with translation.override(of_path(path)):
        try:
            found = resolve(path)
        except Resolver404 as error:
            raise Http404 from error
        if not hasattr(found.func, "languages"):
            raise Http404
        page = copy.copy(request)
        page.path = page.path_info = path
        body = found.func(page, *found.args, **found.kwargs).content.decode()
    if not (title := _TITLE.search(body)):
        raise Http404
    return html.unescape(title[1])


@lru_cache(maxsize=64)
def _drawn(title: str, name: str) -> bytes:
    """Once a process, whatever query is put behind its address: kept pages have none.

    Raises OSError or SubprocessError if it cannot be drawn in time.
    """
    asked = json.dumps({"title": title, "name": name}).encode()
    done = subprocess.run(  # noqa: S603  # Nothing of it comes from a visitor.
        _PROGRAM, input=asked, capture_output=True, check=True, timeout=_MOST_SECONDS
    )
    return done.stdout
