"""Capital letters do not matter, no name is used twice, and no password is one strangers try."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from clinic_site.models import UsedName
from contact.models import AuditRecord
from pages.clinic.models import Clinic
from tests.colleagues import Editor, fields_of

RIGHT = "right-horse-battery"


def signs_in(name: str, password: str = RIGHT) -> bool:
    client = Client()
    fields = {"username": name, "password": password, "next": "/staff/"}
    return client.post("/staff/login/", fields).status_code == 302


@pytest.mark.parametrize("typed", ["ana", "Ana", "ANA", "aNa", "\uff21na"])
def test_capital_letters_in_the_name_do_not_matter(db: None, typed: str) -> None:
    User.objects.create_user("Ana", password=RIGHT, is_staff=True)
    assert signs_in(typed)
    assert not signs_in(typed, "wrong")
    assert AuditRecord.objects.filter(act="sign-in").get().who == "Ana"


def test_also_with_letters_that_are_not_english(db: None) -> None:
    User.objects.create_user("ÁNGELA", password=RIGHT, is_staff=True)
    assert signs_in("ángela")


def test_two_of_before_that_differ_by_capitals_each_sign_in_as_written(db: None) -> None:
    User.objects.create_user("ana", password=RIGHT, is_staff=True)
    User.objects.bulk_create([User(username="Ana", is_staff=True)])
    other = User.objects.get(username="Ana")
    other.set_password("another-horse")
    other.save()
    assert signs_in("Ana", "another-horse")
    assert signs_in("ana")
    assert not signs_in("Ana")


@pytest.mark.parametrize("name", ["luis", "LUIS"])
def test_the_name_of_who_left_is_never_used_again(db: None, name: str) -> None:
    User.objects.create_user("luis").delete()
    with pytest.raises(ValidationError):
        User.objects.create_user(name)
    assert not User.objects.exists()


def test_nor_that_of_who_was_renamed(dana: Editor) -> None:
    luis = User.objects.create_user("luis", password=RIGHT, is_staff=True)
    page = f"/staff/auth/user/{luis.pk}/change/"
    dana.press(page, username="luisa")
    assert signs_in("Luisa")
    assert not signs_in("luis")
    rob = User.objects.create_user("rob")
    refused = dana.press(f"/staff/auth/user/{rob.pk}/change/", username="Luis")
    assert "Somebody signs in, or signed in, with this name" in refused.content.decode()
    assert fields_of(refused)["username"] == "Luis"
    dana.press(page, username="luis")
    assert signs_in("luis")


def test_accounts_of_before_have_their_names_after_the_upgrade(db: None) -> None:
    User.objects.bulk_create([User(username="ana"), User(username="Ana"), User(username="Rob")])
    UsedName.objects.all().delete()
    step = import_module("clinic_site.migrations.0005_names_and_invitations")
    step.keep_names(apps, None)
    ana, rob = User.objects.get(username="ana"), User.objects.get(username="Rob")
    kept = UsedName.objects.order_by("name").values_list("name", "account")
    assert list(kept) == [("ana", ana.pk), ("rob", rob.pk)]


# Passwords


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",
        "qwertyuiop123",
        "Sunshine2026!",
        "password123456",
        "aaaaaaaaaaaaaaa",
        "abcabcabcabc",
        "lamp lamp lamp lamp ",
        "121212121212",
        "abcdefghijklm",
        "9876543210987",
        "poiuytrewqlkj",
        "BrainStim-lamp-7",
        "br4inst1m gravel",
        "my ketamine lamp",
        "harbor lamp green",
        "h4rbor-lamp-green",
    ],
)
def test_a_password_that_strangers_try_first_is_refused(db: None, password: str) -> None:
    Clinic.objects.update_or_create(pk=1, defaults={"name": "Harbor Wellness"})
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["lamp gravel sunday", "Xk7#pQ2!vLm9", "correct horse battery", "ñandú lluvia sol"]
)
def test_three_words_or_twelve_odd_signs_are_taken(db: None, password: str) -> None:
    validate_password(password)


def test_an_old_password_goes_on_working(db: None) -> None:
    User.objects.create_user("ana", password="brainstim", is_staff=True)
    assert signs_in("ana", "brainstim")


def test_my_own_new_password_is_looked_at_too(dana: Editor) -> None:
    user: Any = dana.user
    user.set_password(RIGHT)
    user.save()
    dana.force_login(user)
    bad = {"old_password": RIGHT, "new_password1": "BrainStim-lamp-7"}
    page = dana.post("/staff/password_change/", bad | {"new_password2": bad["new_password1"]})
    assert "Leave out the clinic’s name" in page.content.decode()
