"""A clone of this project in a folder of its own, and what a person does with it in a terminal."""

import hashlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.stack import free_port

ROOT = Path(__file__).parents[2]
#: What every shell has. Nothing of the shell the tests run in.
SHELL = {
    name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ
}
#: In seconds, for machines that are busy with other things.
PATIENCE = 150


def mark(file: Path) -> str:
    """Changes with what is in the file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def wait_for_file(file: Path) -> None:
    """Return once it is there."""
    until = time.monotonic() + PATIENCE
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.01)


@dataclass
class Clone:
    """A folder with the project in it."""

    folder: Path
    port: int = field(default_factory=free_port)

    def make(
        self, *arguments: str, shell: dict[str, str] | None = None, before: tuple[str, ...] = ()
    ) -> "Run":
        """Run make, with these variables in the shell."""
        process = subprocess.Popen(
            [*before, "make", *arguments],
            cwd=self.folder,
            env=SHELL | (shell or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return Run(self, process)

    def says(self, *arguments: str, shell: dict[str, str] | None = None) -> str:
        """What make says that ends by itself, without make's own line about it."""
        run = self.make(*arguments, shell=shell)
        return run.rest()

    def refuses(
        self,
        *arguments: str,
        shell: dict[str, str] | None = None,
        before: tuple[str, ...] = (),
    ) -> str:
        """The last line that make says and ends with an error. It is no traceback."""
        run = self.make(*arguments or ("run", f"PORT={self.port}"), shell=shell, before=before)
        said = run.rest()
        assert run.process.returncode not in (0, None), said
        assert "Traceback" not in said
        lines = [line for line in said.splitlines() if not line.startswith("make: ")]
        return lines[-1]

    def remove_database(self) -> None:
        """With the log that stands beside it."""
        for file in (self.folder / "var").glob("site.sqlite3*"):
            file.unlink()

    @contextmanager
    def site(
        self,
        *arguments: str,
        shell: dict[str, str] | None = None,
        before: tuple[str, ...] = (),
    ) -> Iterator["Run"]:
        """make run until the block ends; then nothing of it may be left."""
        run = self.make("run", *arguments or (f"PORT={self.port}",), shell=shell, before=before)
        try:
            run.wait_for("Ctrl-C stops it")
            yield run
        finally:
            run.end()

    def processes(self) -> dict[int, str]:
        """What runs in this folder: number and command."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                where = Path(os.readlink(process / "cwd"))
                if where == self.folder or self.folder in where.parents:
                    command = (process / "cmdline").read_text().replace("\0", " ").strip()
                    if command:
                        found[int(process.name)] = command
        return found

    def find(self, words: str) -> list[int]:
        """The processes here whose command has these words, the oldest first."""
        return sorted(number for number, line in self.processes().items() if words in line)

    def is_empty(self, seconds: float = 15) -> bool:
        """True once nothing runs here any more, within this time."""
        until = time.monotonic() + seconds
        while self.processes() and time.monotonic() < until:
            time.sleep(0.05)
        return not self.processes()

    def left(self) -> list[str]:
        """What still ran here although all should have ended; it does not any more."""
        rest = {} if self.is_empty(5) else self.processes()
        for number in rest:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        return list(rest.values())

    def write_env(self, **changes: str) -> None:
        """A .env as make run writes it, with these changes."""
        values = {
            "SITE_URL": "http://127.0.0.1:8000",
            "SECRET_KEY": "k3y-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
            "INQUIRY_KEYS": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=",
        } | changes
        text = "".join(f"{name}={value}\n" for name, value in values.items())
        (self.folder / ".env").write_text(text)

    def python(self, script: str) -> str:
        """What a few lines print that run in the site of this clone."""
        script = f"import django\ndjango.setup()\n{script}"
        done = subprocess.run(
            [self.folder / ".venv/bin/python", "-c", script],
            cwd=self.folder,
            env=SHELL | {"DJANGO_SETTINGS_MODULE": "clinic_site.settings"},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


@dataclass
class Run:
    """A make that runs, and what it has said so far."""

    clone: Clone
    process: subprocess.Popen[bytes]
    said: str = ""

    def wait_for(self, words: str) -> None:
        """Read until it says this. Raises AssertionError with all it said if it never does."""
        assert self.process.stdout
        until = time.monotonic() + PATIENCE
        while words not in self.said and time.monotonic() < until:
            piece = os.read(self.process.stdout.fileno(), 4096)
            if not piece:
                break
            self.said += piece.decode()
        assert words in self.said, self.said

    def rest(self) -> str:
        """All it said, once it has ended."""
        output, _nothing = self.process.communicate(timeout=PATIENCE)
        self.said += output.decode()
        return self.said

    @property
    def last_line(self) -> str:
        """The last it said itself; make may add a line of its own."""
        own = [line for line in self.said.splitlines() if not line.startswith("make: ")]
        return own[-1]

    def interrupt(self) -> None:
        """Ctrl-C, as the terminal sends it: to make and all it runs."""
        os.killpg(self.process.pid, signal.SIGINT)

    def end(self) -> None:
        """Stop it and see that nothing is left, whatever happened before."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        is_empty = self.clone.is_empty()
        for number in self.clone.processes():
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        if self.process.stdout and not self.process.stdout.closed:
            self.rest()
        assert is_empty

    @property
    def link(self) -> str:
        """The address that signs staff in."""
        found = re.search(r"http://\S+/local-sign-in/\S+", self.said)
        assert found, self.said
        return found[0]
