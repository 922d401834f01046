"""Puts into .venv what a requirements file names, and says how far it is."""

import hashlib
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from clinic_site.setup import caller, locks, pip_settings, venv
from clinic_site.setup.environment import for_pip
from clinic_site.setup.talk import ROOT, Refused, say
from clinic_site.setup.trouble import disk_is_full

SITE = ROOT / "requirements.txt"
#: Holds everything in SITE too, and what the tests need.
DEV = ROOT / "requirements-dev.txt"
_PIP = Path(__file__).with_name("with_pip.py")
_PINNED = re.compile(r"^([\w.-]+)(?:\[.*?\])?==([^\s;\\]+)([^\\\n]*)", re.M)
_NETWORK = re.compile(
    r"NewConnection|Max retries|Retrying|resolution|timed out|unreachable|"
    r"Connection|ProxyError|SSLError|from versions: none"
)


def are_installed(*files: Path) -> bool:
    """True if what one of these files names is in .venv, all of it."""
    if not venv.INSTALLED.is_file() or venv.UNFINISHED.exists() or not venv.version():
        return False
    return venv.stamp() in {stamp(file) for file in files} and not venv.lost()


def stamp(file: Path) -> str:
    """Changes with the packages, and with the Python they were installed for."""
    text = file.read_bytes().replace(b"\r\n", b"\n")
    return f"{venv.version()} {hashlib.sha256(text).hexdigest()}"


def install(file: Path) -> None:
    """Put what the file names into .venv; what is cut short is made anew the next time."""
    venv.refuse_another_projects()
    venv.make_if_needed()
    many = number_in(file)
    say(f"Installing {many} packages into .venv, once.")
    venv.INSTALLED.unlink(missing_ok=True)
    venv.UNFINISHED.touch()
    command = [*venv.pip(), "install", "--no-input", "--progress-bar=off", "--require-hashes"]
    # The file names every package there is. Python compiles what is used when it is used.
    command += ["--no-deps", "--no-compile", "-r", str(file)]
    output = run(command, many)
    if lacking := missing(file, output):
        raise Refused(
            f"pip says that all went well, and {lacking[0]} is not in .venv. "
            "Another make run tries again. What is its configuration? pip config debug"
        )
    venv.remember(stamp(file))
    venv.UNFINISHED.unlink()


def missing(file: Path, output: str) -> list[str]:
    """What the file names and .venv does not have, but for what pip said is for other machines."""
    ignored = {plain(name) for name in re.findall(r"^Ignoring ([\w.-]+)", output, re.M)}
    infos = [path for top in venv.packages_folders() for path in top.glob("*.dist-info")]
    there = {plain(path.name.removesuffix(".dist-info")) for path in infos}
    return [
        f"{name} {version}"
        for name, version, _machines in pinned(file)
        if plain(name) not in ignored and plain(f"{name}-{version}") not in there
    ]


def plain(name: str) -> str:
    """The name of a package, with or without its version, as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def number_in(file: Path) -> int:
    """How many packages the file names for this machine, or a few more."""
    return sum(
        "'win32'" not in machines or "!= 'win32'" in machines
        for _name, _version, machines in pinned(file)
    )


def pinned(file: Path) -> list[tuple[str, str, str]]:
    """Each package that the file names, its version, and for which machines it is."""
    return _PINNED.findall(file.read_text(encoding="utf-8"))


def run(command: list[str], many: int) -> str:
    """Run pip and tell how far it is. It holds our lock too, so that none begins beside it."""
    output, shown = "", Progress()
    line, ours = os.pipe()
    python, *arguments = command
    with subprocess.Popen(  # noqa: S603
        [python, "-E", "-s", str(_PIP), str(line), *arguments],
        env=for_pip(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=(line, *locks.held()),
        process_group=0,
    ) as pip:
        try:
            for piece in pieces(pip):
                output += piece
                shown.tell(progress(output, many))
        finally:
            shown.end()
            kill(pip)
            os.close(line)
            os.close(ours)
    # pip tells the signal that ended what it started as a code below zero, of which a byte is left.
    if (number := -pip.returncode % 256) in set(signal.Signals):
        raise Refused(killed(number))
    if pip.returncode:
        raise Refused(why(output))
    return output


def kill(pip: subprocess.Popen[bytes]) -> None:
    """End it, and what it started, whether or not it has ended itself."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pip.pid, signal.SIGKILL)


def pieces(pip: subprocess.Popen[bytes]) -> Iterator[str]:
    """What pip says, as it says it; nothing for a while, but at least four times a second."""
    while pip.stdout:
        if pip.poll() is not None:
            # What it started may hold the pipe open, and would go on alone.
            kill(pip)
        if why_alone := caller.gone():
            raise Refused(f"The installation was stopped, since {why_alone}.")
        if not select.select([pip.stdout], [], [], 0.25)[0]:
            yield ""
        elif piece := os.read(pip.stdout.fileno(), 65536):
            yield piece.decode(errors="replace")
        else:
            return


def progress(output: str, many: int) -> str:
    """How far it is: first all packages are fetched, then all are unpacked."""
    if "Installing collected packages" in output:
        done = sum(1 for _ in venv.FOLDER.glob("lib/python*/site-packages/*.dist-info"))
        return f"Unpacking {many} packages, {min(done, many)} so far"
    fetched = len(re.findall(r"^(?:Collecting|Requirement already satisfied)", output, re.M))
    return f"Fetching {many} packages, {min(fetched, many)} so far"


class Progress:
    """A line that is written over as it grows; where no terminal is, each step has its own."""

    def __init__(self) -> None:
        self.line = ""
        self.in_place = sys.stderr.isatty()

    def tell(self, line: str) -> None:
        """Show how far it is, if it is further."""
        if self.in_place and line != self.line:
            say(f"\r  {line:<60}", end="")
        elif not self.in_place and line.split(maxsplit=1)[0] not in self.line:
            say(f"  {line.rpartition(',')[0]}")
        self.line = line

    def end(self) -> None:
        """Let the next line begin where a line begins."""
        if self.in_place and self.line:
            say("")


def killed(number: int) -> str:
    """The line for a pip that did not end by itself."""
    name = signal.Signals(number).name
    memory = " Has this machine too little memory?" if number == signal.SIGKILL else ""
    return f"pip was ended by {name}.{memory} Again: {caller.command()}"


def why(output: str) -> str:
    """What stopped pip, in one line."""
    lines = [line for line in output.splitlines() if line.strip()]
    errors = [line.partition("ERROR: ")[2] for line in lines if line.startswith("ERROR: ")]
    last = errors[-1] if errors else (lines or ["it did not say why"])[-1]
    if "No space left" in output:
        return disk_is_full(venv.FOLDER)
    if "DO NOT MATCH THE HASHES" in output:
        return "A package does not have the hash in the requirements file. Nothing is installed."
    if _NETWORK.search(output):
        return (
            f"Could not reach the package index {pip_settings.index()}. "
            f"Is this machine online? Then again: {caller.command()}"
        )
    return f"pip could not install the packages: {last}"
