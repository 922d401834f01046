"""A page as Django made it once, and all that is sent of it, ready for each encoding."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli

#: The content version, the day (review dates pass without anyone changing a word), and which file
#: the database is: one that was put in its place may have the same version.
Edition = tuple[int, date, object]
Headers = list[tuple[str, str]]

_ENCODINGS = ("br", "gzip", "identity")


@dataclass(frozen=True)
class Packed:
    """A page in one encoding."""

    tag: str
    headers: Headers
    #: For who has it: what is not there has no type.
    headers_unsent: Headers
    body: bytes


@dataclass
class KeptPage:
    """A page as Django made it, and how it leaves once someone asked for that encoding."""

    edition: Edition
    headers: Headers
    body: bytes
    tag: str = ""
    packed: dict[str, Packed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tag = hashlib.sha256(self.body).hexdigest()[:12]

    def in_encoding(self, encoding: str) -> Packed:
        """All that is sent; the best compression, since it is done once."""
        if encoding not in self.packed:
            self.packed[encoding] = self._pack(encoding)
        return self.packed[encoding]

    def _pack(self, encoding: str) -> Packed:
        body, tag = _compress(self.body, encoding), f'"{self.tag}-{encoding}"'
        headers = [*self.headers, ("ETag", tag), ("Vary", "Accept-Encoding")]
        unsent = [row for row in headers if row[0] != "Content-Type"]
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        return Packed(tag, [*headers, ("Content-Length", str(len(body)))], unsent, body)

    def send(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with it, or say that the visitor has it already."""
        packed = self.in_encoding(best_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and _is_known(known, packed.tag):
            start_response("304 Not Modified", packed.headers_unsent.copy())
            return []
        start_response("200 OK", packed.headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [packed.body]


def _compress(body: bytes, encoding: str) -> bytes:
    match encoding:
        case "br":
            return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=11))
        case "gzip":
            return gzip.compress(body, compresslevel=9, mtime=0)
        case _:
            return body


def _is_known(if_none_match: str, tag: str) -> bool:
    """True if the visitor has this very page (RFC 9110, 13.1.2: weak comparison)."""
    known = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return tag in known or known == ["*"]


# Browsers say a handful of things here; what else is said must not fill the memory.
@lru_cache(maxsize=64)
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
