"""No message is lost or doubled, whatever the mail server does and whoever is killed."""

import logging
import os
import threading
from pathlib import Path

import pytest

from tests.storm.nemesis import Nemesis, listening
from tests.storm.people import crowd
from tests.storm.site import running
from tests.storm.storm import ROWS, storm

pytestmark = pytest.mark.faults

#: On PostgreSQL when the whole suite runs there.
DATABASE = os.environ.get("DATABASE_URL", "")


@pytest.fixture(autouse=True)
def quiet() -> None:
    # Connections that are cut are what it is about.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def test_a_storm_loses_and_doubles_nothing(tmp_path: Path) -> None:
    account = storm(tmp_path, messages=250, seed=7, database=DATABASE, at_once=8)
    assert account.wrong == []
    assert account.killed >= 5
    assert account.thanked == account.stored == 250
    assert account.slowest < 10


def test_four_workers_send_each_mail_once(tmp_path: Path) -> None:
    nemesis = Nemesis(refused="")
    with (
        running(tmp_path, DATABASE, mail_workers=0) as site,
        listening(nemesis, site.mail_port),
    ):
        crowd(site.web_port, 100, 8)
        for number in range(4):
            site.start_mail(number)
        site.wait_for(lambda: site.health().get("mail", {}).get("waiting") == 0, 60)
        found = site.ask(ROWS)
    assert len(nemesis.taken) == 300
    assert set(nemesis.taken.values()) == {1}
    assert found["waiting"] == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_killing_everything_in_the_middle_leaves_no_half_message(tmp_path: Path, seed: int) -> None:
    thanked: set[int] = set()
    with running(tmp_path, DATABASE, mail_workers=0) as site:

        def kill_and_start() -> None:
            for _ in range(6):
                if over.wait(0.3 * seed):
                    return
                site.kill_web()
                site.start_web()

        over = threading.Event()
        killing = threading.Thread(target=kill_and_start)
        waiting = threading.Timer(3.2, killing.start)
        waiting.start()
        told = crowd(site.web_port, 80, 8, thanked.add)
        over.set()
        waiting.join()
        killing.join()
        site.wait_until_it_answers()
        rows = site.ask(ROWS)["rows"]
    assert all(person.thanked for person in told.values())
    assert sorted(row[0] for row in rows) == sorted(f"Person {number}" for number in thanked)
    assert {len(row[3]) for row in rows} == {3}
