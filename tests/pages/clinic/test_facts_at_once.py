"""Two colleagues have the clinic's facts open at once, and neither undoes what the other saved."""

import pytest

from pages.clinic.models import Clinic
from tests.colleagues import Editor, change, hire
from tests.html import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def path() -> str:
    return change(Clinic.load())


@pytest.fixture
def dana() -> Editor:
    return hire("Dana")


@pytest.fixture
def luis() -> Editor:
    return hire("Luis")


def test_what_another_saved_meanwhile_stays(path: str, dana: Editor, luis: Editor) -> None:
    opened = luis.fields(path)
    dana.press(path, payment="No.\nNot alone.", phone="(202) 555-0142")
    luis.send(path, opened | {"refunds": "You may bring a friend."})
    clinic = Clinic.load()
    assert clinic.payment.split() == ["No.", "Not", "alone."]
    assert "555-0142" in clinic.phone
    assert clinic.refunds == "You may bring a friend."


def test_who_changes_the_same_is_asked_once(path: str, dana: Editor, luis: Editor) -> None:
    opened = luis.fields(path)
    dana.press(path, payment="No.")
    answer = luis.send(path, opened | {"payment": "Ask us."})
    page = Page(answer.content.decode())
    (error,) = [one for one in page.elements if one.get("id") == "id_payment_error"]
    assert "Someone saved “No.” here while this page was open." in error.words
    assert Clinic.load().payment == "No."
    again = page.form("novalidate").fields
    assert again["payment"] == "Ask us."
    luis.send(path, again)
    assert Clinic.load().payment == "Ask us."


def test_an_emptied_fact_is_told_of_too(path: str, dana: Editor, luis: Editor) -> None:
    dana.press(path, payment="No.")
    opened = luis.fields(path)
    dana.press(path, payment="")
    answer = luis.send(path, opened | {"payment": "Ask us."})
    assert "Someone emptied this while this page was open." in answer.content.decode()
    assert Clinic.load().payment == ""


def test_a_promise_of_no_days_can_be_changed(path: str, dana: Editor) -> None:
    dana.press(path, reply_days="0")
    dana.press(path, reply_days="1")
    assert Clinic.load().reply_days == 1


def test_the_same_words_twice_are_no_conflict(path: str, dana: Editor, luis: Editor) -> None:
    opened = luis.fields(path)
    dana.press(path, payment="No.\nNot alone.")
    luis.send(path, opened | {"payment": "No.\r\nNot alone."})
    assert Clinic.load().payment.split() == ["No.", "Not", "alone."]
