"""How gunicorn serves the site, behind nginx or Caddy (deploy/) or alone on this machine."""

import ctypes
import gc
import logging
import os
import re
import sys
import traceback
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from gunicorn import util
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from clinic_site.local import lifeline
from clinic_site.setup.talk import say

_PLACE = re.compile(r"unix:.+|fd://[0-9]+|(?:[\w.-]*|\[[0-9a-f:.]+\]):([0-9]{1,5})", re.A | re.I)


def whole_number(name: str, usual: int, most: int) -> int:
    """A number from the environment; anything else ends gunicorn with one line."""
    text = os.environ.get(name, "").strip() or str(usual)
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= most:
        sys.exit(f"{name} must be a number from 1 to {most}. .env.example says what it is for.")
    return int(text)


def places(name: str, usual: str) -> list[str]:
    """Where to listen, with commas between; anything else ends gunicorn with one line."""
    found = [place.strip() for place in os.environ.get(name, "").split(",") if place.strip()]
    for place in found:
        read = _PLACE.fullmatch(place)
        if not read or not 1 <= int(read[1] or 1) <= 65535:
            sys.exit(
                f"{name} must be like 127.0.0.1:8000, with a port from 1 to 65535, or like "
                "unix:/run/brainstim/web.sock. .env.example says what it is for."
            )
    return found or [usual]


bind = places("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = whole_number("WEB_WORKERS", 2, 64)
# More than are ever busy: while the database is locked, people who send wait, others read on.
threads = whole_number("WEB_THREADS", 8, 256)
timeout = 30
# A request that has begun may finish while the site stops or reloads.
graceful_timeout = 25
keepalive = 5
if os.access("/dev/shm", os.W_OK):  # noqa: S108
    # A worker touches a file to show that it lives; a full or slow disk must not kill it.
    worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
#: glibc's M_ARENA_MAX.
_MOST_HEAPS = -8
with suppress(AttributeError, OSError):
    # One heap for all threads of a process: each of its own kept several megabytes, and Python
    # runs one thread at a time. Systems without glibc have no such choice.
    ctypes.CDLL(None).mallopt(_MOST_HEAPS, 1)

# No header of a visitor changes an address or a scheme here. Django trusts one, after the number
# of proxies in TRUSTED_PROXIES.
forwarded_allow_ips = ""
forwarder_headers = ""

# Who asked, and what was searched for, is nobody's business: no address and no query, and no size,
# which would tell a page of help from a page of answers.
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(M)sms"


# A log whose reader has gone is no reason to fill what is left with tracebacks.
logging.raiseExceptions = False


class PlainLog(Logger):
    """Writes paths as they were sent, so that none can forge a line, and no more of a visitor."""

    #: A worker that has started. Before that, an error is about the settings, and says which.
    serves = False

    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Of a broken request only its kind: gunicorn would quote it, and name who sent it."""
        error = sys.exc_info()[1]
        if self.serves and error:
            msg, args = "A broken request was refused: %s", (type(error).__name__,)
        super().warning(msg, *args, **kwargs)  # type: ignore[no-untyped-call]

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Of an error in a request only its kind and its place: its text may be a visitor's."""
        error = sys.exc_info()[1]
        if not (self.serves and error):
            super().exception(msg, *args, **kwargs)  # type: ignore[no-untyped-call]
            return
        steps = traceback.extract_tb(error.__traceback__)
        where = " > ".join(f"{step.filename}:{step.lineno}" for step in steps)
        self.error("A request failed: %s at %s", type(error).__name__, where)  # type: ignore[no-untyped-call]

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> Any:
        """What the format above may use."""
        atoms = super().atoms(resp, req, environ, request_time)  # type: ignore[no-untyped-call]
        return atoms | {"U": quote(environ.get("PATH_INFO", "").encode("latin-1"))}


logger_class = PlainLog


def post_worker_init(worker: Worker) -> None:
    """Begin to serve only with keys that fit what is stored.

    On this machine, stop gunicorn when the program that started it is gone.
    """
    # These stand on models, which are there only now.
    from clinic_site import refusals  # noqa: PLC0415
    from clinic_site.health import refuse_wrong_keys  # noqa: PLC0415

    refuse_wrong_keys()
    util.write_error = refusals.write
    PlainLog.serves = True
    if lifeline.VARIABLE in os.environ:
        lifeline.stop_at_its_end(worker.ppid)


def on_exit(_server: Arbiter) -> None:
    """Say why, where the program that would have said it is gone."""
    if lifeline.VARIABLE in os.environ and lifeline.has_ended():
        say("Stopped, since the program that started this was ended.")


def worker_exit(_server: Arbiter, _worker: Worker) -> None:
    """The system takes all memory at once; that Python looks through it first takes far longer."""
    gc.freeze()
