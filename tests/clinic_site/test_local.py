"""What a site on this machine offers is there for the person at it, and for nobody else."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clinic_site.local.run import welcome
from clinic_site.local.sign_in import LINK_LIFE, local_staff, sign_in_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> str:
    return sign_in_link(local_staff()).removeprefix("http://localhost")


def test_one_click_signs_in(client: Client, link: str) -> None:
    assert client.get(link, follow=True).redirect_chain == [("/staff/", 302)]
    assert client.get("/staff/").status_code == 200


def test_the_local_member_of_staff_has_no_password_and_is_one(client: Client) -> None:
    assert local_staff() == local_staff()
    assert not local_staff().has_usable_password()


def test_a_link_goes_stale(client: Client, link: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(seconds=LINK_LIFE + 2)):
        assert client.get(link).status_code == 404


def test_a_forged_link_opens_nothing(client: Client, link: str) -> None:
    other = User.objects.create_superuser("other")
    assert client.get(link.replace(f"/{local_staff().pk}:", f"/{other.pk}:")).status_code == 404
    assert client.get(link[:-2] + "x/").status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("clinic.example", 400),
        ("127.0.0.1.example", 400),
    ],
)
def test_this_machine_answers_to_each_of_its_names(client: Client, host: str, status: int) -> None:
    assert client.get("/staff/login/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("where", ["link", "/local-mail/"])
def test_nothing_is_here_for_another_machine(client: Client, link: str, where: str) -> None:
    path = link if where == "link" else where
    assert client.get(path, REMOTE_ADDR="192.0.2.7").status_code == 404


@pytest.mark.parametrize("where", ["link", "/local-mail/"])
def test_nothing_is_here_on_a_real_site(
    client: Client, link: str, where: str, settings: Settings
) -> None:
    settings.LOCAL = False
    assert client.get(link if where == "link" else where).status_code == 404


def test_mail_that_stayed_here_can_be_read(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.LOCAL_MAIL_DIR = tmp_path
    backend = "django.core.mail.backends.filebased.EmailBackend"
    connection = get_connection(backend, file_path=str(tmp_path))
    for number in (1, 2):
        words = f"Words {number} with é and <b>no</b> markup."
        mail = EmailMessage(f"Subject {number}", words, "a@b.example", ["desk@clinic.example"])
        connection.send_messages([mail])
    page = client.get("/local-mail/").content.decode()
    for number in (1, 2):
        assert f"Subject {number}" in page
        assert f"Words {number} with é and &lt;b&gt;no&lt;/b&gt; markup." in page
    assert "desk@clinic.example" in page


def test_where_passkeys_can_be_tried_is_said(settings: Settings) -> None:
    settings.SITE_URL = "http://127.0.0.1:8123"
    assert "http://localhost:8123/staff/" in welcome()
    settings.SITE_URL = "http://localhost"
    assert "Passkeys" not in welcome()
