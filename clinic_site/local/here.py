"""What only a person at this machine may see."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def only_here(view: View) -> View:
    """View decorator: nothing is here for anyone but a person at this machine."""

    @wraps(view)
    def local_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.LOCAL and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")):
            raise Http404
        return view(request, *args, **kwargs)

    return local_view
