"""make demo is a site beside the one of make run: nothing of either reaches the other."""

import hashlib
import re
from urllib.request import build_opener

from tests.browser.stack import free_port
from tests.setup.clone import Clone

LINE = b"Sample clinic, made up."


def page(port: int, path: str = "/") -> bytes:
    with build_opener().open(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return bytes(answer.read())


def test_both_run_side_by_side_and_the_demo_fills_a_database_of_its_own(clone: Clone) -> None:
    words = "from pages.models import Person; print(Person.objects.count())"
    with clone.site():
        port = free_port()
        demo = clone.make("demo", f"PORT={port}", shell={"DATABASE_URL": "sqlite:///other"})
        try:
            demo.wait_for("Ctrl-C stops it")
            assert LINE in page(port)
            assert LINE not in page(clone.port)
            assert clone.python(words) == "0\n"
            assert {".env", "site.sqlite3"} <= {
                file.name for file in (clone.folder / "var/demo").iterdir()
            }
            keys = (clone.folder / ".env").read_text(), (clone.folder / "var/demo/.env").read_text()
            assert not set(re.findall(r"KEYS?=(.+)", keys[0])) & set(re.findall(r"=(.+)", keys[1]))
            assert f"The demo runs too, at http://127.0.0.1:{port}" in clone.says("sign-in")
            link = f"http://127.0.0.1:{port}/local-sign-in/"
            assert link in demo.said
            assert link in clone.says("sign-in", f"PORT={port}")
            assert "runs already" in clone.refuses("demo", f"PORT={free_port()}")
        finally:
            demo.process.terminate()
            demo.rest()
    assert "Loaded the sample clinic" in demo.said
    a_second_start_of_the_demo_changes_nothing(clone)


def a_second_start_of_the_demo_changes_nothing(clone: Clone) -> None:
    """Nor does sign-in ask which site is meant where it runs alone."""
    demo = clone.make("demo", f"PORT={clone.port}")
    try:
        demo.wait_for("Ctrl-C stops it")
        assert "Loaded the sample clinic" not in demo.said
        assert f"http://127.0.0.1:{clone.port}/local-sign-in/" in clone.says("sign-in")
    finally:
        demo.end()


def test_a_shell_that_says_demo_does_not_make_one_of_a_site(clone: Clone) -> None:
    before = hashlib.sha256((clone.folder / ".env").read_bytes())
    with clone.site(shell={"BRAINSTIM_DEMO": "1"}):
        assert LINE not in page(clone.port)
    assert not (clone.folder / "var/demo").exists()
    assert hashlib.sha256((clone.folder / ".env").read_bytes()).digest() == before.digest()


def test_no_demo_starts_where_a_server_is(bare: Clone) -> None:
    bare.write_env(SITE_URL="https://www.clinic.example", EMAIL_HOST="mail.invalid")
    said = bare.refuses("demo")
    assert "make demo is for your own machine" in said
    assert not (bare.folder / "var").exists()
    assert not (bare.folder / ".venv").exists()


def test_a_demo_with_the_address_of_a_server_is_refused(clone: Clone) -> None:
    folder = clone.folder / "var/demo"
    folder.mkdir()
    clone.write_env(SITE_URL="https://www.clinic.example")
    (clone.folder / ".env").rename(folder / ".env")
    assert "make demo is for your own machine" in clone.refuses("demo", f"PORT={clone.port}")
