"""Takes an uploaded file into memory, and no more of it than a picture may have.

Nothing of it is written to a disk before it is checked, and its name is never kept: names of files
are names of people more often than not. Only who is signed in makes the site keep anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from pages.pictures.header import MOST_BYTES

#: The whole request, in bytes: so much is read, and thrown away, to say at the field what is wrong.
MOST_SENT = 32 * 1024 * 1024
_TAKES_FILES = re.compile(r"/staff/pages/picture/(add|\d+/change)/")


def takes_files(path: str) -> bool:
    """True for the staff pages at which a picture is uploaded."""
    return _TAKES_FILES.fullmatch(path) is not None


class InMemory(FileUploadHandler):
    """Keeps a file whole, or only its size if it is too large or nobody is signed in."""

    def new_file(self, field_name: str, *args: object, **kwargs: object) -> None:
        """Begin with nothing."""
        super().new_file(field_name, *args, **kwargs)  # type: ignore[arg-type]
        self._chunks: list[bytes] = []
        self._keeps = self.request is not None and is_signed_in(self.request.COOKIES)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep it while all of them together are not too much."""
        if start + len(raw_data) > MOST_BYTES:
            self._keeps = False
        if self._keeps:
            self._chunks.append(raw_data)
        else:
            self._chunks.clear()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file without its name; its size is the one it had."""
        data = BytesIO(b"".join(self._chunks))
        return InMemoryUploadedFile(data, self.field_name, "picture", None, file_size, None)


def is_signed_in(cookies: Mapping[str, str]) -> bool:
    """True if these are of a session someone signed in to. Asks the database."""
    # The middleware that knows it comes later: what asks here reads the request.
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return bool(key) and SESSION_KEY in session
