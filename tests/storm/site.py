"""The site as processes that can be killed: gunicorn with its workers, and the mail workers."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
import psycopg

from tests.browser.stack import ROOT, free_port

DESK, SECOND = "desk@clinic.example", "second@clinic.example"
MAIL_WORKERS = 2


@dataclass
class Site:
    """One site with a database of its own."""

    folder: Path
    database: str
    web_port: int = field(default_factory=free_port)
    mail_port: int = field(default_factory=free_port)
    web: subprocess.Popen[bytes] | None = None
    mail: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.storm.settings",
            "SITE_URL": f"http://127.0.0.1:{self.web_port}",
            "BIND": f"127.0.0.1:{self.web_port}",
            "DATABASE_URL": self.database,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.mail_port),
            "EMAIL_SECURITY": "none",
            "INQUIRY_EMAILS": f"{DESK},{SECOND}",
            "MAIL_FROM": f"BrainStim front desk <{DESK}>",
            "SECRET_KEY": self.secret,
            "INQUIRY_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
            "STAFF_MAILS_PER_HOUR": "1000000",
            "TRUSTED_PROXIES": "1",
            "DEBUG": "0",
        }

    def __post_init__(self) -> None:
        self.secret = secrets.token_urlsafe(48)

    def command(self, *arguments: str) -> str:
        """What a management command of this site prints."""
        command = [sys.executable, "-m", "django", *arguments]
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def ask(self, script: str) -> Any:
        """What a few lines of Python find out with the site's own code; they print JSON."""
        script = f"import json\nimport django\ndjango.setup()\n{script}"
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(done.stdout)

    def start_web(self) -> None:
        """Start gunicorn as it ships."""
        self.web = self._start("web", "gunicorn", "clinic_site.wsgi")

    def start_mail(self, number: int) -> None:
        """Start this one of the mail workers."""
        process = self._start(f"mail{number}", "tests.storm.mail_worker")
        self.mail[number : number + 1] = [process]

    def kill_web(self) -> None:
        """Kill gunicorn and its workers with -9."""
        assert self.web
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()

    def kill_mail(self, number: int) -> None:
        """Kill this mail worker with -9."""
        with suppress(ProcessLookupError):
            os.killpg(self.mail[number].pid, signal.SIGKILL)
        self.mail[number].wait()

    def web_workers(self) -> list[int]:
        """Processes that answer requests."""
        assert self.web
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children")
        try:
            return [int(number) for number in children.read_text().split()]
        except OSError:
            return []

    def _start(self, log: str, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{log}.log").open("ab") as file:
            return subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def health(self) -> dict[str, Any]:
        """What /healthz says; empty while nobody answers."""
        address = f"http://127.0.0.1:{self.web_port}/healthz"
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                return dict(json.loads(page.read()))
        except urllib.error.HTTPError as error:
            with error:
                return dict(json.loads(error.read()))
        except OSError:
            return {}

    def wait_until_it_answers(self, seconds: float = 30) -> None:
        """Raises TimeoutError."""
        self.wait_for(lambda: bool(self.health()), seconds)

    def wait_for(self, true: Any, seconds: float) -> None:
        """Raises TimeoutError if it does not become true in time."""
        until = time.monotonic() + seconds
        while not true():
            if time.monotonic() > until:
                raise TimeoutError(str(self.health()))
            time.sleep(0.1)

    def stop(self) -> None:
        """End all that runs, politely at first."""
        running = [process for process in [self.web, *self.mail] if process]
        for process in running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGCONT)
                process.terminate()
        for process in running:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def running(folder: Path, database: str = "", mail_workers: int = MAIL_WORKERS) -> Iterator[Site]:
    """The site, migrated and started, until the block ends. SQLite unless a database is named."""
    with own_database(folder, database) as url:
        site = Site(folder, url)
        site.command("migrate", "-v0")
        site.ask("from pages.models import Clinic\nClinic.objects.get_or_create(pk=1)\nprint(1)")
        site.start_web()
        for number in range(mail_workers):
            site.start_mail(number)
        try:
            site.wait_until_it_answers()
            yield site
        finally:
            site.stop()


@contextmanager
def own_database(folder: Path, server: str) -> Iterator[str]:
    """Address of an empty database: a file in the folder, or one made on this server for now."""
    if not server:
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    given = dj_database_url.parse(server)
    name = f"faults_{secrets.token_hex(4)}"
    port = int(given["PORT"] or 5432)

    def execute(statement: str) -> None:
        # Each time anew: the server may be killed in between.
        with psycopg.connect(
            dbname=given["NAME"],
            host=given["HOST"],
            port=port,
            user=given["USER"],
            password=given["PASSWORD"],
            autocommit=True,
        ) as connection:
            connection.execute(statement)

    execute(f'CREATE DATABASE "{name}"')
    host, secret = quote(given["HOST"], safe=""), quote(given["PASSWORD"], safe="")
    try:
        yield f"postgres://{given['USER']}:{secret}@{host}:{port}/{name}"
    finally:
        execute(f'DROP DATABASE "{name}" WITH (FORCE)')
