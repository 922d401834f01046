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
        ({"OLD_SECRET_KEYS": "changeme"}, "OLD_SECRET_KEYS"),
        ({"OLD_SECRET_KEYS": f"{GOOD['SECRET_KEY']},{'a' * 60}"}, "OLD_SECRET_KEYS"),
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


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        # Farther back no computer can count the days, and the first purge or message would fail.
        ("INQUIRY_RETENTION_DAYS", 1, 36500),
        ("STAFF_MAILS_PER_HOUR", 1, 1000000),
        ("TRUSTED_PROXIES", 0, 9),
        ("EMAIL_PORT", 1, 65535),
    ],
)
def test_a_number_that_would_bite_later_is_refused_at_the_start(
    name: str, least: int, most: int
) -> None:
    rule = f"{name} (from the shell) must be a number from {least} to {most}."
    for value in (least - 1, most + 1, -1, -(10**6), 10**6 + 1, 10**30, "1.5", "1e3", "ten"):
        assert refused({name: str(value)}).startswith(rule)
    for value in (least, most):
        assert read({name: str(value)})[name] == value


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"INQUIRY_KEYS": " , "}, "INQUIRY_KEYS"),
        ({"INQUIRY_KEYS": f"{GOOD['INQUIRY_KEYS']},old"}, "INQUIRY_KEYS"),
        ({"INQUIRY_KEYS": f'"{GOOD["INQUIRY_KEYS"]}"'}, "INQUIRY_KEYS"),
        ({"SECRET_KEY": f"{GOOD['SECRET_KEY']};"}, ""),
        ({"SECRET_KEY": f"{GOOD['SECRET_KEY']} # mine"}, "SECRET_KEY"),
        ({"INQUIRY_EMAILS": "desk@example.org;"}, ""),
        ({"INQUIRY_EMAILS": "desk@example.org, second"}, "INQUIRY_EMAILS"),
        ({"MAIL_FROM": "BrainStim front desk"}, "MAIL_FROM"),
        ({"MAIL_FROM": "desk@example.org,"}, "MAIL_FROM"),
        ({"EMAIL_USER": "desk"}, "EMAIL_PASSWORD"),
        ({"EMAIL_PASSWORD": "secret"}, "EMAIL_USER"),
        ({"EMAIL_PASSWORD": "'secret'", "EMAIL_USER": "desk"}, "EMAIL_PASSWORD"),
        ({"EMAIL_PORT": "465"}, "EMAIL_PORT"),
        ({"EMAIL_PORT": "587", "EMAIL_SECURITY": "tls"}, "EMAIL_PORT"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://me:secret@host"}, "DATABASE_URL"),
        ({"OTHER_HOSTS": "example.org; other.example.org,"}, ""),
        ({"TWO_PERSON_APPROVAL": "2"}, "TWO_PERSON_APPROVAL"),
        ({"TIME_ZONE": '"UTC"'}, "TIME_ZONE"),
    ],
)
def test_each_is_mended_where_it_is_plain_and_else_refused_by_name(
    changes: dict[str, str], named: str
) -> None:
    if named:
        told = refused(changes)
        assert told.startswith(named)
        assert not {"secret", *GOOD["INQUIRY_KEYS"].split()} & set(told.split())
    else:
        read(changes)


def test_a_real_site_believes_the_one_proxy_that_ends_https() -> None:
    variables = {name: value for name, value in UNSET.items() if name != "TRUSTED_PROXIES"}
    with patch.dict(UNSET, variables, clear=True):
        assert read({})["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
        assert read({"SITE_URL": "http://127.0.0.1:8000"})["TRUSTED_PROXIES"] == 0


def test_the_port_of_mail_follows_how_it_is_secured() -> None:
    for security, port in (("starttls", 587), ("tls", 465)):
        assert read({"EMAIL_SECURITY": security})["EMAIL_PORT"] == port


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


def web_server(**variables: str) -> dict[str, Any]:
    """Read how gunicorn serves, as it does at its start."""
    with patch.dict(os.environ, variables, clear=True):
        return runpy.run_path(str(ROOT / "gunicorn.conf.py"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("BIND", "127.0.0.1:65536"), ("BIND", "127.0.0.1:0"), ("BIND", "8000"), ("BIND", "a:b")),
        *(("BIND", "127.0.0.1:8000;"), ("BIND", "'127.0.0.1:8000'"), ("BIND", "http://a:80")),
        *(
            ("WEB_WORKERS", "0"),
            ("WEB_WORKERS", "65"),
            ("WEB_WORKERS", "-1"),
            ("WEB_WORKERS", "2.5"),
        ),
        *(("WEB_THREADS", "257"), ("WEB_THREADS", "\u0668"), ("WEB_THREADS", "9" * 5000)),
    ],
)
def test_the_web_server_names_what_it_could_not_start_with(name: str, value: str) -> None:
    with pytest.raises(SystemExit) as end:
        web_server(**{name: value})
    assert str(end.value).startswith(f"{name} must be ")


def test_the_web_server_listens_where_it_is_told() -> None:
    assert web_server()["bind"] == ["127.0.0.1:8000"]
    assert web_server(BIND=" ")["bind"] == ["127.0.0.1:8000"]
    told = "unix:/run/brainstim/web.sock, [::1]:8000,fd://3,"
    assert web_server(BIND=told)["bind"] == ["unix:/run/brainstim/web.sock", "[::1]:8000", "fd://3"]
    assert web_server(WEB_WORKERS="64", WEB_THREADS="256")["threads"] == 256


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
