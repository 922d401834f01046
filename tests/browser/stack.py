"""The real site as it runs for visitors: gunicorn, the mail worker, and a mail server."""

import logging
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from aiosmtpd.controller import Controller

ROOT = Path(__file__).parents[2]
CLINIC = {"phone": "(202) 555-0142"}
PLACE = {"street": "120 Sample Street", "city": "Sampletown, ST 00000"}


@dataclass
class Postbox:
    """Takes every mail."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.recipients += envelope.rcpt_tos
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def wait_for(self, number: int, seconds: float = 15) -> list[EmailMessage]:
        """The mails once there are so many."""
        until = time.monotonic() + seconds
        while len(self.mails) < number and time.monotonic() < until:
            time.sleep(0.1)
        return self.mails


@dataclass
class Stack:
    """Where the site is, what it mailed, and what its commands have to know."""

    address: str
    postbox: Postbox
    environment: dict[str, str]
    #: gunicorn, then the mail worker.
    processes: list[subprocess.Popen[bytes]]

    def command(self, *arguments: str) -> str:
        """What a management command of this site prints."""
        command = [sys.executable, "-m", "django", *arguments]
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    """The site with its first edition in this folder, until the block ends."""
    web, mail, postbox = free_port(), free_port(), Postbox()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "BROWSER_TEST_FOLDER": str(folder),
        "SITE_URL": f"http://127.0.0.1:{web}",
        "BIND": f"127.0.0.1:{web}",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail),
        "EMAIL_SECURITY": "none",
        "INQUIRY_EMAILS": "desk@clinic.example,second@clinic.example",
        "MAIL_FROM": "BrainStim front desk <desk@clinic.example>",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "INQUIRY_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
        "DEBUG": "0",
        # Each visitor of these tests comes from an address of their own.
        "TRUSTED_PROXIES": "1",
    }
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    prepare(environment)
    server = Controller(postbox, hostname="127.0.0.1", port=mail)
    server.start()
    site = [
        start(folder, environment, "gunicorn", "clinic_site.wsgi"),
        start(folder, environment, "django", "deliver"),
    ]
    try:
        wait_until_it_answers(f"http://127.0.0.1:{web}/healthz")
        yield Stack(f"http://127.0.0.1:{web}", postbox, environment, site)
    finally:
        for process in site:
            process.terminate()
        for process in site:
            process.wait(timeout=30)
        server.stop()


def prepare(environment: dict[str, str]) -> None:
    """Migrate, load the words, enter what a clinic would enter, collect the files."""
    script = f"""
from django.core.management import call_command
import django
django.setup()
call_command("migrate", verbosity=0)
call_command("load_first_edition", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from pages.models import Clinic
from tests.filled import fill_all_but_a_place
from tests.profile import WEEKDAYS, hours, open_place
from django.utils import timezone
Clinic.objects.update(**{CLINIC!r}, opened_at=timezone.now())
open_place(**{PLACE!r}, hours=hours(*WEEKDAYS))
fill_all_but_a_place()
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True)  # noqa: S603


def start(
    folder: Path, environment: dict[str, str], module: str, *arguments: str
) -> subprocess.Popen[bytes]:
    log = (folder / f"{module}.log").open("wb")
    command = [sys.executable, "-m", module, *arguments]
    with log:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603


def wait_until_it_answers(address: str) -> None:
    """Raises TimeoutError with the last reason after half a minute."""
    reason: Exception | None = None
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return
        except HTTPError as error:
            with error:
                reason = error
        except OSError as error:
            reason = error
        time.sleep(0.2)
    raise TimeoutError(f"{address}: {reason}")
