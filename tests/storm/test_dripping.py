"""A mail server that drips, a byte now and a byte then, holds up neither other mail nor the end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from contact.intake.receiving import queue_mails
from contact.models import Inquiry
from tests.storm.nemesis import Nemesis, listening
from tests.storm.site import DESK, SECOND, Site

pytestmark = pytest.mark.faults


@pytest.fixture
def written(make_inquiry: Callable[..., Inquiry], settings: object) -> None:
    """Two messages, each with a mail to both addresses of the site."""
    settings.INQUIRY_EMAILS = [SECOND, DESK]  # type: ignore[attr-defined]
    for _ in range(2):
        queue_mails(make_inquiry())


def wait_for(true: Callable[[], bool], seconds: float = 40) -> None:
    """A busy machine may take so long to start a program."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "It takes too long."
        time.sleep(0.05)


def seconds_to_stop(site: Site) -> float:
    """How long the worker takes to end once it is told."""
    worker = site.mail[0]
    os.kill(worker.pid, signal.SIGTERM)
    began = time.monotonic()
    assert worker.wait(timeout=20) == 0
    return time.monotonic() - began


@pytest.mark.usefixtures("written")
def test_a_server_that_drips_for_one_takes_the_mail_of_others_and_the_worker_ends(
    site: Site,
) -> None:
    nemesis = Nemesis(refused=SECOND, mood="drips to one")
    with listening(nemesis, site.mail_port):
        site.start_mail(0)
        # The first mail that is sent never ends; those to the desk come after it.
        wait_for(lambda: sum(who == DESK for who, _key in nemesis.taken) == 2)
        nemesis.mood = "drips"
        wait_for(lambda: nemesis.drips >= 3)
        assert seconds_to_stop(site) < 5
