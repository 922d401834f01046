"""The steps of a sign-in as a colleague takes them in a browser."""

import re
from io import StringIO
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from tests.colleagues import PHONE, code_of, key_in
from tests.html import Page

PASSWORD = "right-horse-battery"
SECOND, SET_UP, TODAY = "/staff/second/", "/staff/second/set-up/", "/staff/"


def with_password(user: User) -> Client:
    """A new browser in which the password of this colleague was typed."""
    client = Client()
    fields = {"username": user.username, "password": PASSWORD, "next": TODAY}
    assert client.post("/staff/login/", fields).status_code == 302
    return client


def with_both(user: User, steps: int = 0) -> Client:
    """And in which a code of the phone was typed that nobody typed before."""
    client = with_password(user)
    assert give(client, code_of(PHONE, steps)).status_code == 302
    assert is_in(client)
    return client


def give(client: Client, code: str, **more: Any) -> Any:
    """Type this code as the second step."""
    return client.post(SECOND, {"code": code, "next": TODAY, **more})


def is_in(client: Client) -> bool:
    """True if the front page of the staff opens."""
    return client.get(TODAY).status_code == 200


def printed_code(name: str, *options: str) -> str:
    """What the operator reads on the screen, to hand it over."""
    out = StringIO()
    call_command("second_step", name, *options, stdout=out)
    found = re.search(r"\d{4} \d{4}", out.getvalue())
    assert found, out.getvalue()
    return found[0]


def set_up_phone(client: Client, entry: str) -> tuple[str, Any]:
    """Type the code that was handed over, then the first of the phone: its key, the last page."""
    page = client.post(SET_UP, {"entry": entry})
    html = Page(page.content.decode())
    key = key_in(next(one.words for one in html.tags("b") if one.get("class") == "phone-key"))
    return key, client.post(SET_UP, {"code": code_of(key), "next": TODAY})


def recovery_codes(page: Any) -> list[str]:
    """The ten codes on this page."""
    return re.findall(r"<li>([0-9A-Z]{4}-[0-9A-Z]{4})</li>", page.content.decode())
