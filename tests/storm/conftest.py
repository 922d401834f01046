"""Sites that need no migrating: their processes use the database of the test."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.storm.postgresql import Cluster, programs
from tests.storm.site import Site


def address() -> str:
    """Of the database this test uses."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(connection.settings_dict['NAME']).resolve()}"
    given = {name: str(value or "") for name, value in connection.settings_dict.items()}
    host, secret = quote(given["HOST"], safe=""), quote(given["PASSWORD"], safe="")
    return f"postgres://{given['USER']}:{secret}@{host}:{given['PORT'] or 5432}/{given['NAME']}"


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    """The site of this test; none of its processes runs yet."""
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    site = Site(tmp_path, address())
    try:
        yield site
    finally:
        site.stop()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this test's own."""
    if not programs():
        pytest.skip("PostgreSQL is not installed")
    # Its own user has to reach it, and the path of a socket is short.
    folder = Path(tempfile.mkdtemp(prefix="storm-"))
    server = Cluster(folder)
    yield server
    server.stop()
    shutil.rmtree(folder)
