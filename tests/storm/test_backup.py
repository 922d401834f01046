"""A copy made while people write can be put in the place of the site, and nothing goes twice."""

import logging
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

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
