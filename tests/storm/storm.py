"""Many people write while mail fails and processes are killed; then the account is made."""

from __future__ import annotations

import os
import random
import signal
import statistics
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from tests.storm.nemesis import Nemesis, listening
from tests.storm.people import Told, crowd, name_of
from tests.storm.site import DESK, SECOND, Site, running

#: Every message with its mails, as JSON.
ROWS = """
from contact.models import Delivery, Inquiry
rows = [
    (i.name, i.reference, i.email, [(d.address(), d.message_id) for d in i.deliveries.all()])
    for i in Inquiry.objects.prefetch_related("deliveries").iterator(chunk_size=500)
]
print(json.dumps({"rows": rows, "waiting": Delivery.objects.exclude(state="sent").count()}))
"""


class Stored(TypedDict):
    """What that script finds: name, reference, address, and each mail's recipient and key."""

    rows: list[tuple[str, str, str, list[tuple[str, str]]]]
    waiting: int


@dataclass
class Account:
    """What became of every message. ``wrong`` is empty if all that we promise held."""

    messages: int
    thanked: int
    stored: int
    mails: int
    extra: int
    may_be_extra: int
    killed: int
    slowest: float
    p95: float
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = {
            "people who wrote": self.messages,
            "thanked": self.thanked,
            "messages stored": self.stored,
            "mails arrived": self.mails,
            "of these more than once": f"{self.extra} (at most {self.may_be_extra} are excused)",
            "processes killed or stopped": self.killed,
            "answer to Send, p95 / longest": f"{self.p95:.2f} / {self.slowest:.2f} s",
            "wrong": len(self.wrong),
        }
        table = "\n".join(f"{name:30} {value}" for name, value in lines.items())
        return "\n".join([table, *self.wrong[:20]])


@dataclass
class Weather:
    """Changes the mood of the mail server, and kills, until told to stop."""

    site: Site
    nemesis: Nemesis
    seed: int
    over: threading.Event = field(default_factory=threading.Event)
    #: Mail workers that were killed or stopped: each may have had one mail in hand.
    mail_killed: int = 0
    web_killed: int = 0

    def blow(self) -> None:
        """Do the next bad thing, again and again."""
        dice = random.Random(self.seed)  # noqa: S311
        while not self.over.wait(dice.uniform(0.1, 0.6)):
            self.nemesis.change()
            bad_things: list[Callable[[], None]] = [
                lambda: None,
                lambda: self._hit_web(self._kill_web_worker),
                lambda: self._hit_web(
                    self._kill_web if dice.random() < 0.3 else self._kill_web_worker
                ),
                lambda: self._kill_mail(dice.randrange(len(self.site.mail))),
                lambda: self._freeze_mail(dice),
            ]
            dice.choice(bad_things)()

    def _hit_web(self, kill: Callable[[], None]) -> None:
        """Only once it answers: on a busy machine it would be killed for ever while it starts."""
        if self.site.health():
            kill()

    def _kill_web_worker(self) -> None:
        for number in self.site.web_workers()[:1]:
            self.web_killed += 1
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def _kill_web(self) -> None:
        self.web_killed += 1
        self.site.kill_web()
        self.site.start_web()

    def _kill_mail(self, number: int) -> None:
        self.mail_killed += 1
        self.site.kill_mail(number)
        self.site.start_mail(number)

    def _freeze_mail(self, dice: random.Random) -> None:
        """As a laptop's lid or a full disk does: it goes on later as if nothing had been."""
        process = self.site.mail[dice.randrange(len(self.site.mail))]
        self.mail_killed += 1
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGSTOP)
        threading.Timer(dice.choice([0.5, 1, 5]), _go_on, [process]).start()


def _go_on(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGCONT)


def storm(
    folder: Path, *, messages: int, seed: int, database: str = "", at_once: int = 8
) -> Account:
    """Let it blow while so many messages are written, then calm down and count."""
    nemesis = Nemesis(refused=SECOND, seed=seed)
    with running(folder, database) as site, listening(nemesis, site.mail_port):
        weather = Weather(site, nemesis, seed)
        blowing = threading.Thread(target=weather.blow)
        blowing.start()
        told = crowd(site.web_port, messages, at_once)
        weather.over.set()
        blowing.join()
        nemesis.mood = "fine"
        site.wait_until_it_answers()
        site.wait_for(lambda: _nothing_waits(site), 60 + messages / 10)
        return account(site, nemesis, told, weather)


def _nothing_waits(site: Site) -> bool:
    time.sleep(0.5)
    mail = site.health().get("mail", {})
    return bool(mail.get("waiting") == 0)


def account(site: Site, nemesis: Nemesis, told: dict[int, Told], weather: Weather) -> Account:
    """Compare what people were told with what is stored and what arrived."""
    found: Stored = site.ask(ROWS)
    seconds = [one for person in told.values() for one in person.seconds] or [0.0]
    extra = sum(times - 1 for times in nemesis.taken.values())
    result = Account(
        messages=len(told),
        thanked=sum(person.thanked for person in told.values()),
        stored=len(found["rows"]),
        mails=sum(nemesis.taken.values()),
        extra=extra,
        may_be_extra=nemesis.unanswered + weather.mail_killed,
        killed=weather.mail_killed + weather.web_killed,
        slowest=max(seconds),
        p95=statistics.quantiles([*seconds, seconds[0]], n=20)[18],
    )
    result.wrong = [*_lost(told, found), *_not_mailed(found, nemesis), *_odd(told)]
    if found["waiting"]:
        result.wrong.append(f"{found['waiting']} mails still wait")
    if extra > result.may_be_extra:
        result.wrong.append("mails were sent again without a reason")
    return result


def _lost(told: dict[int, Told], found: Stored) -> list[str]:
    stored = Counter(row[0] for row in found["rows"])
    wrong = [f"{name} is stored {times} times" for name, times in stored.items() if times > 1]
    for number, person in told.items():
        if not person.thanked:
            wrong.append(f"{name_of(number)} was never thanked")
        elif name_of(number) not in stored:
            wrong.append(f"{name_of(number)} was thanked and is lost")
    return wrong


def _not_mailed(found: Stored, nemesis: Nemesis) -> list[str]:
    wrong, known = [], set()
    for _name, reference, email, deliveries in found["rows"]:
        mails = {(address, key) for address, key in deliveries}
        known |= mails
        if {address for address, _key in mails} != {DESK, SECOND, email}:
            wrong.append(f"{reference} has mails to {mails}")
        for one in mails:
            if one not in nemesis.taken:
                wrong.append(f"{reference} never reached {one[0]}")
            elif reference not in nemesis.told[one]:
                wrong.append(f"a mail to {one[0]} is about another message than {reference}")
    strange = set(nemesis.taken) - known
    return [*wrong, *(f"{key} came to {address} from nowhere" for address, key in strange)]


def _odd(told: dict[int, Told]) -> list[str]:
    wrong = []
    for number, person in told.items():
        wrong += [f"{name_of(number)} got {answer}" for answer in person.odd]
        wrong += [f"{name_of(number)} lost their text to a {one}" for one in person.lost_text]
    return wrong
