"""What few requests need is loaded when one of them comes: it would fill every process."""

import json
import os
import subprocess
import sys

import pytest

from tests.browser.stack import ROOT

#: Libraries that are large, or slow to load.
_LATER = {
    "OpenSSL",
    "PIL",
    "hypothesis",
    "marshmallow",
    "psycopg",
    "segno",
    "snowballstemmer",
    "webauthn",
}
_TELL = "import json, sys; print(json.dumps([name.split('.')[0] for name in sys.modules]))"
#: The site's own settings, and a database in a file.
_SETTINGS = {"DJANGO_SETTINGS_MODULE": "clinic_site.settings", "DATABASE_URL": "sqlite:///unused"}


@pytest.mark.parametrize(
    "program",
    ["import clinic_site.wsgi", "import django; django.setup(); import clinic_site.worker"],
    ids=["the web server", "the mail worker"],
)
def test_nothing_is_loaded_before_it_is_asked_for(program: str) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"{program}; {_TELL}"],
        cwd=ROOT,
        env=os.environ | _SETTINGS,
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = set(json.loads(done.stdout))
    assert "django" in loaded
    assert loaded & _LATER == set()
