"""A yardstick: Django with its own cache of whole pages in memory, and the same pages to keep."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.cache import cache_page

settings.configure(
    SECRET_KEY="a yardstick keeps no secrets",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
    ],
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
)

# What it keeps it reads where the bare one does; only Django's settings have to come first.
from tests.benchmarks.speed.bare import noted_answer


@cache_page(3600)
def page(request: HttpRequest) -> HttpResponse:
    """The noted answer, once; then what Django keeps of it."""
    _, headers, body = noted_answer(request.path)
    return HttpResponse(body, headers=dict(headers))


urlpatterns = [re_path("", page)]
application = get_wsgi_application()
