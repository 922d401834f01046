"""Lets a process of its own redraw the pictures that wait, so that no file can stop the worker."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread, Timer

from django.db import Error as DatabaseDown
from django.db import connection, transaction
from django.db.models import F, Q

from pages.pictures import redraw
from pages.pictures.models import Picture, PictureCopy, PictureState, PictureUpload

#: How long one may take, in seconds, also if it only waits.
MOST_SECONDS = 60
#: After so many seconds without an answer it was stopped, by us or by its own limit.
_LATE = min(MOST_SECONDS, redraw.MOST_SECONDS)
_LEASE = timedelta(seconds=3 * MOST_SECONDS)
_MOST_TRIES = 2
#: Of all copies together, in bytes. Usual ones have a tenth of it.
_MOST_ANSWER = 16 * 1024 * 1024
_LONGEST_LINE = 1000

_REASONS = {
    "broken": "It cannot be read. Save the picture as JPEG again, then upload that.",
    "memory": "It takes too much to read. Save it smaller: 2,000 pixels wide is enough.",
    "size": "It has too many pixels. Save it smaller: 2,000 pixels wide is enough.",
    "moves": "It moves. Upload a picture that stands still.",
    "colors": "Its colors are not for screens. Save it as JPEG with RGB colors.",
    "time": "It took too long to read. Save it as JPEG again, then upload that.",
}

_log = logging.getLogger(__name__)
_PROGRAM = [sys.executable, "-I", "-B", str(Path(redraw.__file__))]


@dataclass(frozen=True)
class Drawn:
    """The copies of a picture, by width, and the size of the largest."""

    width: int
    height: int
    copies: dict[int, bytes]


class BrokenError(Exception):
    """A picture cannot be redrawn; one of the reasons says why."""


def redraw_pictures(now: datetime) -> None:
    """Begin with the oldest picture that waits, unless one is just being redrawn here.

    It is done beside the worker, who goes on sending mail.
    """
    if _Hand.is_busy() or not (picture := _take(now)):
        return
    _Hand.thread = Thread(target=_redraw_beside, args=(picture,), daemon=True)
    _Hand.thread.start()


class _Hand:
    """The one thread of this worker that redraws."""

    thread: Thread | None = None

    @classmethod
    def is_busy(cls) -> bool:
        return cls.thread is not None and cls.thread.is_alive()


def _take(now: datetime) -> Picture | None:
    """The oldest picture that nobody redraws, now ours for a while.

    A lease that ends later than any that begins now is from before the clock was set back.
    """
    is_over = Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * _LEASE)
    free = Picture.objects.waiting().filter(Q(leased_until=None) | is_over)
    picture = free.first()
    if picture is None:
        return None
    if picture.tries >= _MOST_TRIES:
        # Whoever began with it never came back.
        _mark_broken(picture, "broken")
        return None
    mine = free.filter(pk=picture.pk)
    taken = mine.update(leased_until=now + _LEASE, tries=F("tries") + 1)
    return picture if taken else None


def _redraw_beside(picture: Picture) -> None:
    try:
        make_ready(picture)
    except (DatabaseDown, OSError) as error:
        # The lease runs out, and it is begun again.
        _log.error("A picture could not be prepared: %s", type(error).__name__)
    finally:
        connection.close()


def make_ready(picture: Picture) -> None:
    """Redraw it and keep the copies in the place of the file, or say why that is not possible."""
    data = PictureUpload.objects.filter(picture=picture).values_list("data", flat=True).first()
    try:
        drawn = draw(bytes(data or b""))
    except BrokenError as error:
        _mark_broken(picture, str(error))
        return
    _keep(picture, drawn)


@transaction.atomic
def _keep(picture: Picture, drawn: Drawn) -> None:
    still = Picture.objects.waiting().filter(pk=picture.pk)
    if not still.select_for_update().exists():
        return
    PictureCopy.objects.filter(picture=picture).delete()
    PictureCopy.objects.bulk_create(
        PictureCopy(picture=picture, width=width, data=copy) for width, copy in drawn.copies.items()
    )
    PictureUpload.objects.filter(picture=picture).delete()
    still.update(
        state=PictureState.READY,
        reason="",
        address=_address(picture, drawn),
        width=drawn.width,
        height=drawn.height,
        leased_until=None,
    )


@transaction.atomic
def _mark_broken(picture: Picture, reason: str) -> None:
    still = Picture.objects.waiting().filter(pk=picture.pk)
    if not still.select_for_update().exists():
        return
    PictureUpload.objects.filter(picture=picture).delete()
    still.update(state=PictureState.BROKEN, reason=_REASONS[reason], leased_until=None)


def _address(picture: Picture, drawn: Drawn) -> str:
    """Nobody can guess it, and other pixels have another; two equal pictures have two."""
    digest = hashlib.sha256(f"{picture.pk}:".encode())
    digest.update(drawn.copies[drawn.width])
    return base64.urlsafe_b64encode(digest.digest()[:12]).decode()


# The process


def draw(data: bytes) -> Drawn:
    """The copies of this file. Raises BrokenError, whatever is in the file."""
    answer, is_late = _ask(data)
    if is_late:
        raise BrokenError("time")
    try:
        return _read(answer)
    except (ArithmeticError, KeyError, TypeError, ValueError):
        raise BrokenError("broken") from None


def _ask(data: bytes) -> tuple[bytes, bool]:
    """What the process answers, and whether it was stopped because it took too long.

    It gets no word of the environment, where the keys are, and writes no error into our log.
    """
    began = time.monotonic()
    with subprocess.Popen(  # noqa: S603  # A program of ours.
        _PROGRAM,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    ) as process:
        last_moment = Timer(MOST_SECONDS, process.kill)
        last_moment.start()
        try:
            answer = _talk(process, data)
        finally:
            last_moment.cancel()
            process.kill()
    return answer, not answer and time.monotonic() - began >= _LATE


def _talk(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    # It reads all before it says anything, so neither waits for the other.
    if process.stdin is None or process.stdout is None:
        return b""
    with suppress(BrokenPipeError), process.stdin as question:
        question.write(data)
    return process.stdout.read(_MOST_ANSWER)


def _read(answer: bytes) -> Drawn:
    """The copies in an answer. It is not believed: whoever made the file may have made it."""
    line, _end, rest = answer.partition(b"\n")
    if len(line) > _LONGEST_LINE or not isinstance(report := json.loads(line), dict):
        raise ValueError
    if (reason := report.get("reason")) in _REASONS:
        raise BrokenError(reason)
    width, height = (int(side) for side in report["size"])
    lengths = [int(length) for length in report["lengths"]]
    widths = redraw.widths_of(width)
    if not (0 < width <= redraw.WIDTHS[-1] and height > 0 and len(lengths) == len(widths)):
        raise ValueError
    copies, at = {}, 0
    for one, length in zip(widths, lengths, strict=True):
        copies[one] = rest[at : at + length]
        at += length
        is_whole = len(copies[one]) == length
        if not is_whole or copies[one][:4] != b"RIFF" or copies[one][8:12] != b"WEBP":
            raise ValueError
    if at != len(rest):
        raise ValueError
    return Drawn(width, height, copies)
