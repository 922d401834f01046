"""Servers with one worker each, what they cost, and a visitor who keeps the line open."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.stack import ROOT, free_port

_NANO = 1e9


@dataclass(frozen=True)
class Server:
    """A gunicorn with one worker that is up."""

    port: int
    worker: int

    def cpu(self) -> float:
        """Seconds of processor time that its worker has used so far."""
        tasks = Path(f"/proc/{self.worker}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / _NANO


@contextmanager
def serving(
    environment: dict[str, str], application: str, config: str, log: Path
) -> Iterator[Server]:
    """One server until the block ends. Raises TimeoutError if it does not start in 30 seconds."""
    port = free_port()
    told = environment | {"BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "-c", config, application]
    with log.open("wb") as file:
        master = subprocess.Popen(command, cwd=ROOT, env=told, stdout=file, stderr=file)  # noqa: S603
    try:
        yield Server(port, _worker_of(master.pid, port))
    finally:
        master.terminate()
        master.wait(timeout=30)


def _worker_of(master: int, port: int) -> int:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        with socket.socket() as probe:
            if children and probe.connect_ex(("127.0.0.1", port)) == 0:
                return int(children[0])
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens at {port}")


@dataclass(frozen=True)
class Reply:
    """What came back, as it was sent."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Visitor:
    """Asks again and again over one connection, and does as little itself as it can."""

    def __init__(self, server: Server, host: str, encoding: str = "br") -> None:
        self._common = f"Host: {host}\r\nAccept-Encoding: {encoding}\r\n"
        self._origin = f"Origin: http://{host}\r\n"
        self._line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        self._rest = b""

    def ask(self, address: str, headers: str = "") -> Reply:
        """Raises ConnectionError if the server hangs up."""
        self._line.sendall(f"GET {address} HTTP/1.1\r\n{self._common}{headers}\r\n".encode())
        return self._read()

    def send(self, address: str, form: str, headers: str = "") -> Reply:
        """The answer to a form, its fields encoded already."""
        self._line.sendall(
            f"POST {address} HTTP/1.1\r\n{self._common}{self._origin}{headers}"
            f"Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(form)}\r\n\r\n{form}".encode()
        )
        return self._read()

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _read(self) -> Reply:
        data = self._rest
        while b"\r\n\r\n" not in data:
            data += self._receive()
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = [
            (name, value.strip()) for name, _, value in (one.partition(":") for one in lines)
        ]
        length = next(
            (int(value) for name, value in headers if name.lower() == "content-length"), 0
        )
        while len(body) < length:
            body += self._receive()
        self._rest = body[length:]
        return Reply(first.partition(" ")[2], headers, body[:length])

    def _receive(self) -> bytes:
        data = self._line.recv(65536)
        if not data:
            raise ConnectionError("the server hung up")
        return data


def memory(pids: list[int]) -> float:
    """Megabytes that these processes hold together, what they share counted once (PSS)."""
    return sum(_pss(pid) for pid in pids) / 1024


def _pss(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


def cpu_model() -> str:
    """What the machine says of its processor."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{os.cpu_count()} x {names[0] if names else os.uname().machine}"
