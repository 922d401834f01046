"""Redraws one picture in a few widths: a program of its own, because the file may be hostile.

The worker starts it with nothing: no settings, no keys, no database, little memory and time. It
reads the file from standard input and writes a line of JSON, then the copies. It imports nothing
of the site, and Pillow only once its limits are set. What is drawn anew has pixels and no more:
no place, no camera, no name, and nothing that was hidden behind them.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 50_000_000
#: Of the copies. A small picture has one as wide as itself in the place of wider ones.
WIDTHS = (320, 640, 1280, 1920)
_MOST_HEIGHT = 2400
#: In bytes, with all that Python and Pillow need: 50 megapixels with transparency are 200 MB.
MOST_MEMORY = 1024 * 1024 * 1024
#: Of a processor. Half of it is enough for the largest that is let in.
MOST_SECONDS = 30
_QUALITY = 80
#: Rows of the smaller picture that are made at once.
_STRIP = 128
#: What a camera says on how it was held, and how that is put right. Names of Pillow's transposes.
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112
#: Kinds of pixels that are drawn, and as what.
_DRAWN_AS = {"1": "RGB", "L": "L", "P": "RGB", "RGB": "RGB", "LA": "RGBA", "PA": "RGBA"}
_DRAWN_AS |= {"RGBA": "RGBA"}

Size = tuple[int, int]


class CannotDrawError(Exception):
    """Why not, as one of the reasons that the worker knows."""


def widths_of(width: int) -> list[int]:
    """How wide the copies are of a picture whose largest is this wide."""
    return [*(one for one in WIDTHS if one < width), width]


def height_at(width: int, largest: Size) -> int:
    """How high the copy of this width is."""
    return max(1, round(width * largest[1] / largest[0]))


def main(source: BinaryIO, answer: BinaryIO) -> None:
    """Answer with the copies, or with the reason why there are none."""
    data = source.read()
    copies: list[bytes] = []
    report: dict[str, object]
    try:
        largest, copies = redraw(data)
        report = {"size": largest, "lengths": [len(copy) for copy in copies]}
    except MemoryError:
        report = {"reason": "memory"}
    except CannotDrawError as error:
        report = {"reason": str(error)}
    except Exception:  # Whatever a decoder fails on, the file is broken.
        report = {"reason": "broken"}
    answer.write(json.dumps(report).encode() + b"\n" + b"".join(copies))
    answer.flush()


def redraw(data: bytes) -> tuple[Size, list[bytes]]:
    """The size of the largest copy, and all of them as WebP."""
    from PIL import Image  # noqa: PLC0415  # Only within limits.

    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with _opened(data) as file:
        _refuse(file)
        turn, profile = _turn_of(file), file.info.get("icc_profile", b"")
        image = _smaller(file, sideways=turn in _ON_ITS_SIDE)
    image = _in_usual_colors(image, profile)
    if turn in _TURNS:
        image = image.transpose(Image.Transpose[_TURNS[turn]])
    image.info.clear()
    return image.size, [_copy(image, width) for width in widths_of(image.width)]


def _opened(data: bytes) -> Image.Image:
    from PIL import Image  # noqa: PLC0415

    try:
        return Image.open(BytesIO(data), formats=["JPEG", "PNG", "WEBP"])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise CannotDrawError("size") from None


def _refuse(file: Image.Image) -> None:
    # Phones keep a second picture in a JPEG, of how far things are: then Pillow calls it MPO.
    if getattr(file, "n_frames", 1) > 1 and file.format not in ("JPEG", "MPO"):
        raise CannotDrawError("moves")
    if file.mode not in _DRAWN_AS:
        raise CannotDrawError("colors")


def _turn_of(file: Image.Image) -> int:
    """How it has to be turned; not at all if what the camera says about it cannot be read."""
    with contextlib.suppress(Exception):
        return int(file.getexif().get(_ORIENTATION, 1))
    return 1


def _smaller(file: Image.Image, *, sideways: bool) -> Image.Image:
    """The pixels, no more than the largest copy needs: first of all, since the rest is dear."""
    most = (_MOST_HEIGHT, WIDTHS[-1]) if sideways else (WIDTHS[-1], _MOST_HEIGHT)
    share = min(1.0, most[0] / file.width, most[1] / file.height)
    size = (max(1, round(file.width * share)), max(1, round(file.height * share)))
    # A JPEG can be read at an eighth of its size, or a quarter, or half.
    file.draft(file.mode, size)
    file.load()
    factor = max(1, min(file.width // size[0], file.height // size[1]) // 2)
    return _reduced(file, factor).resize(size, _best())


def _reduced(file: Image.Image, factor: int) -> Image.Image:
    """So many times smaller, strip by strip: the whole is in memory only once."""
    from PIL import Image  # noqa: PLC0415

    mode = "RGBA" if "transparency" in file.info else _DRAWN_AS[file.mode]
    reduced = Image.new(mode, (-(-file.width // factor), -(-file.height // factor)))
    for top in range(0, file.height, factor * _STRIP):
        strip = file.crop((0, top, file.width, min(top + factor * _STRIP, file.height)))
        reduced.paste(strip.convert(mode).reduce(factor), (0, top // factor))
    return reduced


def _best() -> Image.Resampling:
    from PIL import Image  # noqa: PLC0415

    return Image.Resampling.LANCZOS


def _in_usual_colors(image: Image.Image, profile: bytes) -> Image.Image:
    """In sRGB, which every screen takes it for; as it is if its own colors cannot be read."""
    from PIL import ImageCms  # noqa: PLC0415

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            usual = ImageCms.createProfile("sRGB")
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            done = ImageCms.profileToProfile(image, own, usual, outputMode=mode)
            return done or image
    return image.convert(mode)


def _copy(image: Image.Image, width: int) -> bytes:
    size = (width, height_at(width, image.size))
    copy = image if size == image.size else image.resize(size, _best())
    written = BytesIO()
    copy.save(written, "WEBP", quality=_QUALITY, method=4)
    return written.getvalue()


def limit_this_process() -> None:
    """No more memory, time or files from here on; the first to go if the machine runs short."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    try:
        import resource  # noqa: PLC0415  # Not on every system.
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # A system that does not know a limit says so; the worker still counts the time.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    limit_this_process()
    main(sys.stdin.buffer, sys.stdout.buffer)
    os._exit(0)
