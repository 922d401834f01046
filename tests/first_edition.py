"""Puts the first edition into the database of a test: read once, then only copied."""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection

#: Its rows, by table: reading it anew for each test took most of the time.
_loaded: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}


def load() -> None:
    """The site with its starting content, as a visitor first finds it."""
    if _loaded:
        _put_rows_back()
    else:
        call_command("load_first_edition", verbosity=0)
        _remember_rows()


def _remember_rows() -> None:
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [column[0] for column in cursor.description]
            _loaded[table] = (columns, cursor.fetchall())


def _put_rows_back() -> None:
    with connection.cursor() as cursor:
        for table, (columns, rows) in _loaded.items():
            names = ", ".join(f'"{name}"' for name in columns)
            marks = ", ".join(["%s"] * len(columns))
            insert = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608
            if rows:
                cursor.executemany(insert, rows)


def _tables() -> list[str]:
    """Tables that it fills: but for the number of the content, which counts on."""
    models = [model for app in ("pages", "faq") for model in apps.get_app_config(app).get_models()]
    tables = [
        model._meta.db_table for model in models if model._meta.model_name != "contentversion"
    ]
    return tables + [
        field.m2m_db_table() for model in models for field in model._meta.local_many_to_many
    ]
