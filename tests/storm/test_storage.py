"""What the site does while its disk or its database fails: it keeps what people typed."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

from tests.html import Page
from tests.storm.people import FASTEST
from tests.storm.postgresql import Cluster
from tests.storm.site import Site, running

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="brings its own database"),
]

PAGES = ("/", "/questions/", "/contact/")
_STORED = """
from django.db import connection
from contact.models import Inquiry
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
rows = Inquiry.objects.order_by("pk").prefetch_related("deliveries")
print(json.dumps([[i.name, i.deliveries.count()] for i in rows]))
"""


@dataclass
class Answer:
    """What came back, and how many seconds that took."""

    status: int
    words: str
    took: float


@dataclass
class Sender:
    """Someone who types into the form and may have to press Send message more than once."""

    site: Site
    number: int
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Each is someone else."""
        return f"Zoë O’Brien {self.number}"

    def open_form(self) -> Sender:
        """Open it and type; the site takes nothing sooner than after ``FASTEST``."""
        self._see(self._ask("GET").words)
        self.fields |= {"name": self.name, "reply_by": "text", "phone": "(202) 555-0188"}
        self.fields["message"] = f"“Cost” & <time>,\nplease: {self.number}"
        return self

    def send(self) -> Answer:
        """Press Send message; what comes back is what is sent next time."""
        answer = self._ask("POST", urlencode(self.fields))
        self._see(answer.words)
        return answer

    def keeps(self, answer: Answer) -> bool:
        """They were told that it is not sent, with all they typed still in the form."""
        words = unescape(answer.words).replace("\r\n", "\n")
        typed = (self.name, "(202) 555-0188", self.fields["message"])
        return (
            answer.status == 503
            and all(one in words for one in typed)
            and Page(answer.words).is_chosen("reply_by", "text")
        )

    def _see(self, page: str) -> None:
        self.fields |= Page(page).hidden

    def _ask(self, method: str, body: str = "") -> Answer:
        began = time.monotonic()
        headers = {"X-Forwarded-For": f"10.9.{self.number >> 8}.{self.number & 255}"}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        with closing(HTTPConnection("127.0.0.1", self.site.web_port, timeout=40)) as browser:
            browser.request(method, "/contact/", body or None, headers)
            answer = browser.getresponse()
            words = answer.read().decode()
        return Answer(answer.status, words, time.monotonic() - began)


def typing(site: Site, number: int) -> list[Sender]:
    """So many people who have just finished typing."""
    people = [Sender(site, one).open_form() for one in range(number)]
    time.sleep(FASTEST + 0.1)
    return people


def is_thanked(person: Sender) -> bool:
    """They press Send message and are told that we have it."""
    return person.send().status == 302


def seconds_for(site: Site, path: str) -> float:
    """How long this page takes; it must be there."""
    began = time.monotonic()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{site.web_port}{path}", timeout=20):
            return time.monotonic() - began
    except HTTPError as error:
        with error:
            raise AssertionError(f"{path}: {error.code}") from None


def look_at_every_page(site: Site) -> float:
    """How long the slowest took, in seconds."""
    return max(seconds_for(site, path) for path in PAGES)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for 16 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)  # noqa: S603, S607


def fill(disk: Path) -> Path:
    """A file that leaves no byte free."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


def test_a_full_disk_costs_nobody_what_they_typed(small_disk: Path) -> None:
    with running(small_disk, mail_workers=0) as site:
        site.command("load_first_edition", "-v0")
        look_at_every_page(site)
        people = typing(site, 120)
        filler = fill(small_disk)
        thanked: list[Sender] = []
        refused: list[Sender] = []
        for person in people:
            # Some find room in the journal still.
            answer = person.send()
            (thanked if answer.status == 302 else refused).append(person)
            assert answer.status == 302 or person.keeps(answer)
            if len(refused) == 8:
                break
        assert len(refused) == 8
        for _ in range(4):
            look_at_every_page(site)
        assert "the disk is full, or nearly" in site.health()["problems"]
        filler.unlink()
        assert "the disk is full, or nearly" not in site.health()["problems"]
        assert all(map(is_thanked, refused))
        stored = site.ask(_STORED)
    assert stored == [[person.name, 2] for person in thanked + refused]


def test_a_locked_database_keeps_the_text_and_the_pages(tmp_path: Path) -> None:
    with running(tmp_path, mail_workers=0) as site:
        site.command("load_first_edition", "-v0")
        people = typing(site, 3)
        with (
            closing(sqlite3.connect(tmp_path / "site.sqlite3")) as other,
            ThreadPoolExecutor(len(people)) as pool,
        ):
            other.execute("BEGIN IMMEDIATE")
            sending = [pool.submit(person.send) for person in people]
            slowest = look_at_every_page(site)
            while not all(answer.done() for answer in sending):
                slowest = max(slowest, look_at_every_page(site))
                time.sleep(0.2)
            other.rollback()
        answers = [answer.result() for answer in sending]
        assert all(person.keeps(answer) for person, answer in zip(people, answers, strict=True))
        assert max(answer.took for answer in answers) < 10
        assert slowest < 2
        assert all(map(is_thanked, people))


def test_a_message_is_on_the_disk_before_anyone_is_thanked(tmp_path: Path) -> None:
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    with running(tmp_path, mail_workers=0) as site:
        people = typing(site, 5)
        calls = tmp_path / "calls"
        watch = ["strace", "-f", "-y", "-s", "20", "--trace=fsync,fdatasync,sendto"]
        watch += [f"--output={calls}", *(f"--attach={one}" for one in site.web_workers())]
        strace = subprocess.Popen(watch, stderr=subprocess.PIPE, text=True)  # noqa: S603
        assert strace.stderr
        if "attached" not in strace.stderr.readline():
            pytest.skip("strace may not watch here")
        assert all(map(is_thanked, people))
        strace.terminate()
        strace.communicate()
    order = re.findall(r"sync\(\d+<[^>]*site\.sqlite3-wal|HTTP/1\.1 302", calls.read_text())
    kinds = "".join("t" if "302" in one else "s" for one in order)
    # Each thank-you is told right after the database was written to the disk.
    assert re.fullmatch("(s+t){5}", kinds), kinds


def test_a_killed_postgresql_keeps_the_text_and_comes_back(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each worker keeps pages of its own, and only what it was asked for.
    monkeypatch.setenv("WEB_WORKERS", "1")
    with running(tmp_path, cluster.url, mail_workers=1) as site:
        site.command("load_first_edition", "-v0")
        people = typing(site, 6)
        assert is_thanked(people[0])
        look_at_every_page(site)
        cluster.kill()
        others = people[1:]
        assert all(person.keeps(person.send()) for person in others)
        for path in ("/", "/questions/"):
            seconds_for(site, path)
        cluster.start()
        began = time.monotonic()
        while waiting := [person for person in others if not is_thanked(person)]:
            assert time.monotonic() - began < 10, len(waiting)
        stored = site.ask(_STORED)
    assert sorted(stored) == sorted([person.name, 2] for person in people)
