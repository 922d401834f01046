"""Looks at an uploaded file without drawing it: what it is, how large, and whether all is there.

It only walks from part to part, and unpacks no more than a little of one, so no file makes it use
much more memory or time than another.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pages.pictures.redraw import MOST_PIXELS

MOST_BYTES = 10 * 1024 * 1024
_LEAST_SIDE = 200
#: So many times longer than wide, or wider than long.
_MOST_STRETCHED = 5
#: Usual files have a few thousand.
_MOST_PARTS = 20_000

_TAKEN = "JPEG, PNG or WebP"
_CUT = "The end of this file is missing. Save or send the picture again, then upload that."
_BROKEN = "This file cannot be read. Save the picture as JPEG again, then upload that."
_MOVES = "This picture moves. Upload one that stands still: it may make people dizzy."
_PRINT = "This picture has colors for print (CMYK). Save it as JPEG with RGB colors."
_DEEP = "This picture has more than 8 bits a color. Save it as a usual JPEG."
_HIDES = "Much more than a picture is packed into this file. Save it as JPEG, then upload that."
_NO_PICTURE = f"This is not a picture the site takes. It takes {_TAKEN}."
_PHONE = "This is a picture in the format {}. Save it as JPEG, then upload that."

#: How other files begin, and what to say of them.
_OTHERS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"GIF8"), "This is a GIF. Save it as PNG or JPEG, then upload that."),
    (re.compile(rb".{4}ftyp(hei|hev|mif1|msf1)", re.S), _PHONE.format("HEIC, as phones make it")),
    (re.compile(rb".{4}ftypavi", re.S), _PHONE.format("AVIF")),
    (
        re.compile(rb"\s*(\xef\xbb\xbf)?\s*<.{0,2000}?<?svg\b", re.S | re.I),
        "This is an SVG drawing, which may hold a program. Save it as PNG, then upload that.",
    ),
    (re.compile(rb"%PDF"), "This is a PDF. Save the picture in it as JPEG, then upload that."),
    (re.compile(rb"II\*\0|MM\0\*"), _PHONE.format("TIFF")),
)
#: In the pixels of a JPEG: the next sign that is none of theirs.
_SIGN = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
_ALONE = frozenset({0x01, *range(0xD0, 0xDA)})
_USUAL_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_FRAMES = frozenset({*range(0xC0, 0xD0)}) - {0xC4, 0xC8, 0xCC}
_END = 0xD9
#: How many bits a color has in each kind of PNG, and the kind whose colors stand in a list.
_DEPTHS = {0: (1, 2, 4, 8), 2: (8,), 3: (1, 2, 4, 8), 4: (8,), 6: (8,)}
_PALETTE = 3
#: Parts of a PNG that are packed and no pixels; unpacked they are refused when redrawn from here.
_PACKED = frozenset({b"zTXt", b"iTXt", b"iCCP"})
_MOST_TEXT = 1024 * 1024
_MOVING = 0x02


class RefusedError(ValueError):
    """Why this file is not taken, in words for staff."""


@dataclass(frozen=True)
class Header:
    """What a file says about itself."""

    width: int
    height: int


def check(data: bytes) -> Header:
    """What this picture says it is. Raises RefusedError for anything the site does not take."""
    read = _reader(data)
    try:
        header = read(data)
    except (struct.error, IndexError):
        raise RefusedError(_CUT) from None
    _check_size(header)
    return header


def _reader(data: bytes) -> Callable[[bytes], Header]:
    """By how it begins: a name says nothing."""
    if data.startswith(b"\xff\xd8\xff"):
        return _read_jpeg
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _read_png
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _read_webp
    for begins, refusal in _OTHERS:
        if begins.match(data):
            raise RefusedError(refusal)
    raise RefusedError(_NO_PICTURE)


def _check_size(header: Header) -> None:
    short, long = sorted((header.width, header.height))
    if short * long > MOST_PIXELS:
        millions = f"{header.width * header.height / 1_000_000:,.0f}"
        raise RefusedError(
            f"This picture has {millions} megapixels, and {MOST_PIXELS // 1_000_000} are the most. "
            "Save it smaller: 2,000 pixels wide is enough."
        )
    if short < _LEAST_SIDE:
        raise RefusedError(
            f"This picture is {header.width} by {header.height} pixels. Each side needs at least "
            f"{_LEAST_SIDE}."
        )
    if long > short * _MOST_STRETCHED:
        raise RefusedError("This picture is too long and narrow. Cut out the part that matters.")


def _read_jpeg(data: bytes) -> Header:
    at, header = 2, None
    for _part in range(_MOST_PARTS):
        found = _SIGN.search(data, at)
        if found is None:
            raise RefusedError(_CUT)
        sign, at = found[1][0], found.end()
        if sign == _END and header:
            return header
        if sign in _ALONE:
            continue
        if sign in _FRAMES:
            header = _frame(data, at, sign)
        at += struct.unpack_from(">H", data, at)[0]
    raise RefusedError(_BROKEN)


def _frame(data: bytes, at: int, sign: int) -> Header:
    depth, height, width, colors = struct.unpack_from(">BHHB", data, at + 2)
    if colors == 4:
        raise RefusedError(_PRINT)
    if depth != 8:
        raise RefusedError(_DEEP)
    if sign not in _USUAL_FRAMES or colors not in (1, 3) or not (width and height):
        raise RefusedError(_BROKEN)
    return Header(width, height)


def _read_png(data: bytes) -> Header:
    length, kind, width, height, depth, color = struct.unpack_from(">I4sIIBB", data, 8)
    if kind != b"IHDR" or length != 13:
        raise RefusedError(_BROKEN)
    if depth > 8:
        raise RefusedError(_DEEP)
    if depth not in _DEPTHS.get(color, ()):
        raise RefusedError(_BROKEN)
    needed = {b"IDAT", b"PLTE"} if color == _PALETTE else {b"IDAT"}
    for kind, part in _parts_of_png(data):
        if kind == b"acTL":
            raise RefusedError(_MOVES)
        if kind in _PACKED and _is_bomb(part):
            raise RefusedError(_HIDES)
        needed.discard(kind)
        if kind == b"IEND" and not needed:
            return Header(width, height)
    raise RefusedError(_BROKEN)


def _parts_of_png(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Each part up to the last, if it came here as it was written."""
    at, whole = 8, memoryview(data)
    for _part in range(_MOST_PARTS):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise RefusedError(_CUT)
        (said,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(whole[at + 4 : end - 4]) != said:
            raise RefusedError(_BROKEN)
        yield kind, whole[at + 8 : end - 4]
        if kind == b"IEND":
            return
        at = end


def _is_bomb(part: memoryview) -> bool:
    """True for a text or a profile that is far larger once it is unpacked, or packed by nobody."""
    packed = bytes(part).partition(b"\0")[2].lstrip(b"\0\1")
    start = packed.find(b"\x78")
    if start < 0:
        return False
    try:
        return len(zlib.decompressobj().decompress(packed[start:], _MOST_TEXT)) >= _MOST_TEXT
    except zlib.error:
        return False


def _read_webp(data: bytes) -> Header:
    if struct.unpack_from("<I", data, 4)[0] + 8 > len(data):
        raise RefusedError(_CUT)
    kind = data[12:16]
    if kind == b"VP8X":
        if data[20] & _MOVING:
            raise RefusedError(_MOVES)
        return Header(*(1 + int.from_bytes(data[at : at + 3], "little") for at in (24, 27)))
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return Header((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Header(width & 0x3FFF, height & 0x3FFF)
    raise RefusedError(_BROKEN)
