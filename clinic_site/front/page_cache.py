"""Keeps whole public pages, compressed, in front of Django; forms and staff pages never.

Each process has its own pages, so new code starts with none. docs/decisions/page-cache.md says why.
"""

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error as DatabaseDown
from django.db import close_old_connections, connection
from django.utils import timezone

from clinic_site.front.tracking import without_tracking
from pages.public import PUBLIC
from pages.revisions import content_version

#: The content version and the day: review dates pass without anyone changing a word.
Edition = tuple[int, date]
Headers = list[tuple[str, str]]

#: The only query that makes another page for everyone.
_QUERIES = ("", "open=all")
_ENCODINGS = ("br", "gzip", "identity")
#: Set for each answer, so those of the first one are not kept.
_PER_ANSWER = ("content-length", "etag", "vary")
#: More pages than the site will have; a bound so that memory has one.
_MOST_PAGES = 2000
#: How long PostgreSQL is not asked again, in seconds. SQLite answers at once, so always.
_PAUSE = 1.0


class Editions:
    """Knows which edition of the words is current."""

    def __init__(self) -> None:
        self._last: Edition | None = None
        self._ask_at = 0.0
        self._asking = threading.Lock()

    def now(self) -> Edition | None:
        """The current edition, or None while the database does not answer.

        One thread at a time asks PostgreSQL, so that a database that hangs cannot hold them all.
        """
        if connection.vendor == "sqlite":
            return _read_edition()
        if time.monotonic() >= self._ask_at and self._asking.acquire(blocking=False):
            try:
                self._last = _read_edition()
            finally:
                self._ask_at = time.monotonic() + _PAUSE
                self._asking.release()
        return self._last


def _read_edition() -> Edition | None:
    # Outside a Django request nobody else drops a connection that has died.
    close_old_connections()
    try:
        return content_version.current(), timezone.localdate()
    except DatabaseDown:
        return None


@dataclass
class KeptPage:
    """A page as Django made it, and its compressed bodies once someone asked for them."""

    edition: Edition
    headers: Headers
    body: bytes
    tag: str = ""
    bodies: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tag = hashlib.sha256(self.body).hexdigest()[:12]

    def encoded(self, encoding: str) -> bytes:
        """The body in this encoding; the best compression, since it is done once."""
        if encoding not in self.bodies:
            self.bodies[encoding] = _compress(self.body, encoding)
        return self.bodies[encoding]


def _compress(body: bytes, encoding: str) -> bytes:
    match encoding:
        case "br":
            return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=11))
        case "gzip":
            return gzip.compress(body, compresslevel=9, mtime=0)
        case _:
            return body


Address = tuple[bool, str, str]


class PageCache:
    """A WSGI application around another one."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.pages: dict[Address, KeptPage] = {}
        self.editions = Editions()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from what is kept if that is current, or if there is nothing better."""
        address = _address(environ)
        if address is None:
            return self.application(environ, start_response)
        # Before rendering: a page must never be kept as newer than it is.
        edition = self.editions.now()
        kept = self.pages.get(address)
        if kept and edition in (None, kept.edition):
            return _send(kept, environ, start_response)
        answer = self._ask(environ, address[2])
        if kept and answer.status.startswith("503"):
            answer.close()
            return _send(kept, environ, start_response)
        if edition is None or not answer.is_same_for_everyone:
            return answer.pass_on(environ, start_response)
        page = KeptPage(edition, answer.headers_to_keep(), answer.read())
        self._keep(address, page)
        return _send(page, environ, start_response)

    def _ask(self, environ: WSGIEnvironment, query: str) -> "Answer":
        """What Django answers without the tracking; it leads elsewhere with the whole query."""
        answer = Answer(self.application, environ | {"QUERY_STRING": query})
        if query == environ.get("QUERY_STRING", "") or not answer.status.startswith("3"):
            return answer
        answer.close()
        return Answer(self.application, environ)

    def _keep(self, address: Address, page: KeptPage) -> None:
        if len(self.pages) >= _MOST_PAGES:
            self.pages.clear()
        self.pages[address] = page


def _address(environ: WSGIEnvironment) -> Address | None:
    """What tells pages apart: https or not, path, query. None for what is never kept."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    query = without_tracking(environ.get("QUERY_STRING", ""))
    if query not in _QUERIES:
        return None
    # A copy: Django writes the path into what it gets, read already, and would read it again.
    request = WSGIRequest(dict(environ))
    try:
        request.get_host()
    except DisallowedHost:
        return None
    return request.is_secure(), request.path, query


Write = Callable[[bytes], object]


def _refuse_write(_data: bytes) -> object:
    raise NotImplementedError("Django returns its body.")


class Answer:
    """What the application answers to a GET, not read yet."""

    def __init__(self, application: WSGIApplication, environ: WSGIEnvironment) -> None:
        self.status = ""
        self.headers: Headers = []
        self._body = application(environ | {"REQUEST_METHOD": "GET"}, self._start)

    def _start(self, status: str, headers: Headers, _error: object = None, /) -> Write:
        self.status, self.headers = status, headers
        return _refuse_write

    @property
    def is_same_for_everyone(self) -> bool:
        """True for a page marked so that sets no cookie and depends on no other header."""
        headers = {name.lower(): value for name, value in self.headers}
        return (
            self.status.startswith("200")
            and headers.get("cache-control") == PUBLIC
            and not headers.keys() & {"set-cookie", "content-encoding"}
            and headers.get("vary", "Accept-Encoding") == "Accept-Encoding"
        )

    def headers_to_keep(self) -> Headers:
        """All but those that are made for each answer."""
        return [(name, value) for name, value in self.headers if name.lower() not in _PER_ANSWER]

    def read(self) -> bytes:
        """The whole body."""
        try:
            return b"".join(self._body)
        finally:
            self.close()

    def close(self) -> None:
        """Tell the application that nobody will read (more of) the body."""
        if close := getattr(self._body, "close", None):
            close()

    def pass_on(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer as it is; to HEAD without its body."""
        start_response(self.status, self.headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            self.close()
            return []
        return self._body


def _send(
    page: KeptPage, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    tag = f'"{page.tag}-{encoding}"'
    headers = [*page.headers, ("ETag", tag), ("Vary", "Accept-Encoding")]
    if _is_known(environ.get("HTTP_IF_NONE_MATCH", ""), tag):
        start_response("304 Not Modified", [row for row in headers if row[0] != "Content-Type"])
        return []
    body = page.encoded(encoding)
    if encoding != "identity":
        headers.append(("Content-Encoding", encoding))
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _is_known(if_none_match: str, tag: str) -> bool:
    """True if the visitor has this very page (RFC 9110, 13.1.2: weak comparison)."""
    known = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return tag in known or known == ["*"]


def best_encoding(accepted: str) -> str:
    """The encoding of ours that an Accept-Encoding header likes best (RFC 9110, 12.5.3)."""
    wishes = dict(_wishes(accepted))
    likes = {name: wishes.get(name, wishes.get("*", 0.0)) for name in _ENCODINGS}
    # Plain text is welcome unless refused, but less than anything named.
    likes["identity"] = wishes.get("identity", wishes.get("*", 0.0001))
    welcome = [name for name in _ENCODINGS if likes[name] > 0]
    return max(welcome, key=likes.__getitem__, default="identity")


def _wishes(accepted: str) -> Iterable[tuple[str, float]]:
    for wish in accepted.lower().split(","):
        name, _, weight = wish.partition(";")
        try:
            yield name.strip(), float(weight.partition("=")[2].strip() or 1) if weight else 1.0
        except ValueError:
            yield name.strip(), 0.0
