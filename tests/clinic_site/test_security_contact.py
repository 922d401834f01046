"""Who finds a hole in the site is told whom to tell (RFC 9116)."""

from datetime import datetime

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from clinic_site import environment as env
from tests.clinic_site.one_setting import NAME, Set

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


@time_machine.travel("2026-11-23 15:30+00:00", tick=False)
def test_it_names_a_contact_and_until_when_to_believe_it(
    client: Client, settings: Settings
) -> None:
    settings.SECURITY_CONTACT = "mailto:security@clinic.example"
    reply = client.get(ADDRESS)
    told = dict(line.split(": ", 1) for line in reply.content.decode().splitlines())
    assert reply["Content-Type"] == "text/plain; charset=utf-8"
    assert told["Contact"] == "mailto:security@clinic.example"
    assert told["Canonical"] == "http://localhost/.well-known/security.txt"
    left = datetime.fromisoformat(told["Expires"]) - datetime.fromisoformat("2026-11-23T00:00Z")
    assert left.days == 180


def test_without_a_contact_there_is_no_such_page(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("security@clinic.example", "mailto:security@clinic.example"),
        ("mailto:security@clinic.example", "mailto:security@clinic.example"),
        ("https://clinic.example/security", "https://clinic.example/security"),
    ],
)
def test_a_contact_is_a_mail_address_or_a_page(set_to: Set, typed: str, kept: str) -> None:
    set_to(typed)
    assert env.contact(NAME) == kept


@pytest.mark.parametrize(
    "typed", ["http://clinic.example", "clinic", "Desk <desk@clinic.example>", "javascript:alert()"]
)
def test_what_is_no_contact_stops_the_start(set_to: Set, typed: str) -> None:
    set_to(typed)
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.contact(NAME)
