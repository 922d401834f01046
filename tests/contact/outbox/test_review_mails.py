"""Who keeps the words hears on Mondays of late reviews, once, and no mail names a treatment."""

from datetime import date, datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.management import call_command

from clinic_site import worker
from contact.models import Delivery
from contact.outbox.reminders import queue_reviews
from faq.models import Entry, EntryRevision, Topic
from tests.contact.clock import new_york
from tests.contact.mail_server import MailServer

EDITOR, CLINICIAN = "eli@clinic.example", "nora@clinic.example"
SUNDAY, MONDAY, WEDNESDAY = (11, 22), (11, 23), (11, 25)


@pytest.fixture(autouse=True)
def colleagues(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor and a clinician; the desk, one without an address, and one who left."""
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)
    for email, right, is_active in [
        (EDITOR, "change_entry", True),
        (CLINICIAN, "approve_words", True),
        ("desk@clinic.example", "view_inquiry", True),
        ("left@clinic.example", "change_entry", False),
        ("", "change_entry", True),
    ]:
        user = User.objects.create_user(f"u{email}", email, is_staff=True, is_active=is_active)
        user.user_permissions.set(Permission.objects.filter(codename=right))


@pytest.fixture
def late_answer() -> None:
    """Its review was due on November 20."""
    topic = Topic.objects.create(slug="safety", name="Safety")
    entry = Entry.objects.create(topic=topic, slug="ketamine")
    words = EntryRevision.objects.create(document=entry, title="Ketamine?", summary="Depression.")
    words.publish(first_edition=True)
    due = date(2026, 11, 20)
    EntryRevision.objects.update(reviewed_on=date(2026, 1, 1), review_due=due)


def work_at(now: datetime) -> None:
    with time_machine.travel(now):
        call_command("deliver", once=True)


@pytest.mark.usefixtures("late_answer")
def test_each_who_keeps_words_is_told_once_a_week(mail_server: MailServer) -> None:
    work_at(new_york(*SUNDAY, 23))
    work_at(new_york(*MONDAY, 8, 59))
    assert mail_server.taken == []
    work_at(new_york(*MONDAY, 9))
    assert sorted(mail_server.recipients) == [[EDITOR], [CLINICIAN]]
    work_at(new_york(*WEDNESDAY, 12))
    assert len(mail_server.taken) == 2


@pytest.mark.usefixtures("late_answer")
def test_two_workers_tell_each_colleague_once() -> None:
    for _worker in range(2):
        with time_machine.travel(new_york(*MONDAY, 9)):
            queue_reviews(new_york(*MONDAY, 9))
    assert Delivery.objects.filter(kind=Delivery.Kind.REVIEWS).count() == 2


@pytest.mark.usefixtures("late_answer")
def test_the_mail_names_no_treatment_and_leads_to_the_list(mail_server: MailServer) -> None:
    work_at(new_york(*MONDAY, 9))
    text = " ".join(str(part) for part in mail_server.taken[0].walk()).lower()
    assert "1 review is overdue" in text
    assert "review=overdue" in text.replace("=\n", "").replace("=3d", "=")
    assert not {word for word in ("ketamine", "depression", "treatment") if word in text}


def test_without_a_late_review_nobody_gets_a_mail(mail_server: MailServer) -> None:
    work_at(new_york(*MONDAY, 9))
    assert mail_server.taken == []
