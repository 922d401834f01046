"""An address that was published once keeps leading to its words."""

import pytest
from django.test import Client

from pages.revisions.moved_addresses import MovedAddress, remember_move

pytestmark = pytest.mark.django_db


def test_an_old_address_leads_to_the_new_one(client: Client) -> None:
    remember_move("/old/", "/new/")
    answer = client.get("/old/")
    assert (answer.status_code, answer["Location"]) == (301, "/new/")


def test_moving_twice_needs_one_jump(client: Client) -> None:
    remember_move("/first/", "/second/")
    remember_move("/second/", "/third/")
    assert client.get("/first/")["Location"] == "/third/"
    assert client.get("/second/")["Location"] == "/third/"


def test_moving_back_makes_no_circle(client: Client) -> None:
    remember_move("/first/", "/second/")
    remember_move("/second/", "/first/")
    assert client.get("/second/")["Location"] == "/first/"
    assert not MovedAddress.objects.filter(old_path="/first/").exists()


def test_staying_leaves_nothing_behind() -> None:
    remember_move("/same/", "/same/")
    assert not MovedAddress.objects.exists()


def test_a_move_is_called_by_where_it_leads() -> None:
    remember_move("/old/", "/new/")
    assert str(MovedAddress.objects.get()) == "/old/ → /new/"
