"""Pictures as staff upload them, good and hostile, made as they are asked for."""

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from pages.models import Picture, PictureUpload
from pages.pictures import studio
from tests.colleagues import Editor

ADD = "/staff/pages/picture/add/"
#: Where a camera was, as nobody may learn it.
SECRET = "Secret Street 12"
RED, GREEN = (200, 20, 20), (20, 150, 40)


def image(size: tuple[int, int] = (800, 600), mode: str = "RGB") -> Image.Image:
    """Green, with a red corner at the top on the left."""
    made = Image.new("RGB", size, GREEN)
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 2, size[1] // 2), fill=RED)
    return made.convert(mode)


def saved(made: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    """The file of this image."""
    file = BytesIO()
    made.save(file, kind, **how)
    return file.getvalue()


def photo(size: tuple[int, int] = (800, 600), *, turn: int = 1) -> bytes:
    """A JPEG as a phone makes it: held like this, and telling where."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = turn, SECRET
    exif.get_ifd(0x8825)[1] = "N"
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    return saved(image(size), exif=exif, xmp=xmp, comment=SECRET.encode())


def png_saying(width: int, height: int, *, depth: int = 8, color: int = 2) -> bytes:
    """A PNG of a few bytes that says it is this large."""
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    end = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + end


def upload(editor: Editor, data: bytes, name: str = "photo.jpg", **fields: Any) -> Any:
    """What comes after someone has chosen this file and pressed Save."""
    said = {"title": "The door", "alt": "Photograph of a green door", **fields}
    return editor.press(ADD, file=SimpleUploadedFile(name, data), **said)


def add(data: bytes | None = None, **fields: Any) -> Picture:
    """A picture that waits for the worker."""
    said = {"title": "The door", "key": "door", "alt": "Photograph of a green door", **fields}
    picture = Picture.objects.create(**said)
    PictureUpload.objects.create(picture=picture, data=photo() if data is None else data)
    return picture


def show(data: bytes | None = None, **fields: Any) -> Picture:
    """A picture that visitors can see."""
    picture = add(data, **fields)
    studio.make_ready(picture)
    picture.refresh_from_db()
    return picture
