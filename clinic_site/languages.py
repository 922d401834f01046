"""Speaks the language that the address of a page asks for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pages import languages

GetResponse = Callable[[HttpRequest], HttpResponse]


def speak_as_addressed(get_response: GetResponse) -> GetResponse:
    """Middleware: no header and no cookie says anything, so one address is one page for all."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(languages.of_path(request.path)):
            return get_response(request)

    return middleware
