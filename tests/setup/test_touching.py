"""make run touches nothing but this clone, and no run of it loses what another one has."""

import re
import shutil
import socket
import time
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.setup.clone import PATIENCE, ROOT, Clone, Run, mark


def test_variables_of_another_project_change_nothing(
    clone: Clone, shop: Path, tmp_path: Path
) -> None:
    before = mark(shop)
    (tmp_path / "theirs/django").mkdir(parents=True)
    (tmp_path / "theirs/django/__init__.py").write_text("raise RuntimeError('not ours')")
    shell = {
        "DATABASE_URL": f"sqlite:///{shop}",
        "DEBUG": "perhaps",
        "DJANGO_SETTINGS_MODULE": "other.settings",
        "EMAIL_HOST": "mail.invalid",
        "EMAIL_PORT": "many",
        "GUNICORN_CMD_ARGS": "--bind=0.0.0.0:1 --workers=1",
        "INQUIRY_KEYS": "theirs",
        "PIP_TARGET": str(tmp_path / "elsewhere"),
        "PIP_USER": "1",
        "PYTHONHOME": "/usr",
        "PYTHONPATH": str(tmp_path / "theirs"),
        "PYTHONSAFEPATH": "1",
        "SECRET_KEY": "changeme",
        "SITE_URL": "https://shop.example.org",
        "TIME_ZONE": "Mars/Base",
        "WEB_CONCURRENCY": "9",
        "WEB_WORKERS": "none",
    }
    with clone.site(shell=shell) as run:
        assert f"The site    http://127.0.0.1:{clone.port}/" in run.said
        assert "/local-mail/" in run.said
        not_used = next(line for line in run.said.splitlines() if line.startswith("Not used:"))
        assert "DATABASE_URL" in not_used
        assert "changeme" not in run.said
        assert build_opener().open(f"http://127.0.0.1:{clone.port}/", timeout=10).status == 200
    assert mark(shop) == before
    assert list(tmp_path.glob("shop.sqlite3-*")) == []


def test_tests_do_not_use_the_database_of_another_project(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from clinic_site.setup import environment

    monkeypatch.setenv("DATABASE_URL", "postgres://shop")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--exitfirst")
    assert {"DATABASE_URL", "PYTEST_ADDOPTS"} & set(environment.for_tools()) == set()
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://tests")
    assert environment.for_tools()["DATABASE_URL"] == "postgres://tests"


def test_a_servers_env_is_refused_before_anything_is_touched(bare: Clone) -> None:
    bare.write_env(SITE_URL="https://www.clinic.example", EMAIL_HOST="mail.invalid")
    for command in ("run", "sign-in"):
        said = bare.refuses(command)
        if command == "run":
            assert "server" in said
            assert "docs/deploy.md" in said
    assert not (bare.folder / ".venv").exists()
    assert not (bare.folder / "var").exists()


def test_of_two_first_runs_at_once_one_serves_and_the_other_says_so(fresh: Clone) -> None:
    first, second = (fresh.make("run", f"PORT={Clone(fresh.folder).port}") for _ in range(2))
    try:
        until_one_ends(first, second)
        refused, serving = (first, second) if first.process.poll() else (second, first)
        assert refused.rest().count("Another make run of this folder runs already") == 1
        assert "Traceback" not in refused.said
        serving.wait_for("Ctrl-C stops it")
        assert "Traceback" not in serving.said
    finally:
        second.process.terminate()
        first.end()
        second.rest()


def until_one_ends(*runs: Run) -> None:
    until = time.monotonic() + PATIENCE
    while all(run.process.poll() is None for run in runs) and time.monotonic() < until:
        time.sleep(0.1)


def browse(browser: OpenerDirector, address: str) -> str:
    with browser.open(address, timeout=10) as page:
        return str(page.geturl())


def test_two_clones_in_one_browser_keep_both_sign_ins(make_clone: Callable[[str], Clone]) -> None:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    one, two = make_clone("one"), make_clone("two")
    with one.site() as first, two.site() as second:
        for run in (first, second):
            assert browse(browser, run.link).endswith("/staff/")
        for clone in (one, two):
            address = f"http://127.0.0.1:{clone.port}/staff/"
            assert browse(browser, address) == address


def test_sign_in_knows_the_port_of_the_run_and_a_second_run_is_refused(clone: Clone) -> None:
    with clone.site() as run:
        said = clone.says("sign-in")
        assert f"http://127.0.0.1:{clone.port}/local-sign-in/" in said
        link = re.search(r"http://\S+", said)
        assert link
        assert browse(build_opener(HTTPCookieProcessor(CookieJar())), link[0]).endswith("/staff/")
        assert "PORT" not in clone.says("sign-in")
        said = clone.says("sign-in", "PORT=8998")
        assert f"The site runs at http://127.0.0.1:{clone.port}, not at" in said
        assert f"http://127.0.0.1:{clone.port}/local-sign-in/" in said
        other = clone.refuses("run", "PORT=8999")
        assert f"runs already, at http://127.0.0.1:{clone.port}" in other
        run.interrupt()
        assert run.rest()
    assert "First: make run" in clone.refuses("sign-in")
    assert "First: make run" in clone.refuses("sign-in", f"PORT={clone.port}")
    with socket.create_server(("127.0.0.1", clone.port)):
        said = clone.says("sign-in", f"PORT={clone.port}")
    assert f"No make run of this folder is at http://127.0.0.1:{clone.port}." in said


def test_a_moved_or_renamed_folder_runs(make_clone: Callable[[str], Clone]) -> None:
    clone = make_clone("a $HOME #ü %20 'q\" b")
    with clone.site():
        """It runs under a name that means something to shells, make and addresses."""
    moved = clone.folder.with_name("moved")
    shutil.move(clone.folder, moved)
    with Clone(moved).site():
        """And nothing of the old name is needed."""
    assert not clone.folder.exists()


def test_what_the_example_names_is_what_is_not_taken_from_the_shell() -> None:
    from clinic_site.setup import environment

    shell = {"DATABASE_URL": "x", "SECRET_KEY": "", "PATH": "/bin"}
    assert environment.not_used(ROOT / ".env.example", shell) == ["DATABASE_URL"]
