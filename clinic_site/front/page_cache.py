"""Keeps whole public pages, compressed, in front of Django; forms and staff pages never.

Each process has its own pages, so new code starts with none. docs/decisions/page-cache.md says why.
"""

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest

from clinic_site.front.editions import Editions
from clinic_site.front.kept_page import Edition, Headers, KeptPage
from clinic_site.front.making import Making
from clinic_site.front.tracking import without_tracking
from pages.public import PUBLIC

#: The only query that makes another page for everyone.
_QUERIES = ("", "open=all")
#: Set for each answer, so those of the first one are not kept.
_PER_ANSWER = ("content-length", "etag", "vary")
#: More pages than the site will have; a bound so that memory has one.
_MOST_PAGES = 2000
#: All that Django reads to say whether a host is ours, which way someone came, and to which path.
_DOOR = (
    "HTTP_HOST",
    "PATH_INFO",
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
    "SCRIPT_NAME",
    "SCRIPT_URL",
    "REDIRECT_URL",
    "SERVER_NAME",
    "SERVER_PORT",
)

#: Https or not, path, query: what tells pages apart.
Address = tuple[bool, str, str]
#: What the server says for each of _DOOR.
Door = tuple[object, ...]


class PageCache:
    """A WSGI application around another one."""

    def __init__(self, application: WSGIApplication, editions: Editions | None = None) -> None:
        self.application = application
        self.pages: dict[Address, KeptPage] = {}
        self.editions = editions or Editions()
        #: Where Django said that these lead: it is not asked again, since it would say the same.
        self._doors: dict[Door, tuple[bool, str]] = {}
        self._making = Making()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from what is kept if that is current, or if there is nothing better."""
        address = self._address(environ)
        if address is None:
            return self.application(environ, start_response)
        kept, edition = self._kept(address)
        if kept and edition in (None, kept.edition):
            return kept.send(environ, start_response)
        with self._making.alone(address) as has_waited:
            if has_waited:
                kept, edition = self._kept(address)
                if kept and edition in (None, kept.edition):
                    return kept.send(environ, start_response)
            return self._make(address, kept, edition, environ, start_response)

    def _kept(self, address: Address) -> tuple[KeptPage | None, Edition | None]:
        # The edition before rendering: a page must never be kept as newer than it is.
        edition = self.editions.now()
        return self.pages.get(address), edition

    def _make(
        self,
        address: Address,
        kept: KeptPage | None,
        edition: Edition | None,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        answer = self._ask(environ, address[2])
        if kept and answer.status.startswith("503"):
            answer.close()
            return kept.send(environ, start_response)
        if edition is None or not answer.is_same_for_everyone:
            self._making.note(address, is_kept=False)
            return answer.pass_on(environ, start_response)
        page = KeptPage(edition, answer.headers_to_keep(), answer.read())
        # Packed before others find it, so that nobody does so at the same time.
        sent = page.send(environ, start_response)
        self._keep(address, page, environ)
        return sent

    def _ask(self, environ: WSGIEnvironment, query: str) -> "Answer":
        """What Django answers without the tracking; it leads elsewhere with the whole query."""
        answer = Answer(self.application, environ | {"QUERY_STRING": query})
        if query == environ.get("QUERY_STRING", "") or not answer.status.startswith("3"):
            return answer
        answer.close()
        return Answer(self.application, environ)

    def _keep(self, address: Address, page: KeptPage, environ: WSGIEnvironment) -> None:
        if len(self.pages) >= _MOST_PAGES:
            self.pages.clear()
        self.pages[address] = page
        self._making.note(address, is_kept=True)
        if len(self._doors) >= _MOST_PAGES:
            self._doors.clear()
        self._doors[_door(environ)] = address[:2]

    def _address(self, environ: WSGIEnvironment) -> Address | None:
        """What tells pages apart. None for what is never kept."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        query = environ.get("QUERY_STRING", "")
        if query and (query := without_tracking(query)) not in _QUERIES:
            return None
        known = self._doors.get(_door(environ)) or _ask_django(environ)
        return known and (*known, query)


def _door(environ: WSGIEnvironment) -> Door:
    return tuple(map(environ.get, _DOOR))


def _ask_django(environ: WSGIEnvironment) -> tuple[bool, str] | None:
    """Whether someone came by https, and the path; None if Django refuses the host."""
    # A copy: Django writes the path into what it gets, read already, and would read it again.
    request = WSGIRequest(dict(environ))
    try:
        request.get_host()
    except DisallowedHost:
        return None
    return request.is_secure(), request.path


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
