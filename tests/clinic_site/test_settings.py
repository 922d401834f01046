"""The site starts only with what it needs, and says what is missing but never its value."""

import os
import re
import runpy
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured

from clinic_site import environment as env

ROOT = Path(__file__).parents[2]
GOOD = {
    "SITE_URL": "https://www.example.org",
    "SECRET_KEY": "k3y-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "INQUIRY_KEYS": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=",
    "EMAIL_HOST": "mail.example.org",
    "MAIL_FROM": "BrainStim front desk <desk@example.org>",
    "INQUIRY_EMAILS": "desk@example.org",
}
# So that a .env beside the project says nothing here: what is set, even to nothing, wins over it.
UNSET = dict.fromkeys(("OTHER_HOSTS", "DATABASE_URL", "EMAIL_USER", "EMAIL_PASSWORD"), "") | {
    "DEBUG": "0",
    "TRUSTED_PROXIES": "1",
    "EMAIL_SECURITY": "starttls",
}


def read(changes: dict[str, str]) -> dict[str, Any]:
    """Read the settings as a new process would whose environment has these changes."""
    variables = UNSET | GOOD | changes
    with (
        patch.dict(os.environ, variables, clear=True),
        patch.object(env, "_shell", frozenset(variables)),
    ):
        return runpy.run_path(str(ROOT / "clinic_site/settings.py"))


def refused(changes: dict[str, str]) -> str:
    """What the site says when it does not start."""
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(changes)
    return str(refusal.value)


@pytest.mark.parametrize(("changes", "code"), [({}, 0), ({"SITE_URL": ""}, 1)])
def test_it_starts_with_what_the_example_asks_for(changes: dict[str, str], code: int) -> None:
    attempt = subprocess.run(
        [sys.executable, "-c", "from clinic_site import settings"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | UNSET | GOOD | changes,
        capture_output=True,
        text=True,
        timeout=15,
        check=False,
    )
    assert attempt.returncode == code
    assert ("SITE_URL" in attempt.stderr) == bool(changes)


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", ["", "   "])
def test_it_names_what_is_missing(name: str, value: str) -> None:
    assert name in refused({name: value})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SITE_URL": "http://www.example.org"}, "https://"),
        ({"SITE_URL": "www.example.org"}, "SITE_URL"),
        ({"OTHER_HOSTS": "*"}, "OTHER_HOSTS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEBUG": "perhaps"}, "DEBUG"),
        ({"EMAIL_SECURITY": "none"}, "EMAIL_SECURITY"),
        ({"EMAIL_SECURITY": "ssl"}, "EMAIL_SECURITY"),
        ({"EMAIL_PORT": "many"}, "EMAIL_PORT"),
        ({"TRUSTED_PROXIES": "some"}, "TRUSTED_PROXIES"),
    ],
)
def test_it_refuses_what_would_be_unsafe(changes: dict[str, str], said: str) -> None:
    assert said in refused(changes)


@pytest.mark.parametrize("name", ["SECRET_KEY", "INQUIRY_KEYS"])
@pytest.mark.parametrize("value", ["hunter2hunter2", "a" * 60])
def test_it_refuses_a_weak_key_without_repeating_it(
    name: str, value: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read({name: value})
    told = "".join(traceback.format_exception(refusal.value))
    assert name in told
    assert value not in told + "".join(capfd.readouterr())


def test_messages_are_kept_for_no_more_than_a_hundred_years() -> None:
    """Farther back no computer can count the days, and the first purge or message would fail."""
    rule = "INQUIRY_RETENTION_DAYS (from the shell) must be a number from 0 to 36500."
    for days in ("36501", "1000000", "1000000000"):
        assert refused({"INQUIRY_RETENTION_DAYS": days}).startswith(rule)
    assert read({"INQUIRY_RETENTION_DAYS": "36500"})["INQUIRY_RETENTION_DAYS"] == 36500


def test_debug_is_off_unless_asked_for() -> None:
    assert not read({"SITE_URL": "http://127.0.0.1:8000"})["DEBUG"]


def test_only_a_site_on_this_machine_answers_to_its_names() -> None:
    names = {"localhost", "127.0.0.1", "[::1]"}
    assert names <= set(read({"SITE_URL": "http://127.0.0.1:8000"})["ALLOWED_HOSTS"])
    assert names.isdisjoint(read({})["ALLOWED_HOSTS"])


def test_a_real_site_sends_everyone_to_https() -> None:
    settings = read({})
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["SECURE_HSTS_SECONDS"] > 31_000_000
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["EMAIL_USE_TLS"]
    assert settings["EMAIL_TIMEOUT"]
    assert not settings["LOCAL"]


def test_the_example_names_every_variable() -> None:
    example = (ROOT / ".env.example").read_text()
    read = [ROOT / "clinic_site/settings.py", ROOT / "gunicorn.conf.py"]
    words = "".join(file.read_text() for file in read)
    names = [line.split("=")[0] for line in example.splitlines() if "=" in line and line[0] != "#"]
    assert len(names) > 15
    assert [name for name in names if f'"{name}"' not in words] == []
    for name in GOOD:
        assert name in names


def test_the_log_of_the_web_server_tells_no_search_from_another() -> None:
    """A page of help has its own size, and a query its own words."""
    shown = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["access_log_format"]
    assert set(re.findall(r"%\((.+?)\)", shown)) == {"t", "m", "U", "s", "M"}


def test_cookies_of_a_real_site_have_names_that_nothing_else_may_set() -> None:
    settings = read({})
    assert settings["SESSION_COOKIE_NAME"] == "__Secure-sessionid"
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert settings["CSRF_COOKIE_AGE"] is None
    assert settings["SESSION_COOKIE_PATH"] == "/staff/"
    here = read({"SITE_URL": "http://localhost:8000", "OTHER_HOSTS": ""})
    assert here["SESSION_COOKIE_NAME"] == "sessionid8000"


def test_names_below_ours_need_https_only_where_someone_said_so() -> None:
    assert read({})["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60
    assert not read({})["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert not read({})["SECURE_HSTS_PRELOAD"]
    both = read({"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"})
    assert both["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert both["SECURE_HSTS_PRELOAD"]
    assert "needs HSTS_SUBDOMAINS=1 too" in refused({"HSTS_PRELOAD": "1"})


def test_a_site_with_other_names_does_not_keep_mail_on_this_machine() -> None:
    here = {"SITE_URL": "http://localhost:8000", "EMAIL_HOST": ""}
    assert "must be empty while mail" in refused(here | {"OTHER_HOSTS": "www.example.org"})
    assert read(here)["ALLOWED_HOSTS"]
