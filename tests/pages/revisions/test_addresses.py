"""Only who asks for a page that is not there any more is led on."""

import pytest
from django.test import Client

from pages.models import Page, PageRevision
from pages.revisions.moved_addresses import MovedAddress, remember_move

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved() -> None:
    remember_move("/old/", "/new/")


@pytest.mark.usefixtures("moved")
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(("old", "new"), [("/old/", "/new/"), ("/es/old/", "/es/new/")])
def test_who_looks_is_led_on_in_the_same_language(
    client: Client, method: str, old: str, new: str
) -> None:
    answer = getattr(client, method)(old)
    assert (answer.status_code, answer["Location"]) == (301, new)


@pytest.mark.usefixtures("moved")
def test_what_somebody_sends_is_not_led_on(client: Client) -> None:
    assert client.post("/old/").status_code == 404


@pytest.mark.usefixtures("moved")
def test_an_address_that_nobody_knows_leads_nowhere(client: Client) -> None:
    assert client.get("/older/").status_code == 404


@pytest.mark.usefixtures("moved")
def test_a_page_that_stands_at_an_old_address_is_shown(client: Client) -> None:
    page = Page.objects.create(slug="old", medical=False)
    PageRevision.objects.create(document=page, title="Here again", summary="S").publish()
    answer = client.get("/old/")
    assert answer.status_code == 200
    assert "Here again" in answer.content.decode()


def test_moves_of_other_addresses_stay(client: Client) -> None:
    for old, new in (("/a/", "/b/"), ("/c/", "/d/"), ("/a/", "/e/"), ("/b/", "/f/")):
        remember_move(old, new)
    moves = dict(MovedAddress.objects.values_list("old_path", "new_path"))
    assert moves == {"/a/": "/e/", "/c/": "/d/", "/b/": "/f/"}


def test_a_move_is_stored_whole_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    remember_move("/first/", "/second/")

    def stop(**_named: object) -> None:
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(MovedAddress.objects, "update_or_create", stop)
    with pytest.raises(RuntimeError):
        remember_move("/second/", "/third/")
    assert MovedAddress.objects.get().new_path == "/second/"
