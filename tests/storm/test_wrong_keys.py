"""With keys that do not open what is stored nothing starts, and it is said by name."""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from contact.models import KeyProof, prove_keys
from tests import database, messages
from tests.storm.site import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="copies SQLite"),
]

OTHER_KEY = "b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXk1234="


def test_neither_the_site_nor_its_mail_worker_starts_with_other_keys(
    tmp_path: Path,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WEB_WORKERS", "1")
    file = tmp_path / "site.sqlite3"
    shutil.copy(connection.settings_dict["NAME"], file)
    settings.INQUIRY_KEYS = [OTHER_KEY]
    with django_db_blocker.unblock(), database.on(str(file)):
        prove_keys()
        messages.maker()()
    site = Site(tmp_path, f"sqlite:///{file}")
    site.start_web()
    site.start_mail(0)
    try:
        assert site.web
        for program in (site.web, *site.mail):
            assert program.wait(timeout=60) != 0
    finally:
        site.stop()
    for log in ("web.log", "mail0.log"):
        said = (tmp_path / log).read_text()
        assert "INQUIRY_KEYS (from the shell) opens none of the messages" in said
    with django_db_blocker.unblock(), database.on(str(file)):
        assert KeyProof.objects.get().words == "The keys fit."
