"""Whoever must act next gets one mail, and no mail of staff says a word of a page or a name."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from clinic_site import worker
from clinic_site.staff import roles
from contact.models import Delivery
from contact.outbox.turns import SUBJECTS, Rights, queue_rights, queue_turns
from faq.models import Entry, EntryRevision
from pages.clinic import rules
from pages.revisions.revision import State
from tests.colleagues import Editor, change, draft_of, make_entry
from tests.contact.mail_server import MailServer

pytestmark = pytest.mark.django_db
NORA = "nora@clinic.example"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)


@pytest.fixture
def nora(hire: Callable[..., Editor]) -> Editor:
    nora = hire("Nora", "view_entry", "change_entry", "approve_words")
    nora.user.email = NORA
    nora.user.save()
    return nora


def text_of(mail: object) -> str:
    return str(mail).replace("=\n", "").replace("=3D", "=")


def test_a_value_that_waits_is_told_without_its_words_or_its_name(
    hire: Callable[..., Editor], mail_server: MailServer
) -> None:
    zoe = hire("Zoe", "approve_words", "view_clinic", "change_clinic")
    User.objects.filter(pk=zoe.user.pk).update(email=NORA)
    rules.propose("driving", "zwanzig", None)
    call_command("deliver", once=True)
    (mail,) = mail_server.to(NORA)
    assert mail["Subject"] == "A medical rule waits for you: please read it"
    assert "approve it or send it back with a note" in text_of(mail)
    for word in ("zwanzig", "driv", "ketamine", "zoe"):
        assert word not in text_of(mail).lower().replace("brainstim", "")
    page = zoe.get(link_in(mail), follow=True)
    assert "zwanzig" in page.content.decode()


def test_many_acts_are_one_mail_until_it_was_sent() -> None:
    queue_turns(["a@clinic.example", "b@clinic.example"])
    queue_turns(["a@clinic.example", "a@clinic.example"])
    waiting = Delivery.objects.order_by("recipient").values_list("recipient", flat=True)
    assert list(waiting) == ["a@clinic.example", "b@clinic.example"]
    Delivery.objects.filter(recipient="a@clinic.example").update(attempts=1)
    queue_turns(["a@clinic.example"])
    assert Delivery.objects.filter(recipient="a@clinic.example").count() == 2


def test_a_new_clinician_is_told_without_a_name(mail_server: MailServer) -> None:
    roles.create()
    User.objects.create_user("boss", "boss@clinic.example", is_staff=True, is_superuser=True)
    User.objects.create_user("zoe", "", is_staff=True)
    call_command("make_clinician", "zoe", stdout=io.StringIO())
    call_command("deliver", once=True)
    assert mail_server.recipients == [["boss@clinic.example"]]
    mail = str(mail_server.taken[0])
    assert "One more account may approve medical words" in mail
    assert "zoe" not in mail


def test_a_mail_has_one_link_and_no_word_of_page_note_or_person(
    nora: Editor, hire: Callable[..., Editor], entry: Entry, mail_server: MailServer
) -> None:
    dana, why = hire("Dora"), {"why": "Ketamine dose wrong"}
    dana.press(change(entry), "_review", summary="In front of the house.")
    dana.post(change(entry).replace("change/", "take-off/"), why)
    call_command("deliver", once=True)
    mails = mail_server.to(NORA)
    assert [mail["Subject"] for mail in mails] == [
        "A text waits for you: please read it",
        "A text was taken off the site",
    ]
    for mail in mails:
        text = text_of(mail)
        assert len(set(re.findall(r"/staff/[^\s\"<]*", text))) == 1
        for word in ("park", "house", "Ketamine", "Dora", "visits"):
            assert word not in text


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_each_kind_is_written_and_sent(kind: str, db: None, mail_server: MailServer) -> None:
    queue_turns([NORA], kind)
    call_command("deliver", once=True)
    assert [mail["Subject"] for mail in mail_server.to(NORA)] == [SUBJECTS[Delivery.Kind(kind)][0]]


def test_many_acts_in_a_row_make_few_mails(db: None, mail_server: MailServer) -> None:
    for _act in range(3):
        queue_turns([NORA], "asked")
    call_command("deliver", once=True)
    assert len(mail_server.taken) == 1
    for _act in range(3):
        queue_turns([NORA], "asked")
    call_command("deliver", once=True)
    assert len(mail_server.taken) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        call_command("deliver", once=True)
    assert len(mail_server.taken) == 2


def link_in(mail: object) -> str:
    found = re.search(r"/staff/[^\s\"<]*", text_of(mail))
    assert found
    return found[0]


def test_who_is_asked_is_led_to_the_words_and_to_today_for_several(
    nora: Editor, hire: Callable[..., Editor], entry: Entry, mail_server: MailServer
) -> None:
    dora = hire("Dora", "view_entry", "change_entry")
    other = make_entry(entry.topic, "taxi", title="Where is the taxi?")
    dora.press(change(entry), "_review", summary="In front of the house.")
    call_command("deliver", once=True)
    (mail,) = mail_server.to(NORA)
    draft = draft_of(entry)
    assert link_in(mail) == change(entry).replace("/change/", f"/words/{draft.pk}/")
    assert nora.get(link_in(mail)).status_code == 200
    for one in (entry, other):
        queue_turns([NORA], "asked", draft_of(one) if one == entry else one.shown)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        call_command("deliver", once=True)
    assert link_in(mail_server.to(NORA)[-1]) == "/staff/"


def test_a_draft_that_is_gone_or_in_the_bin_leads_to_today(
    entry: Entry, mail_server: MailServer
) -> None:
    draft = entry.shown.copy_as_draft()
    queue_turns([NORA], "asked", draft)
    entry.revisions.filter(pk=draft.pk).delete()
    entry.revisions.update(state=State.PAST)
    queue_turns([NORA], "back", entry.revisions.get())
    Entry.objects.update(binned_at=timezone.now())
    call_command("deliver", once=True)
    assert {link_in(mail) for mail in mail_server.to(NORA)} == {"/staff/"}


def test_who_is_asked_to_publish_is_led_to_the_button(db: None, mail_server: MailServer) -> None:
    queue_turns([NORA], "agreed")
    call_command("deliver", once=True)
    (mail,) = mail_server.to(NORA)
    assert link_in(mail) == "/staff/#yours"
    assert "Publish them from Today" in text_of(mail)


def test_a_rule_that_is_live_asks_nobody_to_publish_it(db: None, mail_server: MailServer) -> None:
    queue_turns([NORA], "agreed", rules.propose("driving", "for a day", None))
    call_command("deliver", once=True)
    (mail,) = mail_server.to(NORA)
    assert "You have nothing left to do" in text_of(mail)
    assert "ublish" not in text_of(mail)
    assert link_in(mail) == "/staff/"


@pytest.mark.parametrize("what", Rights)
def test_a_mail_about_rights_leads_where_everyone_may_go(
    db: None, mail_server: MailServer, what: Rights
) -> None:
    queue_rights([NORA], what)
    call_command("deliver", once=True)
    (mail,) = mail_server.to(NORA)
    assert mail["Subject"] == what.value[0]
    assert link_in(mail) == "/staff/"


def test_the_link_opens_for_each_who_gets_the_mail(
    hire: Callable[..., Editor], entry: Entry, mail_server: MailServer
) -> None:
    people = {
        "mona": hire("Mona", "view_entry", "change_entry", "delete_entry", "approve_words"),
        "eli": hire("Eli", "view_entry", "change_entry"),
        "clara": hire("Clara", "approve_words"),
        # Who wrote it once, and works at the front desk now.
        "fred": hire("Fred", "view_entry", "view_inquiry"),
    }
    for name, who in people.items():
        User.objects.filter(pk=who.user.pk).update(email=f"{name}@clinic.example")
    spanish = EntryRevision(document=entry, language="es", title="¿Dónde?", summary="Detrás.")
    spanish.author = people["fred"].user
    spanish.save()
    spanish.publish(first_edition=True)
    entry.revisions.filter(language="en").update(author=people["eli"].user)
    boss = hire("Boss", "view_entry", "change_entry", "delete_entry")
    for name in ("take-off", "put-back", "delete"):
        boss.post(change(entry).replace("change/", f"{name}/"), {"why": "Wrong."})
    call_command("deliver", once=True)
    told = {name for name in people if mail_server.to(f"{name}@clinic.example")}
    assert told == {"mona", "eli", "clara"}
    for name in told:
        mails = mail_server.to(f"{name}@clinic.example")
        assert "/staff/bin/" in {link_in(mail) for mail in mails}
        for mail in mails:
            assert people[name].get(link_in(mail)).status_code == 200, (name, link_in(mail))
        shown = people[name].get("/staff/bin/").content.decode()
        assert "Where do I park?" in shown
        assert ("take-out" in shown) == (name == "mona")
