"""The .env of this machine: made once, whole or not at all, and never one that loses messages."""

import os
import re
import secrets
import sqlite3
from base64 import urlsafe_b64encode
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from clinic_site.setup.sites import Site
from clinic_site.setup.talk import ROOT, Refused, name_of, say

_VALUE = (
    r"^[ \t]*(?:export[ \t]+)?{name}[ \t]*=[ \t]*"
    r"(?:'([^'\n]*)'|\"([^\"\n]*)\"|([^#\n]*?))[ \t]*(?:#.*)?$"
)
_LINE = re.compile(
    r"\s*(?:#.*|(?:export[ \t]+)?[^=#\s]+[ \t]*=[ \t]*"
    r"(?:'(?:\\'|[^'])*'\s*(?:#.*)?|\"(?:\\\"|[^\"])*\"\s*(?:#.*)?|[^'\"].*)?)?"
)
_OPENED = re.compile(r"[^=#]+=\s*(?:'[^']*|\"[^\"]*)")


def text_of(file: Path) -> str:
    """What the file says. Raises Refused for a file that is no text, or has no settings in it."""
    refuse_no_file(file, file.name)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        text = "\ufeff"
    if text.startswith("\ufeff"):
        raise Refused(
            f"{file.name} is not plain UTF-8. Save it as UTF-8 without BOM in your editor."
        )
    refuse_broken_lines(file.name, text)
    return text


def refuse_no_file(file: Path, name: str) -> None:
    """Raise Refused for what cannot be read as a file; a pipe would wait for ever."""
    if file.is_symlink() and not file.exists():
        raise Refused(
            f"{name} is a link to {os.readlink(file)}, which is not there. "
            "Put that file back, or remove the link."
        )
    if file.is_dir():
        raise Refused(f"{name} is a folder, and has to be a file. Move it away.")
    if file.exists() and not file.is_file():
        raise Refused(f"{name} is no regular file (a pipe or a device). Move it away.")


def refuse_broken_lines(name: str, text: str) -> None:
    """Raise Refused for a line that sets nothing. What it says may be secret, and is not said."""
    for number, line in enumerate(text.split("\n"), 1):
        if "\0" in line:
            raise Refused(f"Line {number} of {name} has a sign in it that cannot be seen: NUL.")
        if _LINE.fullmatch(line):
            continue
        if _OPENED.fullmatch(line):
            raise Refused(f"Line {number} of {name} has a quote that is not closed.")
        raise Refused(f"Line {number} of {name} is not NAME=value. Mend it, or put # before it.")


def value_of(name: str, text: str) -> str:
    """The variable's value in a .env; empty if it is not there."""
    found = re.findall(_VALUE.format(name=name), text, re.M)
    return "".join(found[-1]).strip() if found else ""


def is_yes(text: str) -> bool:
    """True for 1, and for the other words that the settings take for it."""
    return text.lower() in ("1", "t", "true", "y", "yes", "on")


def is_no(text: str) -> bool:
    """True for 0, and for the other words that the settings take for it."""
    return text.lower() in ("0", "f", "false", "n", "no", "off")


def is_this_machine(host: str) -> bool:
    """True for localhost and loopback addresses."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_wrong_one(site: Site) -> None:
    """Raise Refused for a .env that is not for this machine, and for one that is lost."""
    if os.path.lexists(site.env):
        refuse_another_machines(site)
    else:
        refuse_lost_keys(site, f"{name_of(site.env)} is lost, and the INQUIRY_KEYS in it")


def make_once(file: Path, port: int) -> None:
    """Write a .env for a site at this port if there is none."""
    if not os.path.lexists(file):
        write_whole(file, first_text(port))


def refuse_another_machines(site: Site) -> None:
    """Raise Refused for a server's .env, and for one that nobody has filled in."""
    text, name = text_of(site.env), name_of(site.env)
    address = value_of("SITE_URL", text)
    if not value_of("INQUIRY_KEYS", text):
        refuse_lost_keys(site, f"INQUIRY_KEYS is not in {name} any more, and the old INQUIRY_KEYS")
        if not value_of("SECRET_KEY", text):
            raise Refused(
                f"SECRET_KEY and INQUIRY_KEYS are not set in {name}. "
                f"On your own machine delete {name}, and make {site.command} writes one. "
                "docs/deploy.md is for a server."
            )
    if not address:
        raise Refused(
            f"SITE_URL is not set in {name}. On your own machine it is "
            f"SITE_URL=http://127.0.0.1:{site.port}; docs/deploy.md is for a server."
        )
    refuse_server(site, site.command)


def refuse_server(site: Site, command: str) -> None:
    """Raise Refused if this site, whose folder make is asked to start something in, is a server."""
    if not os.path.lexists(site.env):
        return
    address = value_of("SITE_URL", text_of(site.env))
    if not address:
        return
    host, name = host_of(address), name_of(site.env)
    if not host:
        raise Refused(
            f"SITE_URL (from {name}) must be an address like http://127.0.0.1:{site.port}, "
            f"not '{address}'."
        )
    if not is_this_machine(host):
        raise Refused(
            f"This .env is a server's (SITE_URL={address}), and make {command} is for your "
            "own machine. docs/deploy.md says how a server runs."
        )


def host_of(address: str) -> str:
    """The host of an address of a site; empty if it is no such address."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def refuse_lost_keys(site: Site, what: str) -> None:
    """Raise Refused if messages are there that no new key would open, or may be."""
    file = database_file(site)
    name = name_of(file)
    env = name_of(site.env)
    cure = f"Put them back from a backup of {env}, or move {name_of(file.parent)} away."
    refuse_no_file(file, name)
    try:
        many = messages_in(file)
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise Refused(
                f"Another program is using {name} ({error}). End it, then: make {site.command}"
            ) from None
        raise Refused(
            f"{what} may be all that opens messages in {name}. It cannot be read ({error}). {cure}"
        ) from None
    if many:
        raise Refused(
            f"{what} are all that opens the {many} message{'s' * (many > 1)} in {name}. {cure}"
        )


def database_file(site: Site) -> Path:
    """The file that messages are in, as far as its .env still says."""
    address = value_of("DATABASE_URL", text_of(site.env)) if os.path.lexists(site.env) else ""
    if address.startswith("sqlite:///"):
        return ROOT / unquote(address.removeprefix("sqlite:///"))
    return site.database


def messages_in(database: Path) -> int:
    """How many messages the database holds; none if it was never made."""
    if not database.exists():
        return 0
    address = f"file:{quote(str(database))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        try:
            return int(connection.execute("SELECT COUNT(*) FROM contact_inquiry").fetchone()[0])
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return 0
            raise


def first_text(port: int) -> str:
    """A .env with secrets that nobody else has."""
    return (
        "# Made on the first run, for this machine only. .env.example says what else can be set.\n"
        f"SITE_URL=http://127.0.0.1:{port}\n"
        f"SECRET_KEY={secrets.token_urlsafe(48)}\n"
        f"INQUIRY_KEYS={urlsafe_b64encode(secrets.token_bytes(32)).decode()}\n"
    )


def write_whole(file: Path, text: str) -> None:
    """Write it beside, for its owner alone, and give it its name when it is on the disk."""
    beside = file.with_name(f"{file.name}.new")
    if beside.is_dir() and not beside.is_symlink():
        raise Refused(f"{beside.name} is a folder where {file.name} is written. Move it away.")
    beside.unlink(missing_ok=True)
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(number, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(number)
        beside.rename(file)
    except BaseException:
        # It has secrets in it, and is of no use.
        beside.unlink(missing_ok=True)
        raise
    say(f"Wrote {name_of(file)} with secrets of its own for this machine.")
