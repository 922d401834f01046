"""Draws one card: a program of its own, so that no process that shows pages loads Pillow.

It reads a line of JSON, the title and the clinic's name, and writes a PNG.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

Font: TypeAlias = ImageFont.FreeTypeFont
Point: TypeAlias = tuple[int, int]

#: In pixels, as Open Graph cards are shown.
SIZE = (1200, 630)
_FONTS = Path(__file__).parents[2] / "static" / "fonts"
_EDGE = 72
#: The largest size of letters first: a long title gets smaller ones before it loses words.
_LETTERS = (88, 76, 64, 54, 44)
_MOST_LINES = 4
#: From one line to the next, in letters, and how high all may be, in pixels.
_LINE, _MOST_HEIGHT = 1.2, 350
_COLORS = {"wall": "#f6e2d8", "ink": "#1c2624", "green": "#0f5246", "lamp": "#f2b84b"}
#: The roofs at the foot of each page; the window is lit.
_ROOFS: tuple[Point, ...] = (
    *((0, 590), (0, 566), (70, 540), (140, 566), (140, 572), (250, 572), (250, 548), (310, 548)),
    *((380, 578), (450, 578), (450, 540), (470, 540), (540, 514), (610, 548), (610, 572)),
    *((700, 572), (700, 536), (820, 536), (820, 560), (880, 560), (940, 530), (1000, 560)),
    *((1000, 572), (1090, 572), (1090, 546), (1200, 546), (1200, 630), (0, 630)),
)
_WINDOW = ((532, 556), (552, 580))


def card(title: str, name: str) -> bytes:
    """The card of a page of this title, on the site of a clinic of this name, as PNG."""
    image = Image.new("RGB", SIZE, _COLORS["wall"])
    pen = ImageDraw.Draw(image)
    _mark(pen)
    pen.text((_EDGE + 76, _EDGE + 28), name, _COLORS["ink"], _font("atkinson", 36), anchor="lm")
    font, lines = _fitted(title)
    for number, line in enumerate(lines):
        pen.text((_EDGE, 170 + number * font.size * _LINE), line, _COLORS["ink"], font)
    pen.polygon(_ROOFS, _COLORS["ink"])
    pen.rectangle(_WINDOW, _COLORS["lamp"])
    file = BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _mark(pen: ImageDraw.ImageDraw) -> None:
    """The clinic's sign: a window with someone in it."""
    left, top = _EDGE, _EDGE
    pen.rectangle((left, top, left + 56, top + 56), outline=_COLORS["ink"], width=5)
    pen.line((left, top + 38, left + 56, top + 38), _COLORS["ink"], 5)
    pen.ellipse((left + 18, top + 10, left + 38, top + 30), _COLORS["green"])


def _fitted(title: str) -> tuple[Font, list[str]]:
    """The largest letters in which the whole title fits; the smallest, cut, if none does."""
    for size in _LETTERS:
        font = _font("brygada", size)
        lines = _lines(title, font)
        if len(lines) * size * _LINE <= _MOST_HEIGHT and len(lines) <= _MOST_LINES:
            return font, lines
    return font, [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1] + " …"]


def _lines(title: str, font: Font) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= SIZE[0] - 2 * _EDGE:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _font(name: str, size: int) -> Font:
    return ImageFont.truetype(str(_FONTS / f"{name}.woff2"), size)


if __name__ == "__main__":
    asked = json.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(card(asked["title"], asked["name"]))
