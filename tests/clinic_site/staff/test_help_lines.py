"""Before visitors come someone tries every help line, and the record says who did."""

from dataclasses import replace

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

from clinic_site.staff import help_lines, launch, roles
from pages.crisis.lines import LINES

pytestmark = pytest.mark.django_db

PATH = "/staff/help-lines/"
STEP = "Call and text each help line"


def is_left() -> bool:
    return STEP in [step.label for step in launch.before_opening()]


def test_every_line_is_shown_and_trying_them_is_recorded(admin_client: Client) -> None:
    page = admin_client.get(PATH).content.decode()
    assert "Nobody has tried them as they are now." in page
    for line in LINES:
        assert line.number in page
        assert line.text_number in page
    assert is_left()
    reply = admin_client.post(PATH, {"sure": "on"}, follow=True).content.decode()
    assert "Tried on" in reply
    assert "by admin." in reply
    assert not is_left()
    row = LogEntry.objects.get(content_type__model="clinic")
    assert "988 Suicide & Crisis Lifeline 988, press 2" in row.change_message
    assert "text AYUDA to 988" in row.change_message


def test_a_slip_confirms_nothing(admin_client: Client) -> None:
    page = admin_client.post(PATH, {"sure": ""}).content.decode()
    assert "Nothing was recorded. Check the box first." in page
    assert is_left()


def test_a_line_that_changed_is_tried_anew(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin_client.post(PATH, {"sure": "on"})
    changed = (*LINES[:-1], replace(LINES[-1], number="1-800-555-0199"))
    monkeypatch.setattr(help_lines, "LINES", changed)
    assert is_left()


@pytest.mark.parametrize(("role", "status"), [("Clinician", 200), ("Editor", 403)])
def test_it_is_for_those_who_answer_for_the_words(role: str, status: int) -> None:
    roles.create()
    user = User.objects.create_user("dana", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    assert client.get(PATH).status_code == status
