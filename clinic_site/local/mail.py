"""The mail of a site on this machine: it stays here, to be looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clinic_site.local.here import only_here

#: What Django's file-based mail writes between two messages of one connection.
_BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass
class Letter:
    """A mail as it would have left."""

    sender: str
    recipient: str
    subject: str
    date: str
    words: str


@only_here
@require_safe
@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    """Mail that stayed on this machine, newest first."""
    return render(request, "local/mail.html", {"letters": list(letters(settings.LOCAL_MAIL_DIR))})


def letters(folder: Path) -> Iterator[Letter]:
    """The messages in the files of this folder, newest first."""
    files = [file for file in folder.glob("*") if file.is_file()]
    for file in sorted(files, key=lambda file: file.stat().st_mtime, reverse=True):
        for raw in file.read_bytes().split(_BETWEEN):
            if raw.strip():
                yield _letter(message_from_bytes(raw, policy=policy.default))


def _letter(message: EmailMessage) -> Letter:
    body = message.get_body(preferencelist=("plain", "html"))
    sender, recipient, subject, date = (
        str(message.get(name, "")) for name in ("From", "To", "Subject", "Date")
    )
    return Letter(sender, recipient, subject, date, body.get_content() if body else "")
