"""Fixtures every test may use."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from contact import audit


@pytest.fixture(autouse=True)
def empty_audit(request: Any) -> Iterator[None]:
    """Lets a test that cannot run inside a transaction empty the tables when it ends."""
    marker = request.node.get_closest_marker("django_db")
    if marker:
        # So that this ends before it. Tests in a browser may not ask for it.
        request.getfixturevalue("_django_db_helper")
    yield
    if marker and marker.kwargs.get("transaction"):
        # Put back by what runs after each migrate, which runs then.
        audit.remove_triggers()


#: The rows of the first edition, by table: loading it anew for each test takes most of the time.
_loaded: dict[str, tuple[list[str], list[Any]]] = {}


@pytest.fixture
def first_edition(db: Any) -> None:
    """The site with its starting content, as a visitor first finds it."""
    if _loaded:
        put_rows_back()
    else:
        call_command("load_first_edition", verbosity=0)
        remember_rows()


def remember_rows() -> None:
    with connection.cursor() as cursor:
        for table in tables_of_words():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [column[0] for column in cursor.description]
            _loaded[table] = (columns, cursor.fetchall())


def put_rows_back() -> None:
    with connection.cursor() as cursor:
        for table, (columns, rows) in _loaded.items():
            names = ", ".join(f'"{name}"' for name in columns)
            marks = ", ".join(["%s"] * len(columns))
            insert = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608
            if rows:
                cursor.executemany(insert, rows)


def tables_of_words() -> list[str]:
    """Tables that the first edition fills: but for the number of the content, which counts on."""
    models = [model for app in ("pages", "faq") for model in apps.get_app_config(app).get_models()]
    tables = [
        model._meta.db_table for model in models if model._meta.model_name != "contentversion"
    ]
    return tables + [
        field.m2m_db_table() for model in models for field in model._meta.local_many_to_many
    ]
