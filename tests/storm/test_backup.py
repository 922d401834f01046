"""A copy made while people write can be put in the place of the site, and nothing goes twice."""

import logging
import os
import re
import shutil
import sqlite3
import subprocess
import threading
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from contact.keeping.redacting import redact
from contact.models import prove_keys
from contact.models.sealed import unseal
from tests import database, messages
from tests.browser.stack import ROOT
from tests.storm.nemesis import Nemesis, listening
from tests.storm.people import crowd, name_of
from tests.storm.site import Site, running

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="copies SQLite"),
]

_STATES = """
from contact.models import Delivery, Inquiry
print(json.dumps({
    "names": list(Inquiry.objects.values_list("name", flat=True)),
    "sent": list(Delivery.objects.filter(state="sent").values_list("message_id", flat=True)),
    "waiting": list(Delivery.objects.filter(state="waiting").values_list("message_id", flat=True)),
}))
"""


def test_a_copy_of_a_busy_site_has_every_message_and_mails_only_what_waits(tmp_path: Path) -> None:
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    copy = tmp_path / "copy.sqlite3"
    thanked: set[int] = set()
    enough = threading.Event()

    def count(number: int) -> None:
        thanked.add(number)
        if len(thanked) >= 40:
            enough.set()

    first = Nemesis(refused="")
    with running(tmp_path) as site, listening(first, site.mail_port):
        writing = threading.Thread(target=crowd, args=(site.web_port, 100, 4, count))
        writing.start()
        assert enough.wait(60)
        acknowledged = set(thanked)
        with (
            closing(sqlite3.connect(tmp_path / "site.sqlite3")) as busy,
            closing(sqlite3.connect(copy)) as target,
        ):
            busy.backup(target)
        writing.join()
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    restored = Site(tmp_path, f"sqlite:///{copy}")
    kept = restored.ask(_STATES)
    assert {name_of(number) for number in acknowledged} <= set(kept["names"])
    second = Nemesis(refused="")
    with listening(second, restored.mail_port):
        restored.start_web()
        restored.start_mail(0)
        try:
            restored.wait_until_it_answers()
            restored.wait_for(
                lambda: restored.health().get("mail", {}).get("waiting") == 0, seconds=60
            )
        finally:
            restored.stop()
    arrived = {message_id: times for (_who, message_id), times in second.taken.items()}
    assert arrived == dict.fromkeys(kept["waiting"], 1)
    assert not set(arrived) & set(kept["sent"])


# Getting back after a crash, as docs/deploy.md says

_COPYING, _GETTING_BACK = re.findall(
    r"```\n(.*?)```",
    (ROOT / "docs/deploy.md")
    .read_text("utf-8")
    .partition("## Keeping")[2]
    .partition("PostgreSQL")[0],
    re.S,
)


class Server:
    """A machine with the site's database as a crash left it, and someone who reads the document."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "var" / "site.sqlite3"
        self.copy = folder / "safe" / "site.sqlite3"
        self.calls = folder / "calls"
        for place in (self.database.parent, self.copy.parent, folder / "bin"):
            place.mkdir()
        systemctl = folder / "bin" / "systemctl"
        systemctl.write_text(f'#!/bin/sh\necho "$1" >> {self.calls}\n')
        systemctl.chmod(0o755)
        self.environment = os.environ | {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "DJANGO_SETTINGS_MODULE": "tests.storm.settings",
        }

    def do(self, lines: str) -> subprocess.CompletedProcess[str]:
        """Type these lines, with the paths of this machine."""
        lines = lines.replace("/safe/place/site.sqlite3", str(self.copy))
        lines = lines.replace("var/site.sqlite3", str(self.database))
        shell = ["bash", "-e", "-c", lines]
        where = {"DATABASE_URL": f"sqlite:///{self.database}"}
        return subprocess.run(  # noqa: S603
            shell,
            cwd=ROOT,
            env=self.environment | where,
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """What the database says."""
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(question).fetchall()


@pytest.fixture
def server(tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Server:
    """It has a copy with one message. That one was redacted, forty more came, then it crashed."""
    server, make = Server(tmp_path), messages.maker()
    crashed, server.database = server.database, tmp_path / "live.sqlite3"
    shutil.copy(connection.settings_dict["NAME"], server.database)
    with django_db_blocker.unblock(), database.on(str(server.database)):
        prove_keys()
        first = make(name="The first")
        assert server.do(_COPYING).returncode == 0
        redact(first, ["message"], who="dana")
        for _ in range(40):
            make(message="x" * 5000)
        for end in ("", "-wal", "-shm"):
            # What is there while it is open is what a crash leaves.
            shutil.copy(f"{server.database}{end}", f"{crashed}{end}")
    server.database = crashed
    assert crashed.with_name("site.sqlite3-wal").stat().st_size > 100_000
    return server


def test_what_the_document_says_brings_a_copy_back_after_a_crash(server: Server) -> None:
    done = server.do(_GETTING_BACK)
    assert done.returncode == 0, done.stderr
    assert server.calls.read_text().split() == ["stop", "start"]
    assert server.ask("PRAGMA integrity_check") == [("ok",)]
    assert [unseal(row[0]) for row in server.ask("SELECT name FROM contact_inquiry")] == [
        "The first"
    ]
    assert "Remove words again, or delete: BS-T001." in done.stdout
    before = [file for file in server.database.parent.iterdir() if ".before-" in file.name]
    assert sorted(file.name.rpartition("-")[2] for file in before)[1:] == ["shm", "wal"]
    with closing(sqlite3.connect(min(before, key=lambda file: len(file.name)))) as old:
        assert old.execute("SELECT COUNT(*) FROM contact_inquiry").fetchone() == (41,)


def test_a_copy_is_brought_to_a_machine_that_has_nothing_yet(
    server: Server, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    server.database = tmp_path / "empty" / "site.sqlite3"
    server.database.parent.mkdir()
    # A log that lost its database is not played into another one either.
    shutil.copy(tmp_path / "var" / "site.sqlite3-wal", f"{server.database}-wal")
    with django_db_blocker.unblock(), database.on(str(server.database)):
        call_command("restore", server.copy, stdout=StringIO())
    assert server.ask("PRAGMA integrity_check") == [("ok",)]
    assert server.ask("SELECT COUNT(*) FROM contact_inquiry") == [(1,)]
    assert server.database.stat().st_mode & 0o777 == 0o600


_RESTORE = _GETTING_BACK.splitlines()[1]


def test_a_site_that_runs_is_not_restored(server: Server) -> None:
    with closing(sqlite3.connect(server.database)) as running:
        running.execute("SELECT COUNT(*) FROM contact_inquiry").fetchone()
        done = server.do(_RESTORE)
        assert done.returncode != 0
        assert "is in use. First: systemctl stop" in done.stderr
    assert server.ask("SELECT COUNT(*) FROM contact_inquiry") == [(41,)]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("cut short", "no copy of this site's database"),
        ("of something else", "no copy of this site's database"),
        ("of other keys", "INQUIRY_KEYS opens none of the messages"),
    ],
)
def test_a_copy_that_is_no_good_changes_nothing(server: Server, fault: str, words: str) -> None:
    if fault == "cut short":
        os.truncate(server.copy, server.copy.stat().st_size // 2)
    elif fault == "of something else":
        server.copy.write_text("no database at all, but long enough to be taken for one" * 99)
    else:
        server.environment["INQUIRY_KEYS"] = "b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXk1234="
    done = server.do(_RESTORE)
    assert done.returncode != 0
    assert words in done.stderr
    assert server.ask("SELECT COUNT(*) FROM contact_inquiry") == [(41,)]
