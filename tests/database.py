"""Makes the database of the tests: migrated once, copied for each process, emptied in one step."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management.color import no_style
from django.db import DatabaseError, connection
from django.test import TransactionTestCase

from contact.keeping import audit
from pages import version
from pages.revisions import guards, rule_guards
from pages.revisions.content_version import ContentVersion

_FOLDER = Path(settings.BASE_DIR) / ".pytest_cache" / "database"
#: Rows that migrating makes, which no test changes.
_MADE_BY_MIGRATING = {"auth_permission", "django_content_type", "pages_contentversion"}


@contextmanager
def own_copy() -> Iterator[None]:
    """A database of this process alone, gone when it ends."""
    creation, named = connection.creation, connection.settings_dict["NAME"]
    suffix = str(os.getpid())
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with (_FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _prepare()
        creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    prepared = connection.settings_dict["NAME"]
    connection.settings_dict.update(creation.get_test_db_clone_settings(suffix))
    yield
    connection.settings_dict["NAME"] = prepared
    creation.destroy_test_db(named, verbosity=0, suffix=suffix)


def _prepare() -> None:
    """Leave the migrated database closed, and make it anew if any code has changed."""
    creation, made_of = connection.creation, _FOLDER / "made-of"
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(_FOLDER / "prepared.sqlite3")
    code = _code()
    if not (made_of.exists() and made_of.read_text() == code and _is_there()):
        made_of.unlink(missing_ok=True)
        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        made_of.write_text(code)


def _code() -> str:
    """Changes with any line of the site: its migrations, its triggers, its permissions."""
    digest = hashlib.sha256(f"{django.__version__} {connection.settings_dict['HOST']}".encode())
    for app in ("clinic_site", "contact", "faq", "pages"):
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_there() -> bool:
    """Look whether the prepared database answers: a server may have been set up anew."""
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.close()
    try:
        return "django_migrations" in connection.introspection.table_names()
    except DatabaseError:
        return False
    finally:
        connection.close()


@contextmanager
def on(name: str) -> Iterator[None]:
    """Work on the database of this name, and then on the usual one again."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


@contextmanager
def copy(source: str, suffix: str) -> Iterator[str]:
    """The name of a copy of this database, which is gone afterwards."""
    creation = connection.creation
    with on(source):
        creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
        name = creation.get_test_db_clone_settings(suffix)["NAME"]
    yield name
    with on(source):
        creation.destroy_test_db(source, verbosity=0, suffix=suffix)


def empty(_case: TransactionTestCase) -> None:
    """What Django's flush does, but for making anew what is still there."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [name for name in names if name not in _MADE_BY_MIGRATING]
    audit.remove_triggers()
    guards.drop_triggers()
    rule_guards.drop_triggers()
    statements = connection.ops.sql_flush(no_style(), tables)
    connection.ops.execute_sql_flush(statements)
    audit.install_triggers()
    guards.install_triggers()
    rule_guards.install_triggers()
    ContentVersion.objects.update(number=1)
    version.forget()


def never_was(*rows: Any) -> None:
    """Delete these, as if they had never been there: what visitors read is kept otherwise."""
    connection.check_constraints()
    guards.drop_triggers()
    for some in rows:
        some.delete()
    connection.check_constraints()
    guards.install_triggers()


def never_rested_on(words: Any) -> None:
    """Without sources, as if they had never had any."""
    connection.check_constraints()
    guards.drop_triggers()
    words.sources.clear()
    guards.install_triggers()
