"""What can be seen to be broken in a PNG is said at once, and not after it was saved."""

import struct
import tracemalloc
import zlib

import pytest

from pages.models import Picture
from pages.pictures import header, studio
from tests import pictures
from tests.colleagues import Editor, said
from tests.pictures import chunk, image, saved

_START = 33
_BOMB = zlib.compress(bytes(5 * 1024 * 1024))


def _good(mode: str = "RGB") -> bytes:
    return saved(image(mode=mode), "PNG")


def with_part(part: bytes) -> bytes:
    """A PNG with this part before its pixels."""
    data = _good()
    return data[:_START] + part + data[_START:]


def _says(depth: int, color: int) -> bytes:
    head = struct.pack(">IIBBBBB", 800, 600, depth, color, 0, 0, 0)
    return _good()[:8] + chunk(b"IHDR", head) + _good()[_START:]


ODD = {
    "a packed text": with_part(chunk(b"zTXt", b"a\0\0" + _BOMB)),
    "a packed text in a language": with_part(chunk(b"iTXt", b"a\0\1\0\0\0" + _BOMB)),
    "a packed profile": with_part(chunk(b"iCCP", b"a\0\0" + _BOMB)),
    "a part that changed on its way": with_part(chunk(b"tEXt", b"a\0b")[:-1] + b"!"),
    "no pixels": _good()[:_START] + chunk(b"IEND", b""),
    "no list of colors": _says(8, 3),
    "a kind that is none": _says(8, 5),
    "depths that are none": _says(4, 2),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ODD)
def test_an_odd_png_is_refused_before_it_is_saved(dana: Editor, name: str) -> None:
    page = said(pictures.upload(dana, ODD[name]))
    assert "Save" in page
    assert 'class="errorlist"' in page
    assert not Picture.objects.exists()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1"])
def test_usual_ones_are_taken_with_their_texts_and_profiles(mode: str) -> None:
    data = _good(mode)
    text = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"hello")) + chunk(b"tEXt", b"a\0b")
    for one in (data, data[:_START] + text + data[_START:]):
        assert header.check(one).width == 800
        assert studio.draw(one).width == 800


def test_a_bomb_is_not_unpacked_to_know_it() -> None:
    bomb = with_part(chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(64 * 1024 * 1024))))
    tracemalloc.start()
    try:
        with pytest.raises(header.RefusedError):
            header.check(bomb)
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    finally:
        tracemalloc.stop()
