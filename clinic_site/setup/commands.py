"""What the Makefile calls, before any package is there: standard library only."""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from clinic_site.setup import (
    caller,
    dotenv,
    environment,
    locks,
    packages,
    port,
    running,
    signals,
    venv,
)
from clinic_site.setup.talk import ROOT, Refused, leave, say
from clinic_site.setup.trouble import line_for

ENV = ROOT / ".env"
#: The variables on make's command line.
_GIVEN = os.environ.get("GIVEN_TO_MAKE", "")


class Stopped(BaseException):
    """Somebody wants this to end."""


def run() -> None:
    """Start the site, after what a first run has to do. Its settings come from .env alone."""
    number = port.wished(ROOT)
    # Before anything is installed: this may be a server, whose .venv is in use.
    dotenv.refuse_wrong_one(ROOT)
    install_once(packages.SITE, packages.DEV)
    if asked := os.environ.get("PYTHON"):
        venv.say_if_other(asked)
    if not os.path.lexists(ENV):
        locks.wait_for_installation()
        dotenv.make_once(ROOT)
    if unused := environment.not_used(ROOT / ".env.example", os.environ):
        say(f"Not used: {', '.join(unused)} of this shell. make run reads .env.")
    if unknown := environment.unknown_to_make(_GIVEN, ROOT / ".env.example"):
        say(f"Not used: {', '.join(unknown)}. make run takes PORT and PYTHON.")
    # Until the site is ready to be stopped, signals wait. They are not lost.
    signals.hold()
    hand_over(environment.clean() | site_url(number) | caller.variables(), "manage.py", "start")


def sign_in() -> None:
    """Print a link for the site that runs. PORT is for one that was started in another way."""
    address = running.address()
    if not os.path.lexists(ENV) and (address or (ROOT / "var/site.sqlite3").exists()):
        raise Refused(".env is lost, and without its keys there is no link. Put it back.")
    if not (ENV.exists() and packages.are_installed(packages.SITE, packages.DEV)):
        raise Refused("There is no site here yet. First: make run")
    dotenv.refuse_wrong_one(ROOT)
    wished = site_url(port.wished(ROOT))["SITE_URL"]
    if address and "PORT" in os.environ and address != wished:
        say(f"The site runs at {address}, not at {wished}.")
    if not address:
        if not ("PORT" in os.environ and port.answers(ROOT)):
            raise Refused("The site does not run. First: make run")
        say(f"No make run of this folder is at {wished}. The link is for a site of this folder.")
    hand_over(environment.clean() | {"SITE_URL": address or wished}, "manage.py", "sign_in_link")


def tool(*arguments: str) -> None:
    """Run a module of .venv, with what the tests and other tools need in it."""
    install_once(packages.DEV)
    hand_over(environment.for_tools(), *arguments)


def install_once(file: Path, *or_all_of: Path) -> None:
    """Install what the file names, unless that or all of another file is there already."""
    if not packages.are_installed(file, *or_all_of):
        locks.wait_for_installation()
        if not packages.are_installed(file, *or_all_of):
            packages.install(file)


def site_url(number: int) -> dict[str, str]:
    """The address of the site on this machine, as its settings read it."""
    return {"SITE_URL": f"http://127.0.0.1:{number}"}


def hand_over(variables: dict[str, str], *arguments: str) -> NoReturn:
    """Become another program: no process stays between make and it, so that signals reach it."""
    os.execve(venv.PYTHON, [str(venv.PYTHON), *arguments], variables)  # noqa: S606


def stop(number: int, _frame: FrameType | None) -> NoReturn:
    """Let a signal end what goes on, wherever it is."""
    raise Stopped(number)


def main(command: str, *arguments: str) -> None:
    """Do it, or say in one line why not."""
    signals.listen(stop)
    try:
        environment.refuse_misspelt(_GIVEN)
        {"run": run, "sign-in": sign_in, "tool": tool}[command](*arguments)
    except Refused as refusal:
        fail(str(refusal))
    except OSError as error:
        fail(line_for(error))
    except Stopped as stopped:
        say(f"Stopped by {signal.Signals(stopped.args[0]).name}. The next make run goes on.")
        leave(128 + int(stopped.args[0]))


def fail(line: str) -> NoReturn:
    """Say why it ends; with DEBUG=1 in .env where in the code, too."""
    with suppress(OSError):
        if ENV.is_file() and dotenv.is_yes(
            dotenv.value_of("DEBUG", ENV.read_text(errors="replace"))
        ):
            sys.excepthook(*sys.exc_info())
    say(line)
    sys.exit(1)
