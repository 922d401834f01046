"""Before visitors come, staff see what is left to do, and the list gets shorter as they do it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from clinic_site.staff import launch, roles
from contact.models import Delivery, Heartbeat, Inquiry, Purge
from faq.models import EntryRevision
from pages.clinic.declared import MEDICAL_RULES
from pages.clinic.models import Clinic
from pages.models import Page, PageRevision, StartGuideRevision
from pages.revisions.sources import Source
from tests.colleagues import open_site, second_step
from tests.html import Page as Html
from tests.profile import guide_start, list_prices, open_place, show_person
from tests.rules import say

Make = Callable[..., Inquiry]


def left() -> list[str]:
    return [step.label for step in launch.steps_left()]


def test_a_new_site_has_a_list_that_leads_to_each_place(
    admin_client: Client, first_edition: None
) -> None:
    html = admin_client.get("/staff/").content.decode()
    assert f"Before visitors come: {len(left())} things left" in html
    for step in launch.steps_left():
        assert step.label in html
        if step.path:
            assert admin_client.get(step.path, follow=True).status_code == 200


def test_a_missing_colleague_is_invited_as_what_is_missing(
    admin_client: Client, first_edition: None
) -> None:
    (step,) = [one for one in launch.steps_left() if "front desk" in one.label]
    page = Html(admin_client.get(step.path).content.decode())
    chosen = [one.get("value") for one in page.tags("input") if "checked" in one.attributes]
    assert chosen == ["Front desk"]


def test_each_thing_done_makes_it_shorter_until_it_is_gone(
    admin_client: Client, first_edition: None, make_inquiry: Make, settings: Settings
) -> None:
    def on_a_server() -> None:
        settings.LOCAL = False

    def hire(role: str) -> None:
        roles.create()
        person = User.objects.create_user(role, is_staff=True)
        person.groups.add(Group.objects.get(name=role))

    def fill_in() -> None:
        clinic = Clinic.load()
        typed = [field for field in Clinic._meta.fields if field.editable and field.name != "id"]
        empty = {field.name: value_for(field) for field in typed if not getattr(clinic, field.name)}
        say(**{name: empty.pop(name) for name in MEDICAL_RULES if name in empty})
        Clinic.objects.update(**empty)

    def review(words: Any) -> None:
        values = {"reviewed_on": date(2026, 1, 1), "review_due": date(2027, 1, 1)}
        words.objects.update(**values, reviewer="Dr. Osei")

    def send_mail() -> None:
        Heartbeat.objects.create(pk=1, at=timezone.now())
        inquiry = make_inquiry()
        Delivery.objects.create(
            inquiry=inquiry, kind="receipt", state="sent", sent_at=timezone.now()
        )

    def value_for(field: Any) -> Any:
        return 1 if field.get_internal_type().endswith("IntegerField") else "x"

    def cite() -> None:
        Source.objects.incomplete().update(author="A", title="T", year=2026, no_address="Ours")

    def start(**words: Any) -> None:
        """It is medical, so a clinician checks it."""
        guide_start(**words)
        review(StartGuideRevision)

    def say_rights() -> None:
        for page in Page.objects.filter(slug__in=launch.RIGHTS):
            draft = page.draft("en")
            assert draft
            draft.body = "As our lawyer wrote it."
            draft.save()
            draft.publish()

    second_step(admin_client, User.objects.get(username="admin"))

    def try_lines() -> None:
        admin_client.post("/staff/help-lines/", {"sure": "on"})

    Source.objects.create(key="map", author="City", title="Map")
    steps: list[Callable[[], Any]] = [
        on_a_server,
        try_lines,
        lambda: hire("Clinician"),
        lambda: hire("Front desk"),
        lambda: show_person("ana"),
        lambda: open_place(street="1 Elm St"),
        lambda: list_prices(("session", "One infusion", "$450")),
        lambda: list_prices(good_faith_estimate="Ask at the desk."),
        say_rights,
        start,
        lambda: start(new_patients="yes"),
        fill_in,
        cite,
        lambda: review(PageRevision),
        lambda: review(EntryRevision),
        send_mail,
        lambda: Purge.objects.create(closed_before=timezone.now(), deleted=0, kept=1),
        open_site,
    ]
    before = left()
    for step in steps:
        step()
        assert len(left()) < len(before), before
        before = left()
        assert before[-1:] in ([], ["Open the site"])
    assert before == []
    assert "Before visitors come" not in admin_client.get("/staff/").content.decode()


@pytest.mark.parametrize("role", ["Editor", "Front desk"])
def test_the_list_is_for_the_manager(first_edition: None, role: str) -> None:
    roles.create()
    user = User.objects.create_user("dana", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    assert "Before visitors come" not in client.get("/staff/").content.decode()
