"""The port the site is to have on this machine, and whose wish that is."""

import os
import re
import socket
from urllib.parse import urlsplit

from clinic_site.setup import caller, dotenv
from clinic_site.setup.sites import Site
from clinic_site.setup.talk import Refused, name_of

#: How make calls the places a variable comes from.
_PLACES = {"environment": "from the shell", "command line": "from the command line"}


def wished(site: Site) -> int:
    """PORT if it is set, or else the port of SITE_URL in .env."""
    if "PORT" not in os.environ:
        return port_of_address(site)
    text = os.environ["PORT"].strip()
    if not is_port(text):
        text = " ".join(text.split())
        place = _PLACES.get(os.environ.get("PORT_FROM", ""), "from the shell")
        raise Refused(
            f"PORT must be a number from 1 to 65535, not '{text}' ({place}): "
            f"make {site.command} PORT=8001"
        )
    return int(text)


def refuse_goal(command: str) -> None:
    """Raise Refused for a port without PORT= before it, which make takes for something to do."""
    if numbers := [goal for goal in caller.goals() if goal.isdecimal()]:
        raise Refused(
            f"make can do nothing that is called {numbers[0]}. "
            f"If it is a port: make {command} PORT={numbers[0]}"
        )


def answers(site: Site) -> bool:
    """True if a program listens at the port that is wished."""
    with socket.socket() as call:
        return call.connect_ex(("127.0.0.1", wished(site))) == 0


def port_of_address(site: Site) -> int:
    """The port of SITE_URL in its .env; the usual one if there is no .env or it names none."""
    file = site.env
    address = dotenv.value_of("SITE_URL", dotenv.text_of(file)) if file.exists() else ""
    if not dotenv.host_of(address):
        # That is said when .env is looked at.
        return site.port
    text = urlsplit(address).netloc.rpartition("@")[2].removeprefix("[::1]").partition(":")[2]
    if text and not is_port(text):
        raise Refused(
            f"SITE_URL (from {name_of(file)}) must have a port from 1 to 65535, or none: {address}"
        )
    return int(text or site.port)


def is_port(text: str) -> bool:
    """True for a number that a port can have, written as one writes it."""
    return re.fullmatch(r"[0-9]{1,5}", text) is not None and 1 <= int(text) <= 65535
