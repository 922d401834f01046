"""The site's addresses, and two that fail on purpose."""

from typing import NoReturn

from django.db.utils import OperationalError
from django.http import HttpRequest
from django.urls import path

from clinic_site.urls import urlpatterns as of_the_site

handler400 = "clinic_site.errors.bad_request"
handler403 = "clinic_site.errors.permission_denied"
handler404 = "clinic_site.errors.page_not_found"
handler500 = "clinic_site.errors.server_error"


def break_something(request: HttpRequest) -> NoReturn:
    raise RuntimeError("on purpose")


def lose_the_database(request: HttpRequest) -> NoReturn:
    raise OperationalError("on purpose")


urlpatterns = [
    path("fails/500/", break_something),
    path("fails/503/", lose_the_database),
    *of_the_site,
]
