"""Mails say what they must, and nothing about who wrote or why."""

import re
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from clinic_site import worker
from contact.models import Delivery, Inquiry
from contact.outbox.letters import mail_for
from pages.clinic.models import Clinic
from tests.contact.clock import new_york
from tests.contact.mail_server import MailServer
from tests.contact.visitor import BY_EMAIL, Visitor

SATURDAY = new_york(11, 21, 12)
FORBIDDEN = ("ketamine", "depress", "treatment", "infusion", "mental")


@pytest.fixture
def mails(weekdays: Clinic, mail_server: MailServer) -> Any:
    """Sends what is given on a Saturday, and answers the mail to staff and the receipt."""

    def send(**typed: Any) -> tuple[EmailMessage, EmailMessage]:
        with time_machine.travel(SATURDAY, tick=False):
            Visitor().have_form_open().send(**BY_EMAIL | typed)
        with time_machine.travel(SATURDAY):
            call_command("deliver", once=True)
        return mail_server.to("front-desk@localhost")[0], mail_server.taken[-1]

    return send


def text(mail: EmailMessage, kind: str = "plain") -> str:
    """Its words."""
    part = mail.get_body((kind,))
    assert part is not None
    words: str = part.get_content()
    return words


def test_a_crisis_is_due_now_in_mail_as_on_the_screen(mails: Any) -> None:
    mail, _ = mails(message="I want to kill myself")
    assert mail["Subject"] == f"New message {Inquiry.objects.get().reference}. Reply now"
    for words in (text(mail), text(mail, "html")):
        assert "Due: Now" in words
        assert "Monday" not in words


def test_staff_learn_that_there_is_a_message_and_nothing_about_whose(mails: Any) -> None:
    mail, _ = mails(message="My secret question", name="Anastasia")
    inquiry = Inquiry.objects.get()
    assert mail["Subject"] == f"New message {inquiry.reference}. Reply by Monday 5 pm"
    assert mail["From"] == "BrainStim website <front-desk@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    for words in (text(mail), text(mail, "html")):
        assert inquiry.reference in words
        assert "Monday, November 23, 5 pm" in words
        assert "How to reply: email" in words
        assert "Language: English" in words
        assert f"http://localhost/staff/contact/inquiry/{inquiry.pk}/" in words
    whole = mail.as_string()
    for personal in ("Anastasia", "ana@example.org", "secret"):
        assert personal not in whole


def test_the_receipt_says_when_we_reply(mails: Any) -> None:
    _, mail = mails(message="My secret question")
    inquiry = Inquiry.objects.get()
    assert mail["To"] == "ana@example.org"
    assert mail["Subject"] == f"We have your message ({inquiry.reference})"
    assert mail["From"] == "BrainStim front desk <front-desk@localhost>"
    assert mail["Auto-Submitted"] == "auto-replied"
    for words in (text(mail), text(mail, "html")):
        assert "Hello Ana," in words
        assert "We read it on Monday, November 23." in words
        assert "We reply by email by the end of Monday, November 23." in words
        assert "Heard nothing by Tuesday, November 24?" in words
        assert "(202) 555-0142" in words
        assert "Monday to Friday, 9 am to 5 pm" in words
        assert "988" in words
        assert "911" in words
        assert "secret" not in words


def test_no_mail_names_a_treatment_or_an_illness(mails: Any) -> None:
    for mail in mails(message="ketamine treatment for depression"):
        whole = f"{mail['Subject']} {mail['From']} {text(mail)} {text(mail, 'html')}".casefold()
        assert not [word for word in FORBIDDEN if word in whole]


def test_someone_in_crisis_is_opened_first_and_not_named(mails: Any) -> None:
    mail, receipt = mails(message="I want to die")
    assert "Please open this one first." in text(mail)
    assert "Please open this one first." in text(mail, "html")
    assert "open this one first" not in text(receipt)
    assert "die" not in text(mail).split()


@pytest.mark.parametrize("message", ["I want to die", "I took all my pills", "A question"])
def test_no_receipt_tells_anyone_to_wait_for_us(mails: Any, message: str) -> None:
    """Words of danger may not be seen, and who reads the mail may not be who wrote."""
    _, receipt = mails(message=message)
    for words in (text(receipt), text(receipt, "html")):
        assert "Please do not wait for our reply to get help." in words
        assert "do not need to do anything" not in words


def test_an_html_mail_asks_no_other_host_for_anything(mails: Any) -> None:
    for mail in mails():
        html = text(mail, "html")
        assert "<img" not in html
        assert "<style" not in html
        assert "<link" not in html
        links = set(re.findall(r'href="([^"#]+)', html))
        assert all(link.startswith(("http://localhost/", "tel:", "sms:")) for link in links)


def test_every_try_of_a_mail_has_the_same_id(mails: Any) -> None:
    mails()
    row = Delivery.objects.first()
    assert row is not None
    mail = mail_for(row)
    assert mail is not None
    assert mail.extra_headers["Message-ID"] == row.message_id
    assert re.fullmatch(r"<[0-9a-f]{32}@localhost>", row.message_id)


@pytest.mark.parametrize(
    "name",
    [
        *("shop.example", "Rob at shop.example", "Win $100 now", "a" * 31, "Rob\u202egro.lave"),
        *("<b>Rob</b>", "{{ inquiry.email }}", "buy it now or else"),
    ],
)
def test_a_name_that_could_carry_advertising_is_not_repeated(mails: Any, name: str) -> None:
    _, mail = mails(name=name)
    assert text(mail).startswith("Hello,")
    assert '<p style="margin:0 0 16px">Hello,</p>' in text(mail, "html")


@pytest.mark.parametrize("name", ["kill myself tonight", "quiero morir", "I was raped"])
def test_a_name_that_speaks_of_danger_is_not_repeated(mails: Any, name: str) -> None:
    for mail in mails(name=name):
        assert name not in mail.as_string()
    assert text(mail).startswith("Hello,")
    assert '<p style="margin:0 0 16px">Hello,</p>' in text(mail, "html")


@pytest.mark.parametrize(
    "name", ["J.", "Ana Lucía", "O\u2019Brien", "Dr. Osei", "李小龍", "Mary-Jo"]
)
def test_a_name_is_greeted(mails: Any, name: str) -> None:
    _, mail = mails(name=name)
    assert text(mail).startswith(f"Hello {name},")


def test_without_a_phone_or_hours_the_receipt_leads_back_to_the_form(
    visitor: Visitor, mail_server: MailServer
) -> None:
    visitor.send(**BY_EMAIL)
    call_command("deliver", once=True)
    words = text(mail_server.taken[-1])
    assert "Write to us again: http://localhost/contact/" in words
    assert "closed" not in words


ATTACKS = (
    *("x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org", "x\rBcc: evil@example.org"),
    *("x\x0bBcc: evil@example.org", "x\x85Bcc: evil@example.org", "x\u2028Bcc: evil@example.org"),
    *("=?utf-8?q?x=0ABcc:_evil@example.org?=", "ana@example.org, evil@example.org"),
    "\r\n.\r\nMAIL FROM:<evil@example.org>\r\nRCPT TO:<evil@example.org>\r\n",
    "ana@example.org>,<evil@example.org",
)


@pytest.mark.parametrize("field", ["name", "email", "phone", "message"])
def test_no_field_adds_a_header_or_a_recipient(
    db: None, mail_server: MailServer, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_SECONDS_BETWEEN_MAILS", 0)
    for attack in ATTACKS:
        Visitor().have_form_open().send(**BY_EMAIL | {field: attack})
    call_command("deliver", once=True)
    allowed = {"front-desk@localhost", "ana@example.org"}
    assert {name for names in mail_server.recipients for name in names} <= allowed
    for mail in mail_server.taken:
        assert mail["Bcc"] is None
        assert "evil" not in mail.as_string()
        assert len(mail.get_all("To") or []) == 1


def test_an_address_of_another_script_gets_a_receipt_where_mail_can_reach_it(
    visitor: Visitor, mail_server: MailServer
) -> None:
    visitor.send(**BY_EMAIL | {"email": "ana@münchen.example"})
    visitor.have_form_open().send(**BY_EMAIL | {"email": "анна@пример.example"})
    call_command("deliver", once=True)
    receipts = Delivery.objects.filter(kind="receipt")
    assert [row.state for row in receipts] == ["sent"]
    assert ["ana@xn--mnchen-3ya.example"] in mail_server.recipients
