"""What a patient wrote cannot be read without a key, and is found by its exact address."""

import io
from collections.abc import Callable

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from contact.models import Inquiry, Note
from contact.models.sealed import unseal_link
from tests.contact.trouble import everything_stored

NEW_KEY = "bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleSE="


@pytest.fixture
def ana(make_inquiry: Callable[..., Inquiry]) -> Inquiry:
    """A message with everything filled in."""
    inquiry = make_inquiry(
        name="Anastasia", email="Ana@Example.org", phone="(202) 555-0177", message="My question"
    )
    Note.objects.create(inquiry=inquiry, text="She prefers mornings")
    return inquiry


def sealed_columns() -> list[str]:
    """As the database has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, phone, message FROM contact_inquiry")
        inquiry = cursor.fetchone()
        cursor.execute("SELECT text FROM contact_note")
        return [*inquiry, *cursor.fetchone()]


def test_nothing_of_it_can_be_read_in_the_database(ana: Inquiry) -> None:
    stored = str(everything_stored()).casefold()
    for words in ("anastasia", "ana@example", "555-0177", "5550177", "my question", "mornings"):
        assert words not in stored
    assert Inquiry.objects.get().message == "My question"


def test_it_is_found_by_exact_address_number_or_reference(ana: Inquiry) -> None:
    for typed in ("ana@example.org", " ANA@EXAMPLE.ORG", "202-555-0177", "+1 202 555 0177"):
        assert Inquiry.objects.matching(typed, 9) == [ana.pk]
    for typed in (ana.reference, ana.reference.lower(), ana.reference.removeprefix("BS-")):
        assert Inquiry.objects.matching(typed, 9) == [ana.pk]
    for typed in ("", " ", "ana", "example.org", "555-0177", "Anastasia", "%"):
        assert not Inquiry.objects.matching(typed, 9)


def test_a_comparison_that_could_never_match_is_an_error(ana: Inquiry) -> None:
    with pytest.raises(FieldError):
        Inquiry.objects.filter(name="Anastasia").exists()


def test_keys_can_be_changed_while_the_site_runs(ana: Inquiry, settings: Settings) -> None:
    old_keys = settings.INQUIRY_KEYS
    before = sealed_columns()
    settings.INQUIRY_KEYS = [NEW_KEY, *old_keys]
    assert Inquiry.objects.get().name == "Anastasia"
    assert Inquiry.objects.matching("ana@example.org", 9) == [ana.pk]
    call_command("rotate_inquiry_keys", stdout=io.StringIO())
    assert not set(before) & set(sealed_columns())
    settings.INQUIRY_KEYS = [NEW_KEY]
    assert Inquiry.objects.get().phone == "(202) 555-0177"
    assert Note.objects.get().text == "She prefers mornings"
    assert Inquiry.objects.matching("(202) 555-0177", 9) == [ana.pk]


def test_a_missing_key_loses_nothing(ana: Inquiry, settings: Settings) -> None:
    old_keys = settings.INQUIRY_KEYS
    settings.INQUIRY_KEYS = [NEW_KEY]
    unreadable = Inquiry.objects.get()
    assert unreadable.name == "(cannot be read: its key is missing)"
    unreadable.status = "waiting"
    unreadable.save()
    with pytest.raises(CommandError, match="2 could not be read"):
        call_command("rotate_inquiry_keys", stdout=io.StringIO())
    settings.INQUIRY_KEYS = old_keys
    assert Inquiry.objects.get().name == "Anastasia"
    found = Inquiry.objects.matching("ana@example.org", 9)
    assert Inquiry.objects.get(pk__in=found).status == "waiting"


@pytest.mark.parametrize("value", ["", "x", "\ud800", "\x00", "é" * 50])
def test_a_made_up_seal_opens_nothing(value: str) -> None:
    assert unseal_link(value, 60) is None
