"""Makes the site ready on this machine and runs it: what ``make run`` calls."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from clinic_site.local import LINK_LIFE, local_staff, sign_in_link
from pages.models import Page

_HONCHO = ("-m", "honcho", "start", "--no-prefix", "--no-colour", "-e", os.devnull)
#: What honcho returns when it was told to stop.
_STOPPED = (0, 128 + signal.SIGTERM)


class Command(BaseCommand):
    help = "Prepare the site on this machine and run it with its mail worker. Ctrl-C stops both."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("SITE_URL is not on this machine. docs/deploy.md is for a server.")
        address = urlsplit(settings.SITE_URL)
        refuse_busy_port(address.port or 80)
        call_command("migrate", verbosity=0)
        load_words_once()
        call_command("create_roles", stdout=StringIO())
        collect_changed_files()
        words = welcome()
        connections.close_all()
        run(f"127.0.0.1:{address.port or 80}", words)


def refuse_busy_port(port: int) -> None:
    """Raise CommandError if another program serves there; better now than in its log."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). "
                "Stop the program that uses it, or choose another: make run PORT=8001"
            ) from error


@transaction.atomic
def load_words_once() -> None:
    """The first edition, all of it or nothing; afterwards the words belong to the staff."""
    if not Page.objects.exists():
        call_command("load_first_edition", verbosity=0)


def collect_changed_files() -> None:
    """Collect and compress static files, which takes a while, only when one has changed."""
    stamp = Path(settings.STATIC_ROOT) / "collected"
    state = static_state()
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(state)


def static_state() -> str:
    """Changes whenever a static file is added, removed or written."""
    state = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(name)).stat()
            state.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return state.hexdigest()


def welcome() -> str:
    """What someone who has started the site wants to know."""
    mail = (
        f"{settings.SITE_URL}/local-mail/"
        if hasattr(settings, "EMAIL_FILE_PATH")
        else f"leaves through {settings.EMAIL_HOST}"
    )
    return (
        f"\n  The site    {settings.SITE_URL}/"
        f"\n  For staff   {sign_in_link(local_staff())}"
        f"\n              (signs you in for {LINK_LIFE // 60} minutes; then: make sign-in)"
        f"\n  Its mail    {mail}"
        f"\n\n  Ctrl-C stops it.\n"
    )


def run(bind: str, words: str) -> None:
    """Run what the Procfile names until Ctrl-C, or until whoever started this is told to stop."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "BIND": bind,
        "SAY_WHEN_READY": words,
    }
    # In a session of its own, so that Ctrl-C reaches only us and each program is stopped once.
    honcho = subprocess.Popen(  # noqa: S603
        [sys.executable, *_HONCHO], cwd=settings.BASE_DIR, env=environment, start_new_session=True
    )
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: honcho.terminate())
    began_under = parent()
    while honcho.poll() is None:
        if parent() != began_under:
            honcho.terminate()
        time.sleep(0.3)
    if honcho.returncode not in _STOPPED:
        raise CommandError("The site stopped by itself. The lines above say why.")


def parent() -> tuple[int, str]:
    """Who started us, and which signals it listens to.

    make that is told to stop without us being told drops its handlers and waits for us: there is
    no other sign of it. Where /proc is missing, only its end is noticed.
    """
    number = os.getppid()
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return number, ""
    return number, status.partition("SigCgt:")[2].partition("\n")[0]
