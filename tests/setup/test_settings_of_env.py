"""A setting in .env that is wrong is said in one line, before anything runs."""

import os
import subprocess
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.checks import run_checks

from tests.setup.clone import Clone


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DATABASE_URL": "foo"}, "DATABASE_URL (from .env) must be empty, or like postgres://"),
        ({"DATABASE_URL": "mysql://a:b@c/d"}, "DATABASE_URL (from .env) must be empty"),
        (
            {"DATABASE_URL": "postgres://me:hunter2@127.0.0.1:1/x"},
            "DATABASE_URL (from .env) names a database that says: ",
        ),
        (
            {"DATABASE_URL": "sqlite:///nowhere/site.sqlite3"},
            "names nowhere/site.sqlite3. The folder nowhere does not exist",
        ),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY (from .env) is too weak"),
        ({"INQUIRY_KEYS": ""}, "INQUIRY_KEYS is not set. If there are messages, only the old key"),
        ({"TIME_ZONE": "Mars/Base"}, "TIME_ZONE (from .env) must be a time zone"),
        ({"DEBUG": "perhaps"}, "DEBUG (from .env) must be 1 or 0"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES (from .env) must be a number"),
        (
            {"EMAIL_HOST": "localhost", "EMAIL_PORT": "many"},
            "EMAIL_PORT (from .env) must be a number from 1 to 65535",
        ),
        ({"EMAIL_PORT": "abc"}, "EMAIL_PORT (from .env) must be a number from 1 to 65535"),
        ({"EMAIL_SECURITY": "ssl"}, "EMAIL_SECURITY (from .env) must be starttls, tls or none"),
        ({"MAIL_FROM": "<"}, "MAIL_FROM (from .env) must be like Front desk <desk@example.org>"),
        ({"WEB_WORKERS": "two"}, "WEB_WORKERS (from .env) must be a number from 1 to 64"),
        ({"SITE_URL": "http://127.0.0.1:port"}, "SITE_URL (from .env) must have a port"),
        ({"SITE_URL": ""}, "SITE_URL is not set in .env"),
        (
            {"SITE_URL": "127.0.0.1:8000"},
            "must be an address like http://127.0.0.1:8000, not '127.0.0.1:8000'",
        ),
        ({"SITE_URL": "localhost:8000"}, "must be an address like http://127.0.0.1:8000"),
        ({"SITE_URL": "http://[::1"}, "must be an address like http://127.0.0.1:8000"),
        (
            {"OTHER_HOSTS": "http://clinic.example"},
            "OTHER_HOSTS (from .env) must be names of hosts",
        ),
        ({"OTHER_HOSTS": "clinic.example, a.example:80"}, "OTHER_HOSTS (from .env) must be names"),
        ({"OTHER_HOSTS": "*"}, "OTHER_HOSTS (from .env) must name each host"),
        ({"INQUIRY_EMAILS": "a@b.example,desk"}, "INQUIRY_EMAILS (from .env) must be mail address"),
        ({"EMAIL_HOST": "smtp://a.example"}, "EMAIL_HOST (from .env) must be the name of a host"),
        ({"EMAIL_HOST": "a.example:587"}, "EMAIL_HOST (from .env) must be the name of a host"),
        ({"SECRET_KEY": "", "INQUIRY_KEYS": ""}, "On your own machine delete .env"),
    ],
)
def test_a_wrong_setting_in_env(clone: Clone, changes: dict[str, str], words: str) -> None:
    clone.write_env(**changes)
    said = clone.refuses("run", *() if "SITE_URL" in changes else (f"PORT={clone.port}",))
    assert words in said
    assert "hunter2" not in said
    assert said.count(".env.example") <= 1


def test_a_setting_from_the_shell_is_named_as_such(clone: Clone) -> None:
    done = subprocess.run(
        [clone.folder / ".venv/bin/python", "manage.py", "check"],
        cwd=clone.folder,
        env={"PATH": os.environ["PATH"], "SECRET_KEY": "changeme"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.startswith("SECRET_KEY (from the shell) is too weak")
    assert "unset SECRET_KEY" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("yes", ["1", "true"])
def test_with_debug_the_traceback_is_shown_too(clone: Clone, yes: str) -> None:
    clone.write_env(DEBUG=yes, SECRET_KEY="changeme")
    said = clone.says("run", f"PORT={clone.port}")
    assert "Traceback" in said
    assert "SECRET_KEY (from .env) is too weak" in said
    clone.write_env(DEBUG=yes, SITE_URL="nowhere")
    assert "Traceback" in clone.says("run", f"PORT={clone.port}")


@pytest.mark.parametrize("given", ["port=", "port=8001", "Port=8001"])
def test_a_variable_of_make_that_is_misspelt(bare: Clone, given: str) -> None:
    name = given.partition("=")[0]
    assert bare.refuses("run", given) == f"make does not know {name}. It is written PORT."


def test_a_variable_of_make_that_is_nobodys_is_said(clone: Clone) -> None:
    given = (f"PORT={clone.port}", "prefix=/usr local=x", "EMAIL_HOST=mail.invalid")
    with clone.site(*given) as run:
        assert "Not used: prefix. make run takes PORT and PYTHON." in run.said
        assert "Not used: EMAIL_HOST of this shell. make run reads .env." in run.said


def test_no_hour_of_the_day_brings_a_warning() -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), tick=False):
        assert [check for check in run_checks() if not check.is_silenced()] == []
