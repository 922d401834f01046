"""Visitors get the copies of a picture at lasting addresses, once it is ready."""

import pytest
from django.conf import settings
from django.test import Client

from pages.models import Picture, PictureCopy
from pages.pictures.models import PictureState
from tests.colleagues import Editor, change
from tests.pictures import add, image, saved, show
from tests.profile import open_place, say, show_person


def test_a_copy_is_kept_by_browsers_for_ever(db: None, client: Client) -> None:
    picture = show()
    show_person("rosa", picture=picture)
    for copy in PictureCopy.objects.all():
        page = client.get(picture.address_of(copy.width))
        assert page.content == bytes(copy.data)
        assert page["Content-Type"] == "image/webp"
        assert page["Cache-Control"] == "public, max-age=31536000, immutable"
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Content-Security-Policy"].endswith("sandbox")
        assert "default-src 'none'" in page["Content-Security-Policy"]
        assert "Set-Cookie" not in page
        assert "Vary" not in page
    head = client.head(picture.usual)
    assert (head.status_code, head.content) == (200, b"")


def test_the_address_is_that_of_the_pixels(db: None) -> None:
    one, same = show(), show(key="same")
    other = show(saved(image((700, 500))), key="other")
    assert len({picture.address for picture in (one, same, other)}) == 3
    assert all(len(picture.address) == 16 for picture in (one, same, other))


@pytest.mark.parametrize("state", [one for one in PictureState if one != PictureState.READY])
def test_what_is_not_ready_is_not_there(db: None, client: Client, state: str) -> None:
    picture = show()
    usual = picture.usual
    show_person("rosa", picture=picture)
    Picture.objects.update(state=state, address="")
    assert client.get(usual).status_code == 404


def test_what_is_nowhere_is_not_there(db: None, client: Client) -> None:
    picture = show()
    add(key="waiting")
    for path in (
        picture.address_of(321),
        picture.address_of(10**30),
        f"/pictures/{'A' * 16}-320.webp",
        f"/pictures/{picture.address}-320.avif",
        f"/pictures/{picture.address}.webp",
        "/pictures/-320.webp",
        "/pictures/",
        f"/es{picture.usual}",
        f"{picture.usual}/..",
    ):
        page = client.get(path, follow=True)
        assert page.status_code == 404, path
        assert page["Cache-Control"] == "no-store"


def test_nothing_can_be_sent_there(db: None, client: Client) -> None:
    assert client.post(show().usual).status_code == 405


def test_a_picture_that_no_words_show_any_more_is_gone(
    db: None, client: Client, dana: Editor
) -> None:
    picture, door = show(), show(saved(image((700, 500))), key="other")
    rosa = show_person("rosa", picture=picture)
    say(rosa, language="es", title="Rosa")
    place = open_place(body="::: picture other\n:::\n")
    assert client.get(picture.usual).status_code == client.get(door.usual).status_code == 200
    form = {name: text for name, text in dana.fields(change(rosa)).items() if name != "agreed"}
    dana.send(change(rosa), form)
    gone = client.get(picture.usual, follow=True)
    assert (gone.status_code, gone["Cache-Control"]) == (404, "no-store")
    assert client.get(door.usual).status_code == 200
    say(place, body="Ring the bell.")
    assert client.get(door.usual, follow=True).status_code == 404


def test_a_translation_shows_no_picture_that_the_english_words_lost(
    db: None, client: Client
) -> None:
    picture = show()
    rosa = show_person("rosa", picture=picture)
    say(rosa, language="es", title="Rosa", picture=picture)
    say(rosa, picture=None)
    assert client.get(picture.usual, follow=True).status_code == 404


def test_colleagues_see_a_picture_before_visitors_do(
    db: None, client: Client, dana: Editor
) -> None:
    picture = show()
    # A browser says who is signed in only under this path.
    address = dana.get(picture.usual)["Location"]
    assert address.startswith(settings.SESSION_COOKIE_PATH)
    page = dana.get(address)
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
    assert client.get(address).status_code == 404
