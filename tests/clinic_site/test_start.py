"""`make run` on this machine: one command starts all of it, and stopping leaves nothing behind."""

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.browser.stack import free_port

ROOT = Path(__file__).parents[2]


class Site:
    """A site that `manage.py start` started, and a browser with cookies."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "clinic_site.settings",
            "SITE_URL": self.address,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "INQUIRY_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "EMAIL_HOST": "",
        }
        self.said = ""
        self.process = self.start()
        self.browser = build_opener(HTTPCookieProcessor(CookieJar()))

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", "start"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_until_ready(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                return
        raise AssertionError(self.said)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        try:
            with self.browser.open(self.address + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def stop(self, name: signal.Signals) -> str:
        """Send the signal to it alone; what it said until it was gone."""
        self.process.send_signal(name)
        return self.process.communicate(timeout=20)[0]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    try:
        site.wait_until_ready()
        yield site
    finally:
        if site.process.poll() is None:
            site.stop(signal.SIGTERM)
        if site.process.stdout:
            site.process.stdout.close()


def programs_of(site: Site) -> list[str]:
    """Programs that still run with this site's address in their environment."""
    marked = f"SITE_URL={site.address}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if marked in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_one_command_starts_all_and_ctrl_c_stops_all(site: Site) -> None:
    assert site.get("/")[0] == 200
    link = re.search(rf"{site.address}(/local-sign-in/\S+)", site.said)
    assert link
    status, page = site.get(link[1])
    assert status == 200
    assert "Log out" in page or "Sign out" in page
    assert site.get("/local-mail/")[0] == 200
    assert site.get(link[1].replace(":", "x", 1))[0] == 404
    until = time.monotonic() + 15
    while site.get("/healthz")[0] != 200 and time.monotonic() < until:
        time.sleep(0.2)
    assert site.get("/healthz")[0] == 200

    second = site.start()
    assert f"Port {site.port} cannot be used" in second.communicate(timeout=20)[0]
    assert second.returncode != 0

    assert len(programs_of(site)) >= 4
    site.stop(signal.SIGINT)
    assert site.process.returncode == 0
    assert programs_of(site) == []
