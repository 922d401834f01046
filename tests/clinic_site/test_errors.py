"""Errors look like the site, name help, and are kept by nobody, even without a database."""

from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from pytest_django import Settings

from pages.clinic.facts import facts_of_this_page
from pages.clinic.models import Clinic
from pages.clinic.place import PlaceFacts
from tests.html import Page
from tests.wsgi import Reply, ask

FORM = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret-detail")


def send(target: str, **more: Any) -> Reply:
    return ask(get_wsgi_application(), target, **more)


def looks_like_ours(reply: Reply) -> bool:
    words = reply.body.decode()
    return (
        reply.headers["cache-control"] == "no-store"
        and reply.headers["content-type"] == "text/html; charset=utf-8"
        and {one.get("type") for one in Page(words).tags("script")} <= {"application/ld+json"}
        and all(part in words for part in ("<h1", "tel:988", "sms:988", '<html lang="en"'))
    )


@pytest.mark.parametrize(
    ("status", "request_line"),
    [
        (400, {"target": "/", "HTTP_HOST": "evil.example"}),
        (400, {"target": "/", "CONTENT_TYPE": "text/plain; charset=utf-7"}),
        (400, {"target": "/%00"}),
        (400, {"target": "/questions/search/?q=a%00b"}),
        (400, {"target": "/contact/", "method": "POST", "body": b"a=" + b"&b=1" * 2000} | FORM),
        (400, {"target": "/contact/", "method": "POST", "CONTENT_TYPE": "multipart/form-data"}),
        (403, {"target": "/contact/", "method": "POST", "body": b"name=Ann"} | FORM),
        (404, {"target": "/nothing/"}),
        (404, {"target": "/questions/nothing/at-all/"}),
        (404, {"target": "/static/nothing.css"}),
        (405, {"target": "/healthz", "method": "TRACE"}),
        (413, {"target": "/contact/", "method": "POST", "body": b"a=" + b"x" * 600_000} | FORM),
    ],
)
@pytest.mark.django_db
def test_the_visitors_error_is_told_kindly(status: int, request_line: dict[str, Any]) -> None:
    reply = send(**request_line)
    assert reply.status == status
    assert looks_like_ours(reply)


@pytest.mark.parametrize(
    "request_line",
    [
        {"target": "/%zz/%/"},
        {"target": "/%ff%fe/"},
        {"target": "/caf%C3%A9/"},
        {"target": "/questions/search/?q=%ff%zz&q=2&%"},
        {"target": "/?" + "a=1&" * 3000},
        {"target": "/..%2f..%2fetc/passwd"},
        {"target": "/staff/%0a%0dSet-Cookie:x/"},
        {"target": "/contact/", "method": "POST", "body": b"\xff\xfe=%zz&;;&name=%00"} | FORM,
        {
            "target": "/contact/",
            "method": "POST",
            "body": b"{]",
            "CONTENT_TYPE": "application/json",
        },
        {
            "target": "/contact/",
            "method": "POST",
            "body": b"--x\r\nContent-Disposition: form-data; name=",
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        },
        {"target": "/", "method": "DELETE"},
        {"target": "/", "CONTENT_TYPE": "text/plain; charset=" + "x" * 5000},
    ],
)
@pytest.mark.django_db
def test_odd_requests_are_never_our_fault(request_line: dict[str, Any]) -> None:
    assert send(**request_line).status < 500


@pytest.mark.django_db
def test_a_mistake_of_ours_shows_nothing_of_it(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.clinic_site.test_errors"
    reply = send("/broken/")
    assert reply.status == 500
    assert looks_like_ours(reply)
    assert b"secret-detail" not in reply.body
    assert b"Traceback" not in reply.body


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("target", ["/", "/treatment/", "/contact/nothing/", "/questions/"])
@pytest.mark.django_db
def test_without_a_database_the_phone_is_still_there(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], target: str
) -> None:
    facts_of_this_page(Clinic(pk=1, phone="(202) 555-0142"), PlaceFacts(), [])

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise error("the server closed the connection")

    monkeypatch.setattr(connections["default"], "cursor", refuse)
    reply = send(target)
    assert reply.status == 503
    assert reply.headers["retry-after"].isdigit()
    assert looks_like_ours(reply)
    assert b'href="tel:+12025550142"' in reply.body


handler500 = "clinic_site.errors.server_error"
urlpatterns = [path("broken/", fail)]
