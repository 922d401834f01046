"""The site starts only with what it needs, and says what is missing but never its value."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


def start(changes: dict[str, str], then: str = "") -> subprocess.CompletedProcess[str]:
    """Read the settings in a new process whose environment has these changes."""
    environment = {"PATH": os.environ["PATH"]} | UNSET | GOOD | changes
    code = f"from clinic_site import settings\n{then}"
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=15,
        check=False,
    )


def refused(changes: dict[str, str]) -> str:
    """What the site says when it does not start."""
    attempt = start(changes)
    assert attempt.returncode != 0
    return attempt.stderr.splitlines()[-1]


def test_it_starts_with_what_the_example_asks_for() -> None:
    assert start({}).returncode == 0


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
def test_it_refuses_a_weak_key_without_repeating_it(name: str, value: str) -> None:
    attempt = start({name: value})
    assert attempt.returncode != 0
    assert name in attempt.stderr
    assert value not in attempt.stderr + attempt.stdout


def test_debug_is_off_unless_asked_for() -> None:
    local = {"SITE_URL": "http://127.0.0.1:8000"}
    assert start(local, "assert not settings.DEBUG").returncode == 0


def test_a_real_site_sends_everyone_to_https() -> None:
    strict = (
        "assert settings.SECURE_SSL_REDIRECT and settings.SECURE_HSTS_SECONDS > 31_000_000\n"
        "assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE\n"
        "assert settings.EMAIL_USE_TLS and settings.EMAIL_TIMEOUT\n"
        "assert not settings.LOCAL"
    )
    assert start({}, strict).returncode == 0


def test_the_example_names_every_variable() -> None:
    example = (ROOT / ".env.example").read_text()
    read = [ROOT / "clinic_site/settings.py", ROOT / "gunicorn.conf.py"]
    words = "".join(file.read_text() for file in read)
    names = [line.split("=")[0] for line in example.splitlines() if "=" in line and line[0] != "#"]
    assert len(names) > 15
    assert [name for name in names if f'"{name}"' not in words] == []
    for name in GOOD:
        assert name in names
