"""The sample clinic stays in the database of make demo, and each of its pages says what it is."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from clinic_site.local import sample
from contact.models import Inquiry
from pages.models import Person
from tests.colleagues import Editor

pytestmark = pytest.mark.usefixtures("first_edition")
LINE = "Sample clinic, made up."
IN_SPANISH = "Clínica inventada."
PATHS = ("/", "/treatment/", "/questions/", "/contact/", "/privacy/", "/nowhere/")


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.LOCAL = settings.DEMO = True


@pytest.mark.usefixtures("demo")
def test_each_page_of_the_sample_says_that_it_is_made_up(client: Client) -> None:
    call_command("load_demo")
    for path in PATHS:
        assert LINE in client.get(path).content.decode(), path
    assert IN_SPANISH in client.get("/es/").content.decode()


def test_no_other_page_says_so(client: Client) -> None:
    for path in PATHS:
        assert LINE not in client.get(path).content.decode(), path


def refusal() -> str:
    with pytest.raises(CommandError) as refused:
        call_command("load_demo")
    assert not Person.objects.exists()
    return str(refused.value)


def test_it_is_loaded_nowhere_else(settings: Settings) -> None:
    assert "make demo alone" in refusal()
    settings.LOCAL, settings.SITE_URL = False, "https://www.clinic.example"
    assert "https://www.clinic.example is not on this machine" in refusal()


@pytest.mark.usefixtures("demo")
def test_messages_in_the_sample_are_left_alone(make_inquiry: Callable[..., Inquiry]) -> None:
    make_inquiry()
    assert "it has messages" in refusal()


@pytest.mark.usefixtures("demo")
def test_what_staff_changed_in_the_sample_stays(
    dana: Editor, capfd: pytest.CaptureFixture[str]
) -> None:
    sample.load_while_untouched()
    assert "Loaded the sample clinic" in capfd.readouterr().err
    sample.load_while_untouched()
    assert capfd.readouterr().err == ""
    dana.press("/staff/pages/clinic/1/change/", name="Mine")
    sample.load_while_untouched()
    assert "stays as it is: staff changed something" in capfd.readouterr().err
