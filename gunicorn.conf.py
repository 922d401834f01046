"""How gunicorn serves the site, behind nginx or Caddy (deploy/) or alone on this machine."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
# More than are ever busy: while the database is locked, people who send wait, others read on.
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 30
# A request that has begun may finish while the site stops or reloads.
graceful_timeout = 25
keepalive = 5
if Path("/dev/shm").is_dir():  # noqa: S108
    # A worker touches a file to show that it lives; a full or slow disk must not kill it.
    worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True

# No header of a visitor changes an address or a scheme here. Django trusts one, after the number
# of proxies in TRUSTED_PROXIES.
forwarded_allow_ips = ""
forwarder_headers = ""

# Who asked, and what was searched for, is nobody's business: no address and no query.
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(b)s %(M)sms"


class PlainLog(Logger):
    """Writes paths as they were sent, so that none can forge a line."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> Any:
        """What the format above may use."""
        atoms = super().atoms(resp, req, environ, request_time)  # type: ignore[no-untyped-call]
        return atoms | {"U": quote(environ.get("PATH_INFO", "").encode("latin-1"))}


logger_class = PlainLog


def when_ready(server: Arbiter) -> None:
    """Say what ``manage.py start`` wants said, now that the site answers."""
    if words := os.environ.get("SAY_WHEN_READY"):
        print(words, flush=True)  # noqa: T201
