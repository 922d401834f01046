"""Reads the settings from the shell and .env; what is wrong with one is said in one line."""

import os
import re
import time
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

from clinic_site.setup import sites
from clinic_site.setup.dotenv import text_of
from clinic_site.setup.talk import Refused, name_of
from clinic_site.setup.trouble import line_for

T = TypeVar("T")
#: Where Django looks whether there is such a time zone.
_ZONES = Path("/usr/share/zoneinfo")
_HOST = re.compile(r"\.?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.I)
_LONGEST_ADDRESS = 254
#: Variables that were set before .env was read: these win over it.
_shell: frozenset[str] = frozenset(os.environ)
_env = Env()
#: Which site this is, told before its .env is read.
SITE = sites.this()


def read(file: Path) -> None:
    """Add what the file says to the environment, where nothing says it yet."""
    try:
        if os.path.lexists(file):
            text_of(file)
        _env.read_env(str(file), recurse=False)
    except Refused as refusal:
        raise ImproperlyConfigured(str(refusal)) from None
    except OSError as error:
        raise ImproperlyConfigured(line_for(error)) from None


def wrong(name: str, what: str) -> ImproperlyConfigured:
    """The error that names the variable, where its value is from, what is right, and what helps."""
    if name in _shell:
        return ImproperlyConfigured(
            f"{name} (from the shell) {what} Without it there, .env counts: unset {name}"
        )
    place = f" (from {name_of(SITE.env)})" if text(name) else ""
    return ImproperlyConfigured(f"{name}{place} {what} .env.example says what it is for.")


def required(name: str, advice: str = "") -> str:
    """The variable's text; without it the site does not start and says which one is missing."""
    if value := text(name):
        return value
    raise wrong(name, f"is not set. {advice}".rstrip())


def text(name: str, default: str = "") -> str:
    """The variable's text, without blanks around it."""
    return str(_env.str(name, "")).strip() or default


def address(name: str) -> tuple[str, str, int | None]:
    """The address of a site, its host, and its port if it names one."""
    value = required(name).rstrip("/")
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", 0
    if port == 0:
        raise wrong(name, "must have a port from 1 to 65535, or none.")
    if not host or parts.scheme not in ("http", "https"):
        raise wrong(name, "must be an address like https://www.example.org.")
    if parts.path or parts.query or parts.fragment or parts.username:
        raise wrong(name, "must be an address like https://www.example.org, and end there.")
    return value, host, port


def number(name: str, default: int, least: int = 0, most: int = 10**9) -> int:
    """A whole number from the least to the most."""
    value = _read_as(_env.int, name, default, f"must be a number from {least} to {most}.")
    if not least <= value <= most:
        raise wrong(name, f"must be a number from {least} to {most}.")
    return value


def yes_or_no(name: str, default: bool) -> bool:
    """1 or 0, or another word that means it."""
    return _read_as(_env.bool, name, default, "must be 1 or 0.")


def texts(name: str, default: list[str]) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()] or default


def hosts(name: str) -> list[str]:
    """Names of hosts, as browsers send them without the port."""
    found = texts(name, [])
    if any("*" in host for host in found):
        raise wrong(name, "must name each host; * is refused.")
    if not all(_HOST.fullmatch(host) for host in found):
        raise wrong(
            name, "must be names of hosts like www.example.org alone: no http://, port or path."
        )
    return found


def mail_host(name: str) -> str:
    """The host that mail leaves through. Its port and security are said apart."""
    value = required(name)
    if "/" in value or re.fullmatch(r"[^:]*:\d*", value):
        raise wrong(name, "must be the name of a host alone: EMAIL_PORT has the port.")
    return value


def mail_addresses(name: str, default: list[str]) -> list[str]:
    """Mail addresses, with commas between; people also write semicolons, or one a line."""
    found = [part.strip() for part in re.split(r"[,;\n]", text(name)) if part.strip()]
    if text(name) and not found:
        raise wrong(name, "names no mail address.")
    if not all(map(_is_mail_address, found)):
        raise wrong(name, "must be mail addresses like desk@example.org, with commas between.")
    return found or default


def mail_address(name: str, default: str) -> str:
    """A mail address, with or without a name before it."""
    value = text(name, default)
    if not _is_mail_address(value):
        raise wrong(name, "must be like Front desk <desk@example.org>.")
    return value


def _is_mail_address(value: str) -> bool:
    address = parseaddr(value)[1]
    is_one = re.fullmatch(r"""[^@\s<>,;:"'()]+@[^@\s<>,;:"'()]+\w""", address) is not None
    # What is longer cannot be stored, and what is not seen was not meant.
    is_one = is_one and (value == address or value.endswith(f"<{address}>"))
    return is_one and value.isprintable() and len(value) <= _LONGEST_ADDRESS


def one_of(name: str, *choices: str) -> str:
    """One of these words, the first if nothing is said."""
    value = text(name, choices[0])
    if value not in choices:
        raise wrong(name, f"must be {', '.join(choices[:-1])} or {choices[-1]}.")
    return value


def _read_as(read_one: Callable[[str], T], name: str, default: T, rule: str) -> T:
    if not text(name):
        return default
    try:
        return read_one(name)
    except EnvError:
        raise wrong(name, rule) from None


def time_zone(name: str, default: str) -> str:
    """The name of a time zone that this machine, or the package tzdata, knows."""
    zone = text(name, default)
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise wrong(name, "must be a time zone such as America/New_York.") from None
    if _ZONES.exists() and not (_ZONES / zone).exists() and hasattr(time, "tzset"):
        # The package has it. Django looks in the folder alone, and only where a clock can be set.
        del time.tzset
    return zone


def folder(path: Path) -> Path:
    """The folder, made if it was not there: what is in it is for the account of the site alone."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(line_for(error)) from None
    return path


def database(name: str, file: Path) -> dict[str, Any]:
    """The database of an address, or else this file. The address may hold a password: unsaid."""
    url = text(name)
    if not url:
        # Not by an address: there # or % in the folder's name would mean something.
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    try:
        found = dict(dj_database_url.parse(url))
    except ValueError:
        found = {}
    if str(found.get("ENGINE", "")).rpartition(".")[2] not in ("sqlite3", "postgresql"):
        raise wrong(name, "must be empty, or like postgres://user:password@host/name.")
    return found


read(SITE.env)
