"""The worker redraws pictures in a process of its own: no file stops it, or fills its memory."""

import subprocess
import sys
import time
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from PIL import Image, ImageCms

from clinic_site.worker import Worker
from pages.models import Picture, PictureCopy, PictureUpload
from pages.pictures import redraw, studio
from pages.revisions import content_version
from tests.colleagues import Editor
from tests.pictures import (
    GREEN,
    RED,
    SECRET,
    add,
    chunk,
    image,
    photo,
    png_saying,
    saved,
    show,
    upload,
)


def copies(picture: Picture) -> dict[int, bytes]:
    return {one.width: bytes(one.data) for one in picture.copies.all()}


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def near(one: Any, other: Any) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=False))


def test_a_picture_becomes_ready_in_a_few_widths(db: None) -> None:
    before = content_version.current()
    picture = show(photo((2_400, 1_800)))
    assert (picture.state, picture.width, picture.height) == ("ready", 1_920, 1_440)
    found = copies(picture)
    assert list(found) == [320, 640, 1_280, 1_920]
    assert [opened(one).size for one in found.values()] == [
        (320, 240),
        (640, 480),
        (1_280, 960),
        (1_920, 1_440),
    ]
    assert all(opened(one).format == "WEBP" for one in found.values())
    assert content_version.current() > before, "Kept pages go old."


def test_a_small_picture_is_not_made_larger(db: None) -> None:
    assert list(copies(show(photo((500, 400))))) == [320, 500]
    assert list(copies(show(photo((250, 400)), key="b"))) == [250]


def test_a_tall_picture_has_a_bound(db: None) -> None:
    picture = show(photo((1_000, 5_000)))
    assert (picture.width, picture.height) == (480, 2_400)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_turned_as_the_camera_was_held(db: None, turn: int) -> None:
    """The red corner is where it was for the person who took it."""
    picture = show(photo((800, 400), turn=turn))
    assert (picture.width > picture.height) == (turn < 5)
    drawn = opened(copies(picture)[picture.width]).convert("RGB")
    far = (drawn.width - 30, drawn.height - 30)
    at = {1: (30, 30), 2: (far[0], 30), 3: far, 4: (30, far[1])}
    at |= {5: (30, 30), 6: (far[0], 30), 7: far, 8: (30, far[1])}
    corners = {(x, y): drawn.getpixel((x, y)) for x in (30, far[0]) for y in (30, far[1])}
    red = [corner for corner, color in corners.items() if near(color, RED)]
    assert red == [at[turn]]


def test_a_phones_picture_with_a_second_one_in_it_is_taken(dana: Editor) -> None:
    """It says how far things are, or how they look in more light. Only the first is drawn."""
    second = image((400, 300)).rotate(180)
    upload(dana, saved(image(), "MPO", save_all=True, append_images=[second]))
    picture = Picture.objects.get()
    studio.make_ready(picture)
    picture.refresh_from_db()
    assert (picture.state, picture.width, picture.height) == ("ready", 800, 600)
    assert near(opened(copies(picture)[800]).convert("RGB").getpixel((30, 30)), RED)


def test_nothing_hidden_is_left(db: None) -> None:
    behind = b"PK\x03\x04<script>" + SECRET.encode()
    picture = show(photo() + behind)
    assert picture.state == "ready"
    assert not PictureUpload.objects.exists(), "The file told where it was taken."
    for data in copies(picture).values():
        assert SECRET.encode() not in data
        assert b"script" not in data
        assert [data[at : at + 4] for at in (0, 8, 12)] == [b"RIFF", b"WEBP", b"VP8 "]
        assert not opened(data).info.keys() & {"exif", "xmp", "icc_profile", "comment"}


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1"])
def test_all_usual_kinds_of_pixels_are_drawn(db: None, mode: str) -> None:
    picture = show(saved(image(mode=mode), "PNG"))
    assert picture.state == "ready"
    drawn = opened(copies(picture)[800]).convert("RGB")
    corner = RED if mode in ("RGB", "RGBA") else drawn.getpixel((20, 20))
    assert near(drawn.getpixel((20, 20)), corner)


def test_what_is_clear_stays_clear(db: None) -> None:
    clear = image(mode="RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    drawn = opened(copies(show(saved(clear, "PNG")))[800])
    assert near([drawn.getpixel((9, y))[3] for y in (2, 300, 597)], (1, 128, 254))  # type: ignore[index]
    palette = image().quantize(4)
    picture = show(saved(palette, "PNG", transparency=0), key="b")
    assert opened(copies(picture)[800]).mode == "RGBA"


def test_colors_of_a_camera_become_those_of_screens(db: None) -> None:
    """A profile that swaps nothing leaves colors; one that is broken is as if it was not there."""
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for number, profile in enumerate((usual, lab, b"no profile", bytes(10_000))):
        picture = show(saved(image(), icc_profile=profile), key=f"k{number}")
        assert near(opened(copies(picture)[800]).convert("RGB").getpixel((20, 20)), RED)
        assert near(opened(copies(picture)[800]).convert("RGB").getpixel((700, 500)), GREEN)


# Files that want to do harm


def bad_jpeg() -> bytes:
    good = bytearray(photo())
    start = good.index(b"\xff\xda") + 20
    good[start : start + 3_000] = bytes(3_000)
    return bytes(good)


def bad_tables() -> bytes:
    return photo().replace(b"\xff\xdb", b"\xff\xe9")


def profile_bomb() -> bytes:
    png = saved(image(), "PNG")
    bomb = chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(50_000_000), 9))
    return png[:33] + bomb + png[33:]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bad_tables(), "cannot be read"),
        (png_saying(7_000, 7_000), "cannot be read"),
        (b"", "cannot be read"),
        (b"GIF89a" + bytes(500), "cannot be read"),
        (saved(image(), "TIFF"), "cannot be read"),
        (saved(image(mode="CMYK")), "colors are not for screens"),
        (png_saying(8_000, 7_000), "It has too many pixels"),
        (png_saying(50_000, 50_000), "It has too many pixels"),
        (saved(image(), "WEBP", save_all=True, append_images=[image((800, 600), "L")]), "It moves"),
        (b"RIFF\xff\xff\xff\xffWEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x3f\0\xff\x3f\0", "too many pixels"),
    ],
)
def test_a_broken_file_is_marked_so_with_a_reason(db: None, data: bytes, reason: str) -> None:
    picture = show(data)
    assert picture.state == "broken"
    assert reason in picture.reason
    assert not PictureUpload.objects.exists()
    assert not PictureCopy.objects.exists()


def test_what_can_be_read_of_a_file_with_a_fault_has_no_fault(db: None) -> None:
    for number, data in enumerate((bad_jpeg(), profile_bomb())):
        picture = show(data, key=f"k{number}")
        assert picture.state in ("ready", "broken")
        assert picture.state == "broken" or opened(copies(picture)[800]).size == (800, 600)


def test_the_process_has_bounds_on_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest picture fits; twice the memory does not."""
    monkeypatch.setattr(studio, "_PROGRAM", _program("x = bytearray(2 * redraw.MOST_MEMORY)"))
    with pytest.raises(studio.BrokenError, match="memory"):
        studio.draw(photo())


def test_the_process_has_bounds_on_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for wait in ("time.sleep(60)", "while True: pass"):
        monkeypatch.setattr(studio, "_PROGRAM", _program(wait))
        monkeypatch.setattr(studio, "MOST_SECONDS", 1)
        monkeypatch.setattr(studio, "_LATE", 1)
        began = time.monotonic()
        with pytest.raises(studio.BrokenError, match="time"):
            studio.draw(photo())
        assert time.monotonic() - began < 10


def test_the_process_gets_no_key_and_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a-key")
    tell = "assert not {'SECRET_KEY', 'HOME'} & os.environ.keys() and 'django' not in sys.modules"
    monkeypatch.setattr(studio, "_PROGRAM", _program(tell))
    assert studio.draw(photo()).width == 800


def test_the_process_writes_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "x"
    write = f"open({str(file)!r}, 'wb').write(b'x' * 9)"
    monkeypatch.setattr(studio, "_PROGRAM", _program(write))
    studio.draw(photo())
    assert not file.read_bytes()


def _program(first: str) -> list[str]:
    """The program, taken over by whoever made the file."""
    code = f"""
import os, runpy, sys, time
sys.path.insert(0, {str(Path(redraw.__file__).parent)!r})
import redraw
redraw.limit_this_process()
def taken_over(data, draw=redraw.redraw):
    {first}
    return draw(data)
redraw.redraw = taken_over
redraw.main(sys.stdin.buffer, sys.stdout.buffer)
"""
    return [sys.executable, "-I", "-B", "-c", code]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\n",
        b"[]\n",
        b"[" * 900 + b"\n",
        b"[" * 900_000 + b"\n",
        b'{"size": [1e999, 200], "lengths": [5]}\n',
        b"{}\n",
        b'{"reason": "<script>"}\n',
        b'{"reason": ["broken"]}\n',
        b'{"size": [320, 200], "lengths": [5]}\n<html',
        b'{"size": [9999, 200], "lengths": [5, 5, 5, 5, 5]}\n' + bytes(25),
        b'{"size": [-1, 200], "lengths": [5]}\n' + bytes(25),
        b'{"size": [320, 200], "lengths": [-5]}\n' + bytes(25),
        b'{"size": "x", "lengths": [5]}\n' + bytes(25),
        b"x" * 20_000_000,
    ],
)
def test_what_the_process_answers_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, answer: bytes, tmp_path: Path
) -> None:
    (tmp_path / "answer").write_bytes(answer)
    monkeypatch.setattr(studio, "_PROGRAM", ["/bin/cat", str(tmp_path / "answer")])
    with pytest.raises(studio.BrokenError, match="broken"):
        studio.draw(photo())


@pytest.mark.parametrize("cut", [slice(-1), slice(-5_000), slice(None)])
def test_an_answer_that_is_cut_or_goes_on_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, cut: slice, tmp_path: Path
) -> None:
    whole, _is_late = studio._ask(photo((1_300, 900)))
    more = b"" if cut.stop else b"more"
    (tmp_path / "answer").write_bytes(whole[cut] + more)
    monkeypatch.setattr(studio, "_PROGRAM", ["/bin/cat", str(tmp_path / "answer")])
    with pytest.raises(studio.BrokenError, match="broken"):
        studio.draw(photo())


def test_the_program_runs_alone() -> None:
    program = [sys.executable, "-I", "-B", str(redraw.__file__)]
    done = subprocess.run(  # noqa: S603
        program, input=b"nothing", capture_output=True, env={}, check=True
    )
    assert (done.stdout, done.stderr) == (b'{"reason": "broken"}\n', b"")


# The worker


@pytest.mark.django_db(transaction=True)
def test_the_worker_redraws_beside_its_mail() -> None:
    add()
    add(bytes(99), key="broken")
    worker = Worker()
    for _ in range(2):
        worker._last_beat = float("-inf")
        worker.turn()
        hand = studio._Hand.thread
        assert hand
        hand.join(60)
    states = Picture.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["ready", "broken"]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """The pictures that were begun; none is finished."""
    begun: list[Picture] = []
    monkeypatch.setattr(studio, "make_ready", begun.append)
    monkeypatch.setattr("pages.pictures.studio.connection.close", lambda: None)
    return begun


def beat(hours: float = 0) -> None:
    studio.redraw_pictures(timezone.now() + timedelta(hours=hours))
    if studio._Hand.thread:
        studio._Hand.thread.join(60)


def test_two_workers_never_redraw_the_same(db: None, started: list[Picture]) -> None:
    first, second = add(), add(key="second")
    for _ in range(3):
        beat()
    assert started == [first, second]


def test_a_picture_whose_worker_died_is_begun_once_more(db: None, started: list[Picture]) -> None:
    picture = add()
    for hours in range(5):
        beat(hours)
    assert started == [picture, picture]
    picture.refresh_from_db()
    assert (picture.state, picture.leased_until) == ("broken", None)


@pytest.mark.parametrize("hours", [-1, -5, -24])
def test_a_clock_that_is_set_back_keeps_no_picture_waiting(
    db: None, started: list[Picture], hours: int
) -> None:
    picture = add()
    beat()
    beat(hours)
    assert started == [picture, picture]


def test_one_at_a_time_and_no_waiting_for_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    add()
    monkeypatch.setattr(studio._Hand, "is_busy", lambda: True)
    beat()
    assert Picture.objects.get().tries == 0


def test_trouble_with_the_database_is_logged_without_a_word_of_it(
    db: None, started: list[Picture], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def fail(_picture: Picture) -> None:
        raise OperationalError("secret")

    monkeypatch.setattr(studio, "make_ready", fail)
    add()
    beat()
    assert "could not be prepared: OperationalError" in caplog.text
    assert "secret" not in caplog.text


def test_a_picture_that_was_deleted_meanwhile_stays_deleted(db: None) -> None:
    picture = add()
    drawn = studio.draw(photo())
    Picture.objects.all().delete()
    studio._keep(picture, drawn)
    assert not Picture.objects.exists()
    assert not PictureCopy.objects.exists()


def test_a_late_worker_takes_no_file_from_a_picture_that_does_not_wait(db: None) -> None:
    picture = add()
    Picture.objects.update(state="broken", reason="It moves.")
    studio._mark_broken(picture, "broken")
    assert Picture.objects.get().reason == "It moves."
    assert PictureUpload.objects.exists()
