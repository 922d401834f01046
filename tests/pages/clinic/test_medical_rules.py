"""A medical rule that many pages say is kept once, and only a clinician changes it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from clinic_site.staff import roles
from pages.clinic.models import Clinic
from pages.editing.rules.fact_places import places
from tests.colleagues import Editor

FACTS = "/staff/pages/clinic/1/change/"

pytestmark = pytest.mark.usefixtures("first_edition")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("driving_rule", "until the next day"),
        ("usual_course", "6 sessions over 2 to 3 weeks"),
        ("fda_status", "has not approved ketamine for depression"),
    ],
)
def test_one_change_is_seen_on_every_page_named_beside_it(
    client: Client, dana: Editor, rule: str, said: str
) -> None:
    shown = [place.path for place in places()[rule]]
    assert len(shown) >= 2
    assert all(said in client.get(path).content.decode() for path in shown)
    page = dana.get(FACTS).content.decode()
    assert all(f'href="{path}"' in page for path in shown)
    Clinic.objects.update(**{rule: "as we now say"})
    assert all("as we now say" in client.get(path).content.decode() for path in shown)


@pytest.mark.parametrize(("role", "may"), [("Editor", False), ("Clinician", True)])
def test_only_a_clinician_changes_one(hire: Any, role: str, may: bool) -> None:
    roles.create()
    person: Editor = hire(role, "change_clinic")
    person.user.groups.add(Group.objects.get(name=role))
    person.press(FACTS, driving_rule="for 24 hours", phone="(202) 555-0143")
    clinic = Clinic.load()
    assert clinic.phone == "(202) 555-0143"
    assert (clinic.driving_rule == "for 24 hours") == may
