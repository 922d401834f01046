"""The keys that seal what is stored are changed, and everyone signs in as before."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from clinic_site.models import AskedForLink
from tests.clinic_site.second.signing_in import give, is_in, with_password
from tests.colleagues import PHONE, code_of, give_phone

NEW_KEY = "bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleSE="


def stored_key() -> str:
    """As the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM clinic_site_phonecodes")
        return str(cursor.fetchone()[0])


def test_a_phone_gives_codes_before_during_and_after(ana: User, settings: Settings) -> None:
    give_phone(ana)
    Client().post("/staff/forgotten/", {"email": "ana@clinic.example"})
    old_keys, before = settings.INQUIRY_KEYS, stored_key()
    settings.INQUIRY_KEYS = [NEW_KEY, *old_keys]
    client = with_password(ana)
    give(client, code_of(PHONE))
    assert is_in(client)
    call_command("rotate_inquiry_keys", stdout=io.StringIO())
    settings.INQUIRY_KEYS = [NEW_KEY]
    assert PHONE not in stored_key() != before
    client = with_password(ana)
    give(client, code_of(PHONE, 1))
    assert is_in(client)
    assert AskedForLink.objects.get().address == "ana@clinic.example"


def test_without_its_key_a_phone_opens_nothing_and_loses_nothing(
    ana: User, settings: Settings
) -> None:
    give_phone(ana)
    old_keys, before = settings.INQUIRY_KEYS, stored_key()
    settings.INQUIRY_KEYS = [NEW_KEY]
    client = with_password(ana)
    give(client, code_of(PHONE))
    assert not is_in(client)
    with pytest.raises(CommandError, match="could not be read"):
        call_command("rotate_inquiry_keys", stdout=io.StringIO())
    assert stored_key() == before
    settings.INQUIRY_KEYS = old_keys
    give(client, code_of(PHONE))
    assert is_in(client)
