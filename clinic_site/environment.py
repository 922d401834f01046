"""Reads the settings from the shell and .env; what is wrong with one is said in one line."""

import os
import re
import time
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from dotenv import dotenv_values

from clinic_site.setup import sites
from clinic_site.setup.dotenv import is_no, is_yes, text_of
from clinic_site.setup.talk import ROOT, Refused, name_of
from clinic_site.setup.trouble import line_for

#: Where Django looks whether there is such a time zone.
_ZONES = Path("/usr/share/zoneinfo")
_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LONGEST_ADDRESS = 254
#: Of a key: less can be guessed.
_SHORTEST_KEY, _FEWEST_SIGNS = 43, 10
_QUOTES = tuple("\"'`“”‘’")
#: Variables that were set before .env was read: these win over it.
_shell: frozenset[str] = frozenset(os.environ)
#: Which site this is, told before its .env is read.
SITE = sites.this()


def read(file: Path) -> None:
    """Add what the file says to the environment, where nothing says it yet."""
    try:
        if os.path.lexists(file):
            text_of(file)
        found = dotenv_values(file) if file.exists() else {}
    except Refused as refusal:
        raise ImproperlyConfigured(str(refusal)) from None
    except OSError as error:
        raise ImproperlyConfigured(line_for(error)) from None
    for name, value in found.items():
        if value is not None:
            os.environ.setdefault(name, value)


def wrong(name: str, what: str) -> ImproperlyConfigured:
    """The error that names the variable, where its value is from, what is right, and what helps."""
    if name in _shell:
        return ImproperlyConfigured(
            f"{name} (from the shell) {what} Without it there, .env counts: unset {name}"
        )
    place = f" (from {name_of(SITE.env)})" if said(name) else ""
    return ImproperlyConfigured(f"{name}{place} {what} .env.example says what it is for.")


def required(name: str, advice: str = "") -> str:
    """The variable's text; without it the site does not start and says which one is missing."""
    if value := text(name):
        return value
    raise wrong(name, f"is not set. {advice}".rstrip())


def text(name: str, default: str = "") -> str:
    """The variable's text, without blanks around it."""
    value = said(name)
    if not all(sign.isprintable() or sign in "\t\r\n" for sign in value):
        raise wrong(name, "has a sign in it that cannot be seen.")
    # A shell and .env take quotes away; what reads the same line for a container keeps them.
    if value.startswith(_QUOTES) and value.endswith(_QUOTES):
        raise wrong(name, "has quotes around it: leave them out.")
    return value or default


def said(name: str) -> str:
    """The same, whatever stands there."""
    return os.environ.get(name, "").strip()


def address(name: str) -> tuple[str, str, int | None]:
    """The address of a site as browsers say it, its host, and its port if it names one."""
    value = required(name).rstrip("/")
    try:
        parts = urlsplit(value)
        host, port = host_of(parts.hostname or ""), parts.port
    except ValueError:
        host, port = "", 0
    if port == 0:
        raise wrong(name, "must have a port from 1 to 65535, or none.")
    if not host or parts.scheme not in ("http", "https"):
        raise wrong(name, "must be an address like https://www.example.org.")
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        raise wrong(name, "must be an address like https://www.example.org, and end there.")
    if port == {"http": 80, "https": 443}[parts.scheme]:
        port = None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}", host, port


def host_of(value: str) -> str:
    """The host as browsers send it, without brackets; empty if it is none."""
    try:
        return str(ip_address(value.removeprefix("[").removesuffix("]")))
    except ValueError:
        pass
    try:
        plain = value.removesuffix(".").encode("idna").decode().lower()
    except UnicodeError:
        return ""
    return plain if _HOST.fullmatch(plain) else ""


def number(name: str, default: int, least: int = 0, most: int = 10**9) -> int:
    """A whole number from the least to the most, in the digits 0 to 9."""
    value = text(name, str(default))
    # Not int() alone: it takes 1_000, and a number too long to count takes it a while.
    if not re.fullmatch(r"-?[0-9]{1,12}", value) or not least <= int(value) <= most:
        raise wrong(name, f"must be a number from {least} to {most}.")
    return int(value)


def yes_or_no(name: str, default: bool) -> bool:
    """1 or 0, or another word that means it."""
    value = text(name, "1" if default else "0")
    if not (is_yes(value) or is_no(value)):
        raise wrong(name, "must be 1 or 0.")
    return is_yes(value)


def texts(name: str, default: list[str]) -> list[str]:
    """What stands between commas; people also write semicolons, or one a line."""
    parts = re.split(r"[,;\n]", text(name))
    return [part.strip() for part in parts if part.strip()] or default


def key(name: str) -> str:
    """One secret key."""
    required(name)
    found = keys(name)
    if len(found) != 1:
        raise wrong(name, "must be one key, without a comma or semicolon in it.")
    return found[0]


def keys(name: str) -> list[str]:
    """Secret keys, with commas between. No error repeats one."""
    found = texts(name, [])
    for key in found:
        if not (key.isascii() and key.isprintable()) or set(key) & set(" \"'`"):
            raise wrong(name, "must have no blank, quote or letter beyond a to z in a key.")
        if len(key) < _SHORTEST_KEY or len(set(key)) < _FEWEST_SIGNS:
            raise wrong(name, f"is too weak: {_SHORTEST_KEY} characters at random are enough.")
    return found


def hosts(name: str) -> list[str]:
    """Names of hosts, as browsers send them without the port."""
    named = texts(name, [])
    if any("*" in host for host in named):
        raise wrong(name, "must name each host; * is refused.")
    found = [_host_to_allow(host) for host in named]
    if not all(found):
        raise wrong(
            name, "must be names of hosts like www.example.org alone: no http://, port or path."
        )
    return found


def _host_to_allow(value: str) -> str:
    """With a dot before it, all hosts below it too; in brackets, an address with colons."""
    host = host_of(value.removeprefix("."))
    if host and value.startswith("."):
        return f".{host}"
    return f"[{host}]" if ":" in host else host


def mail_host(name: str) -> str:
    """The host that mail leaves through. Its port and security are said apart."""
    value = required(name)
    if "/" in value or re.fullmatch(r"[^:]*:\d*", value):
        raise wrong(name, "must be the name of a host alone: EMAIL_PORT has the port.")
    # Names inside a network of containers may have it.
    if not host_of(value.replace("_", "-")):
        raise wrong(name, "must be the name of a host alone, like mail.example.org.")
    return value.removeprefix("[").removesuffix("]")


def mail_addresses(name: str, default: list[str]) -> list[str]:
    """Mail addresses, with commas between."""
    found = texts(name, [])
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


def contact(name: str) -> str:
    """Where to write: an address of a page, or a mail address as ``mailto:``; empty if not set."""
    value = text(name)
    if not value or urlsplit(value).scheme == "https":
        return value
    address = value.removeprefix("mailto:")
    if not _is_mail_address(address) or parseaddr(address)[1] != address:
        raise wrong(name, "must be like security@example.org or https://example.org/security.")
    return f"mailto:{address}"


def _is_mail_address(value: str) -> bool:
    """True for one that mail servers take, with a host that can be found."""
    address = parseaddr(value)[1]
    mailbox, _, host = address.rpartition("@")
    try:
        validate_email(f"{mailbox}@{host_of(host)}")
    except ValidationError:
        return False
    # What is longer cannot be stored, and what is not seen was not meant.
    is_one = value == address or value.endswith(f"<{address}>")
    return is_one and address[-1] != "." and value.isprintable() and len(value) <= _LONGEST_ADDRESS


def one_of(name: str, *choices: str) -> str:
    """One of these words, the first if nothing is said."""
    value = text(name, choices[0])
    if value not in choices:
        raise wrong(name, f"must be {', '.join(choices[:-1])} or {choices[-1]}.")
    return value


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
    engine = str(found.get("ENGINE", "")).rpartition(".")[2]
    if engine not in ("sqlite3", "postgresql"):
        raise wrong(name, "must be empty, or like postgres://user:password@host/name.")
    if engine == "postgresql" and not found["NAME"]:
        raise wrong(name, "must end with the name of a database, after the last /.")
    if engine == "sqlite3":
        found["NAME"] = _file(name, url, str(found["NAME"]))
    return found


def _file(name: str, url: str, path: str) -> str:
    """A file of SQLite, wherever a program of ours is started. In memory all would be lost."""
    is_in_memory = ":memory:" in path or "mode=memory" in unquote(url)
    if is_in_memory or path.endswith("/") or not path:
        raise wrong(name, "must name a file for SQLite, like sqlite:////var/lib/site.sqlite3.")
    if urlsplit(url).netloc:
        # The first folder would be left out, and the file made elsewhere.
        raise wrong(name, "has two slashes after sqlite: where three are needed, or four.")
    return str(ROOT / path)


read(SITE.env)
