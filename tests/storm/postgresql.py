"""A PostgreSQL server of a test's own, which may be killed. It has no port, only a socket."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg


def programs() -> Path | None:
    """Where the newest PostgreSQL of this machine has its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class Cluster:
    """The server in this folder. It runs as another user for root, as it insists on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self._start("initdb", "--auth=trust", "--encoding=UTF8", "--username=postgres").wait()
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers; after a kill it repairs itself first."""
        self.server = self._start("postgres", "-c", "listen_addresses=", "-k", str(self.folder))
        until = time.monotonic() + 30
        while not self._answers():
            if time.monotonic() > until:
                raise TimeoutError((self.folder / "log").read_text())
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """Kill its first process and all that this one started with -9."""
        self._send(signal.SIGKILL)
        self.server.wait()

    def freeze(self) -> None:
        """Stop them all as they are: the system still takes what is sent to them."""
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on as if nothing had been."""
        self._send(signal.SIGCONT)

    def _send(self, what: signal.Signals) -> None:
        first = self.server.pid
        others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for number in (first, *map(int, others)):
            # One that ended meanwhile needs nothing any more.
            with suppress(ProcessLookupError):
                os.kill(number, what)

    def stop(self) -> None:
        """Stop it at once."""
        self.thaw()
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(timeout=30)

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        where = programs()
        assert where
        user = "postgres" if os.geteuid() == 0 else None
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                [where / program, "-D", self.folder / "data", *arguments],
                cwd=self.folder,
                user=user,
                group=user,
                extra_groups=[] if user else None,
                stdout=log,
                stderr=log,
            )
