"""The site as gunicorn serves it: changes, files and odd requests, byte by byte on the wire."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.clinic_site.wire import send, status
from tests.storm.site import Site, running

PHONE, OTHER = "(202) 555-0142", "(202) 555-0177"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("front"), mail_workers=0) as site:
        site.command("load_first_edition", "-v0")
        set_phone(file_of(site), PHONE)
        yield site


@pytest.fixture(autouse=True)
def as_before(site: Site) -> None:
    set_phone(file_of(site), PHONE)


def file_of(site: Site) -> Path:
    return Path(site.database.removeprefix("sqlite:///"))


def set_phone(path: Path, phone: str) -> None:
    with closing(sqlite3.connect(path, timeout=10)) as file, file:
        file.execute("UPDATE pages_clinic SET phone = ?", [phone])


def page(site: Site, *lines: str) -> str:
    return send(site, f"Host: 127.0.0.1:{site.web_port}", *lines).decode()


def test_a_change_is_on_the_very_next_page(site: Site) -> None:
    """Of whichever worker and thread answers."""
    for phone in (OTHER, PHONE) * 4:
        set_phone(file_of(site), phone)
        assert phone in page(site)


def test_all_that_is_kept_comes_in_the_same_bytes(site: Site) -> None:
    assert len({page(site) for _ in range(8)}) == 1
    head = send(site, "Host: localhost", start="HEAD / HTTP/1.1")
    assert head == send(site, "Host: localhost").partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


def test_another_file_in_its_place_is_shown_at_once(site: Site, tmp_path: Path) -> None:
    """Also where its content version is the same: Django may have the old file open."""
    path = file_of(site)
    for _ in range(8):
        assert PHONE in page(site)
    with closing(sqlite3.connect(path)) as file, closing(sqlite3.connect(tmp_path / "new")) as new:
        file.backup(new)
        number = file.execute("SELECT number FROM pages_contentversion").fetchone()[0]
    set_phone(tmp_path / "new", OTHER)
    with closing(sqlite3.connect(tmp_path / "new")) as new, new:
        new.execute("UPDATE pages_contentversion SET number = ?", [number])
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    shutil.move(tmp_path / "new", path)
    for _ in range(8):
        assert OTHER in page(site)


def test_kept_pages_stay_up_while_the_file_is_locked_or_gone(site: Site) -> None:
    path = file_of(site)
    for _ in range(8):
        page(site)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert PHONE in page(site)
        writer.execute("ROLLBACK")
    aside = path.rename(path.with_suffix(".aside"))
    try:
        for _ in range(4):
            assert PHONE in page(site)
    finally:
        aside.rename(path)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Host: evil.example"], 400),
        (["Host: localhost", "Host: evil.example"], 400),
        (["Host: evil.example", "Host: localhost"], 400),
        (["Host: localhost", "X-Forwarded-Host: evil.example"], 200),
        (["Host: localhost", "X-Forwarded-Proto: https", "X-Forwarded-Proto: http"], 200),
        (["Host: localhost", "Range: bytes=0-4"], 200),
        (["Host: localhost", "If-None-Match: a", "If-None-Match: *"], 200),
        (["Host: localhost", "Accept-Encoding: zstd", "Accept-Encoding: gzip;q=0"], 200),
        (["Host: localhost", "Accept-Encoding: \xff\xfe"], 200),
        (["Host: localhost", "Cookie: sessionid=\xff"], 200),
    ],
    ids=str,
)
def test_odd_headers_change_nothing(site: Site, lines: list[str], expected: int) -> None:
    send(site, "Host: localhost")
    answers = [send(site, *lines) for _ in range(3)]
    assert [status(answer) for answer in answers] == [expected] * 3
    assert (b"BrainStim" in answers[0]) or expected == 400


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("GET // HTTP/1.1", 301),
        ("GET /%00 HTTP/1.1", 400),
        ("GET /%ff HTTP/1.1", 404),
        ("GET /?open=all&utm_source=a HTTP/1.1", 200),
        ("GET http://evil.example/ HTTP/1.1", 200),
        ("POST / HTTP/1.1", 403),
        ("PROPFIND / HTTP/1.1", 403),
        ("GET / HTTP/1.0", 200),
    ],
    ids=str,
)
def test_odd_requests_are_answered_as_before(site: Site, start: str, expected: int) -> None:
    for _ in range(2):
        assert status(send(site, "Host: localhost", start=start)) == expected
