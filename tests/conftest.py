"""Fixtures every test may use."""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from contact.keeping import audit
from contact.models import Inquiry
from faq.models import Entry, Topic
from tests.colleagues import Editor, make_entry, open_site


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


@pytest.fixture
def site_is_open(request: Any, db: Any) -> None:
    """Visitors do not read that it is being prepared."""
    if "first_edition" in request.fixturenames:
        # Before it: that brings the clinic's row.
        request.getfixturevalue("first_edition")
    open_site()


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


@pytest.fixture
def hire(db: Any) -> Callable[..., Editor]:
    """A colleague with these permissions; all of them if none is named."""

    def hire(name: str, *permissions: str) -> Editor:
        user = User.objects.create_user(name.lower(), is_staff=True, first_name=name)
        if permissions:
            user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        else:
            user.is_superuser = True
            user.save()
        editor = Editor()
        editor.user = user
        editor.force_login(user)
        return editor

    return hire


@pytest.fixture
def dana(hire: Callable[..., Editor]) -> Editor:
    return hire("Dana")


@pytest.fixture
def luis(hire: Callable[..., Editor]) -> Editor:
    return hire("Luis")


@pytest.fixture
def topic(db: Any) -> Topic:
    return Topic.objects.create(slug="visits", name="Visits", order=1)


@pytest.fixture
def entry(topic: Topic) -> Entry:
    """A question visitors can read."""
    return make_entry(topic)


@pytest.fixture
def make_inquiry(db: Any) -> Callable[..., Inquiry]:
    """Messages that are stored already."""
    numbers = itertools.count(1)

    def make(**values: Any) -> Inquiry:
        number = next(numbers)
        defaults = {
            "reference": f"BS-T{number:03}",
            "submission_key": f"{number:064}",
            "name": "Rob",
            "reply_by": "text",
            "phone": "(202) 555-0188",
            "language": "en",
            "page_language": "en",
            "due_at": timezone.now() + timedelta(days=1),
        }
        return Inquiry.objects.create(**defaults | values)

    return make
