"""Staff upload a picture; what the site does not take is refused at the field, in plain words."""

import logging
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from PIL import Image

from pages.models import Picture, PictureCopy, PictureUpload
from pages.pictures import header
from pages.pictures.header import MOST_BYTES
from pages.pictures.upload import MOST_SENT, InMemory
from tests.colleagues import Editor, change, said
from tests.html import Page
from tests.pictures import ADD, add, chunk, image, photo, png_saying, saved, show, upload

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'
PHOTO = photo()


def moving(kind: str) -> bytes:
    return saved(image(), kind, save_all=True, append_images=[image().rotate(180)], duration=100)


def many_parts() -> bytes:
    png = png_saying(800, 600)
    return png[:33] + chunk(b"tEXt", b"") * 30_000 + png[33:]


#: Name, file, and what is said of it.
REFUSED: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "This file is empty"),
    ("a text", b"Dear colleague,\nsee below.", "not a picture the site takes"),
    ("a page", b"<!doctype html><script>x()</script>", "not a picture the site takes"),
    ("a program", b"MZ\x90\x00" + bytes(500), "not a picture the site takes"),
    ("a drawing with a program", SVG, "SVG drawing, which may hold a program"),
    ("a PDF", b"%PDF-1.7\n", "This is a PDF"),
    ("a phone's own kind", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99), "HEIC"),
    ("AVIF", saved(image(), "AVIF"), "AVIF"),
    ("TIFF", saved(image(), "TIFF"), "TIFF"),
    ("GIF", saved(image(), "GIF"), "GIF"),
    ("BMP", saved(image(), "BMP"), "not a picture the site takes"),
    ("a moving PNG", moving("PNG"), "This picture moves"),
    ("a moving WebP", moving("WEBP"), "This picture moves"),
    ("colors for print", saved(image(mode="CMYK")), "colors for print"),
    ("16 bits", saved(Image.new("I;16", (800, 600)), "PNG"), "more than 8 bits"),
    ("half a JPEG", PHOTO[: len(PHOTO) // 2], "end of this file is missing"),
    ("half a PNG", saved(image(), "PNG")[:200], "end of this file is missing"),
    ("half a WebP", saved(image(), "WEBP")[:200], "end of this file is missing"),
    ("a JPEG of three bytes", b"\xff\xd8\xff", "end of this file is missing"),
    ("a PNG of eight bytes", PNG_BEGINS := b"\x89PNG\r\n\x1a\n", "end of this file is missing"),
    ("a JPEG of signs", b"\xff\xd8" + b"\xff\xc4\x00\x02" * 500_000, "cannot be read"),
    ("a JPEG without a picture", b"\xff\xd8\xff\xd9", "end of this file is missing"),
    ("a PNG that begins wrong", PNG_BEGINS + chunk(b"IDAT", bytes(99)), "cannot be read"),
    ("a PNG of many parts", many_parts(), "cannot be read"),
    ("a WebP of no kind", b"RIFF\x20\0\0\0WEBPVP9 " + bytes(40), "cannot be read"),
    ("a bomb", png_saying(50_000, 50_000, depth=1, color=0), "2,500 megapixels, and 50 are the"),
    ("the largest bomb", png_saying(2**31 - 1, 2**31 - 1), "megapixels"),
    ("a hair too large", png_saying(7072, 7072), "megapixels, and 50 are the most"),
    ("one pixel", saved(image((1, 1)), "PNG"), "1 by 1 pixels. Each side needs at least 200"),
    ("a hair", saved(image((30_000, 1)), "PNG"), "30000 by 1 pixels"),
    ("a ribbon", saved(image((2_000, 300))), "too long and narrow"),
    ("no pixels", png_saying(0, 0), "0 by 0 pixels"),
]


@pytest.mark.parametrize(
    ("data", "reason"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_what_is_not_taken_is_refused_at_the_field(dana: Editor, data: bytes, reason: str) -> None:
    page = upload(dana, data)
    assert page.status_code == 200
    errors = page.context["adminform"].form.errors
    assert list(errors) == ["file"]
    assert reason in errors["file"][0]
    assert reason in said(page)
    assert "Photograph of a green door" in said(page), "What was typed is still there."
    assert not Picture.objects.exists()
    assert not PictureUpload.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.exe", "photo", "ünï “ß”.svg"])
def test_the_file_says_what_it_is_not_its_name(dana: Editor, kind: str, name: str) -> None:
    upload(dana, saved(image(), kind), name)
    assert Picture.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "data",
    [
        saved(image(), progressive=True),
        saved(image(mode="L")),
        saved(image(mode="P"), "PNG"),
        saved(image(mode="1"), "PNG"),
        saved(image(mode="RGBA"), "PNG"),
        saved(image(mode="RGBA"), "WEBP"),
        saved(image(), "WEBP", lossless=True),
        saved(image((200, 1000))),
        PHOTO + b"PK\x03\x04 more after the end, as phones add it",
    ],
)
def test_usual_pictures_are_taken(dana: Editor, data: bytes) -> None:
    upload(dana, data)
    picture = Picture.objects.get()
    assert bytes(picture.upload.data) == data
    assert (picture.key, picture.added_by) == ("the-door", dana.user)


def test_the_size_that_is_said_is_the_one_that_is_found() -> None:
    for kind, how in (("JPEG", {}), ("PNG", {}), ("WEBP", {}), ("WEBP", {"lossless": True})):
        found = header.check(saved(image((640, 480)), kind, **how))
        assert (found.width, found.height) == (640, 480)
    found = header.check(saved(image((640, 480), "RGBA"), "WEBP", exif=b"Exif\0\0"))
    assert (found.width, found.height) == (640, 480)


# How much


def filled(size: int) -> bytes:
    """A picture with so many bytes, those at its end for nothing."""
    return PHOTO + bytes(size - len(PHOTO))


def test_ten_megabytes_are_taken_and_one_byte_more_is_not(dana: Editor) -> None:
    assert MOST_BYTES == 10 * 1024 * 1024
    upload(dana, filled(MOST_BYTES))
    assert len(bytes(Picture.objects.get().upload.data)) == MOST_BYTES
    page = upload(dana, filled(MOST_BYTES + 1), title="Another")
    assert page.context["adminform"].form.errors["file"] == [
        "This file has 10.0 MB, and 10 are the most. Save the picture smaller."
    ]
    page = upload(dana, filled(25 * 1024 * 1024), title="Another")
    assert "This file has 25.0 MB" in said(page)
    assert Picture.objects.count() == 1


def test_staff_choose_the_part_that_stays_when_a_picture_is_cut(dana: Editor) -> None:
    page = Page(dana.get(ADD).content.decode())
    offered = [option.words for option in page.tags("option")]
    for choices in (
        ["left", "left of the middle", "middle", "right of the middle", "right"],
        ["top", "above the middle", "middle", "below the middle", "bottom"],
    ):
        first = offered.index(choices[0])
        assert offered[first : first + 5] == choices


def test_far_too_much_is_not_even_read(dana: Editor) -> None:
    assert upload(dana, bytes(MOST_SENT)).status_code == 413


def test_other_pages_take_no_more_than_before(dana: Editor) -> None:
    for path in ("/contact/", "/staff/pages/clinic/1/change/", "/staff/pages/picture/"):
        file = SimpleUploadedFile("a.jpg", bytes(600 * 1024))
        assert dana.post(path, {"file": file}).status_code == 413


def test_several_files_at_once_are_refused(dana: Editor) -> None:
    files = [SimpleUploadedFile("a.jpg", PHOTO) for _ in range(2)]
    assert dana.post(ADD, {"file": files}).status_code == 400


def test_of_whoever_is_not_signed_in_nothing_is_kept(db: None, dana: Editor) -> None:
    for client, kept in ((Client(), 0), (dana, len(PHOTO))):
        request = RequestFactory().post(ADD)
        request.COOKIES = {name: one.value for name, one in client.cookies.items()}
        handler = InMemory(request)
        handler.new_file("file", "Luis at the door.jpg", "image/jpeg", None)
        handler.receive_data_chunk(PHOTO, 0)
        file = handler.file_complete(len(PHOTO))
        assert (file.size, len(file.read()), file.name) == (len(PHOTO), kept, "picture")


def test_who_was_signed_out_keeps_what_they_typed(dana: Editor) -> None:
    fields = dana.fields(ADD) | {"alt": "Photograph of a green door"}
    dana.logout()
    page = dana.send(ADD, fields | {"file": SimpleUploadedFile("a.jpg", filled(MOST_BYTES))})
    assert page.status_code == 403
    assert not Picture.objects.exists()


def test_no_name_of_a_file_is_kept_or_logged(
    dana: Editor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    upload(dana, PHOTO, "luis-when-he-was-ill.jpg")
    upload(dana, b"no picture", "luis-when-he-was-ill.jpg", title="Another")
    assert "luis" not in caplog.text
    rows = [Picture.objects.values(), dana.user.logentry_set.values()]
    assert "luis" not in str([list(one) for one in rows])


# What is said of it


def test_a_picture_is_described_or_decorative_never_both_or_neither(dana: Editor) -> None:
    page = upload(dana, PHOTO, alt="")
    assert "Say what the picture shows" in said(page)
    page = upload(dana, PHOTO, decorative="on")
    assert "not both" in said(page)
    assert not Picture.objects.exists()
    upload(dana, PHOTO, alt="", decorative="on")
    assert Picture.objects.get().decorative


def test_without_a_file_there_is_no_picture(dana: Editor) -> None:
    page = dana.press(ADD, title="The door", alt="A door")
    assert "Choose the file of the picture." in said(page)


def test_two_pictures_of_one_name_have_two_keys(dana: Editor) -> None:
    for _ in range(3):
        upload(dana, PHOTO)
    assert set(Picture.objects.values_list("key", flat=True)) == {
        "the-door",
        "the-door-2",
        "the-door-3",
    }


def test_what_is_said_can_be_changed_and_the_pixels_stay(dana: Editor) -> None:
    picture = show()
    copies = list(PictureCopy.objects.values_list("pk", flat=True))
    assert 'type="file"' not in said(dana.get(change(picture)))
    dana.press(change(picture), alt="Photograph of a door, half open", focus_x="25", key="other")
    after = Picture.objects.get()
    assert (after.alt, after.focus_x) == ("Photograph of a door, half open", 25)
    assert (after.key, after.address, after.state) == ("door", picture.address, "ready")
    assert list(PictureCopy.objects.values_list("pk", flat=True)) == copies


def test_a_broken_picture_says_why_and_gets_another_file(dana: Editor) -> None:
    picture = show(PHOTO[:400] + bytes(2_000))
    assert picture.state == "broken"
    assert "It cannot be read" in said(dana.get(change(picture)))
    dana.press(change(picture), file=SimpleUploadedFile("a.jpg", PHOTO))
    picture.refresh_from_db()
    assert (picture.state, picture.reason, picture.tries) == ("waiting", "", 0)
    assert bytes(picture.upload.data) == PHOTO


def test_editors_upload_and_the_front_desk_does_not(hire: Any) -> None:
    add()
    editor = hire("Eva", "view_picture", "add_picture", "change_picture")
    desk = hire("Finn", "view_page")
    assert editor.get(ADD).status_code == 200
    assert [desk.get(path).status_code for path in (ADD, "/staff/pages/picture/")] == [403, 403]


def test_an_upload_is_read_in_parts(dana: Editor) -> None:
    """As the server does it: what comes is not joined before it is counted."""
    request = RequestFactory().post(ADD)
    request.COOKIES = {name: one.value for name, one in dana.cookies.items()}
    handler = InMemory(request)
    handler.new_file("file", "a.jpg", "image/jpeg", None)
    part = bytes(64 * 1024)
    for at in range(0, MOST_SENT, len(part)):
        handler.receive_data_chunk(part, at)
        assert sum(map(len, handler._chunks)) <= MOST_BYTES
    assert handler.file_complete(MOST_SENT).read() == BytesIO().read()


def test_staff_see_the_smallest_copy_of_a_picture_that_is_ready(dana: Editor) -> None:
    picture = show(photo((1_000, 500)))
    page = Page(dana.get(change(picture)).content.decode())
    portraits = [one for one in page.tags("img") if "portrait" in one.get("class")]
    assert {one.get("src") for one in portraits} == {f"/pictures/{picture.address}-320.webp"}
