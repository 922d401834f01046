"""A copy of what lies on the disk shows nobody more than it must."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from contact.models.sealed import seal
from tests.colleagues import Editor

#: Prints the files of the database and their rights while it is written to.
WRITE = """
import os, pathlib, sys
os.umask(0)
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE note (words text)")
    for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        print(file.name, oct(file.stat().st_mode & 0o777))
"""


@pytest.mark.parametrize("made", ["made by the site", "there before, open to all"])
def test_only_the_account_of_the_site_reads_the_files_of_its_database(
    made: str, tmp_path: Path
) -> None:
    file = tmp_path / "site.sqlite3"
    if made != "made by the site":
        file.touch()
        file.chmod(0o666)
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", WRITE, str(tmp_path)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{file}"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    names = ("site.sqlite3", "site.sqlite3-shm", "site.sqlite3-wal")
    assert ran.stdout.splitlines() == [f"{name} 0o600" for name in names]


def test_the_key_of_a_session_is_only_in_the_browser(dana: Editor) -> None:
    assert dana.get("/staff/").status_code == 200
    held = dana.cookies["sessionid"].value
    kept = Session.objects.get().session_key
    assert held not in (kept, *Session.objects.values_list("session_data", flat=True))
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/staff/").status_code == 302


@pytest.mark.django_db
def test_what_is_stored_of_a_message_opens_no_thank_you_page() -> None:
    message = seal('{"reference": "AB12", "crisis": true}')
    page = Client().get("/contact/thanks/", {"m": message})
    assert page.status_code == 200
    assert "AB12" not in page.content.decode()
