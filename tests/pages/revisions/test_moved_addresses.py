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


@pytest.mark.parametrize(
    ("new", "asked", "there"),
    [
        ("/new/", "/old/?utm_source=x&q=%C3%A9", "/new/?utm_source=x&q=%C3%A9"),
        ("/team/#ana", "/old/?a=1", "/team/?a=1#ana"),
        ("/new/", "/Old//?a=1", "/new/?a=1"),
        ("/new/", "/es/old/?a=1", "/es/new/?a=1"),
    ],
)
def test_a_moved_address_keeps_its_query(client: Client, new: str, asked: str, there: str) -> None:
    remember_move("/old/", new)
    assert client.get(asked)["Location"] == there


def test_a_browser_that_followed_a_move_finds_home_when_it_is_moved_back(client: Client) -> None:
    remember_move("/first/", "/second/")
    kept = {}
    answer = client.get("/first/")
    if "no-store" not in answer.get("Cache-Control", ""):
        kept["/first/"] = answer["Location"]
    remember_move("/second/", "/first/")
    path, jumps = "/second/", 0
    while jumps < 5 and (target := kept.get(path) or client.get(path).get("Location")):
        path, jumps = target, jumps + 1
    assert (path, jumps) == ("/first/", 1)
