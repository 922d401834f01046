"""What the Makefile calls, before any package is there: standard library only."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

from clinic_site.setup import (
    caller,
    dotenv,
    environment,
    locks,
    packages,
    port,
    signals,
    sites,
    venv,
)
from clinic_site.setup.sites import Site
from clinic_site.setup.talk import ROOT, Refused, leave, name_of, say
from clinic_site.setup.trouble import line_for

#: The variables on make's command line.
_GIVEN = os.environ.get("GIVEN_TO_MAKE", "")


class Stopped(BaseException):
    """Somebody wants this to end."""


def run() -> None:
    """Start the site."""
    start(sites.RUN)


def demo() -> None:
    """Start the sample clinic, beside the site or without it; never where a real one is."""
    os.environ.update(sites.DEMO.variables)
    dotenv.refuse_server(sites.RUN, sites.DEMO.command)
    start(sites.DEMO)


def start(site: Site) -> None:
    """Start it, after what a first run has to do. Its settings come from its .env alone."""
    number = port.wished(site)
    venv.refuse_name()
    # Before anything is installed: this may be a server, whose .venv is in use.
    dotenv.refuse_wrong_one(site)
    install_once(packages.SITE, packages.DEV)
    if asked := os.environ.get("PYTHON"):
        venv.say_if_other(asked, is_meant=os.environ.get("PYTHON_FROM") == "command line")
    if not os.path.lexists(site.env):
        locks.wait_for_installation()
        site.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        dotenv.make_once(site.env, site.port)
    if unused := environment.not_used(ROOT / ".env.example", os.environ):
        say(
            f"Not used: {', '.join(unused)} of this shell. "
            f"make {site.command} reads {name_of(site.env)}."
        )
    if unknown := environment.unknown_to_make(_GIVEN, ROOT / ".env.example"):
        say(f"Not used: {', '.join(unknown)}. make {site.command} takes PORT and PYTHON.")
    # Until the site is ready to be stopped, signals wait. They are not lost.
    signals.hold()
    variables = environment.clean() | site.variables | site_url(number) | caller.variables()
    hand_over(variables, "manage.py", "start")


def sign_in() -> None:
    """Print a link for the site that runs. PORT is for one that was started in another way."""
    site = site_to_sign_in_to()
    os.environ.update(site.variables)
    address, name = locks.address_of_run(site), name_of(site.env)
    if not os.path.lexists(site.env) and (address or site.database.exists()):
        raise Refused(f"{name} is lost, and without its keys there is no link. Put it back.")
    if not (site.env.exists() and packages.are_installed(packages.SITE, packages.DEV)):
        raise Refused("There is no site here yet. First: make run")
    dotenv.refuse_wrong_one(site)
    wished = site_url(port.wished(site))["SITE_URL"]
    if address and "PORT" in os.environ and address != wished:
        say(f"The site runs at {address}, not at {wished}.")
    if not address:
        if not ("PORT" in os.environ and port.answers(site)):
            raise Refused("The site does not run. First: make run")
        say(f"No make run of this folder is at {wished}. The link is for a site of this folder.")
    variables = environment.clean() | site.variables | {"SITE_URL": address or wished}
    hand_over(variables, "manage.py", "sign_in_link")


def site_to_sign_in_to() -> Site:
    """The site, or the demo if PORT is where that runs, or if it alone runs and no PORT is said."""
    demo_at, run_at = locks.address_of_run(sites.DEMO), locks.address_of_run(sites.RUN)
    if "PORT" in os.environ:
        is_demo = demo_at == site_url(port.wished(sites.RUN))["SITE_URL"]
        return sites.DEMO if is_demo else sites.RUN
    if demo_at and run_at:
        say(
            f"The demo runs too, at {demo_at}. Its link: make sign-in PORT={urlsplit(demo_at).port}"
        )
    return sites.DEMO if demo_at and not run_at else sites.RUN


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
    """Let a signal end what goes on, wherever it is. Who is impatient presses Ctrl-C twice."""
    signals.listen(lambda _number, _frame: None)
    raise Stopped(number)


def main(command: str, *arguments: str) -> None:
    """Do it, or say in one line why not."""
    # Whatever this shell says: which site it is, is what make was asked for.
    os.environ.pop(sites.VARIABLE, None)
    commands = {"run": run, "demo": demo, "sign-in": sign_in, "tool": tool}
    try:
        signals.listen(stop)
        environment.refuse_misspelt(_GIVEN)
        if command != "tool":
            port.refuse_goal(command)
        commands[command](*arguments)
    except Refused as refusal:
        fail(str(refusal))
    except OSError as error:
        fail(line_for(error))
    except Stopped as stopped:
        number = int(stopped.args[0])
        say(f"Stopped by {signals.name_of(number)}. The next {caller.command()} goes on.")
        leave(128 + number)


def fail(line: str) -> NoReturn:
    """Say why it ends; with DEBUG=1 in .env where in the code, too."""
    with suppress(OSError):
        env = sites.this().env
        if env.is_file() and dotenv.is_yes(
            dotenv.value_of("DEBUG", env.read_text(errors="replace"))
        ):
            sys.excepthook(*sys.exc_info())
    say(line)
    sys.exit(1)
