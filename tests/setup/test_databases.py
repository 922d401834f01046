"""make run takes an empty database or its own: none of another project, whatever is in it."""

import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.setup.clone import SHELL, Clone, mark
from tests.storm.postgresql import Cluster

#: What a project that has just begun has done so far, and one whose apps are called like ours.
ANOTHER_PROJECT = """
import sys, dj_database_url, django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
settings.configure(
    DATABASES={"default": dj_database_url.parse(sys.argv[1])},
    INSTALLED_APPS=["django.contrib." + name for name in ("auth", "contenttypes", "sessions")],
)
django.setup()
call_command("migrate", verbosity=0)
if sys.argv[2:]:
    with connection.cursor() as cursor:
        for table in ("pages_page", "pages_contentversion", "contact_inquiry", "faq_entry"):
            cursor.execute(f"CREATE TABLE {table} (id INTEGER)")
        for app in ("pages", "contact", "faq"):
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                f" VALUES ('{app}', '0001_initial', CURRENT_TIMESTAMP)"
            )
"""


def begin_another_project(url: str, *with_names_like_ours: str) -> None:
    """Let another Django project make its tables there."""
    command = [sys.executable, "-c", ANOTHER_PROJECT, url, *with_names_like_ours]
    subprocess.run(command, env=SHELL, check=True)


def new_database(postgresql: Cluster) -> str:
    """The address of a database on this server with nothing in it."""
    with psycopg.connect(postgresql.url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS theirs")
        connection.execute("CREATE DATABASE theirs")
    return postgresql.url.removesuffix("postgres") + "theirs"


@pytest.mark.parametrize("names_like_ours", [(), ("yes",)])
def test_a_file_of_another_django_project_is_refused_unchanged(
    clone: Clone, tmp_path: Path, names_like_ours: tuple[str, ...]
) -> None:
    theirs = tmp_path / "theirs.sqlite3"
    begin_another_project(f"sqlite:///{theirs}", *names_like_ours)
    before = mark(theirs)
    clone.write_env(DATABASE_URL=f"sqlite:///{theirs}")
    assert "DATABASE_URL (from .env) names a database of something else" in clone.refuses()
    shell = {"PORT": str(clone.port)}
    with socket.create_server(("127.0.0.1", clone.port)):
        said = clone.refuses("sign-in", shell=shell)
    assert "names a database of something else" in said
    assert mark(theirs) == before
    assert list(tmp_path.glob("theirs.sqlite3-*")) == []


def test_a_postgresql_of_another_django_project_is_refused_unchanged(
    clone: Clone, postgresql: Cluster
) -> None:
    theirs = new_database(postgresql)
    begin_another_project(theirs)
    clone.write_env(DATABASE_URL=theirs)
    assert "DATABASE_URL (from .env) names a database of something else" in clone.refuses()
    begin_another_project(theirs, "yes")
    assert "with a table auth_group. It is untouched." in clone.refuses()
    with psycopg.connect(theirs) as connection:
        found = connection.execute("SELECT count(*) FROM auth_user").fetchone()
        tables = connection.execute("SELECT count(*) FROM pg_class WHERE relname ~ '^clinic_site'")
        assert (found, tables.fetchone()) == ((0,), (0,))


def test_an_empty_postgresql_is_taken_and_known_again(clone: Clone, postgresql: Cluster) -> None:
    clone.write_env(DATABASE_URL=new_database(postgresql))
    cut_short(clone)
    goes_on(clone)


def test_tables_that_were_begun_are_finished_by_the_next_run(clone: Clone) -> None:
    clone.remove_database()
    cut_short(clone)
    with closing(sqlite3.connect(clone.folder / "var/site.sqlite3")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert "auth_user" in tables
    assert "clinic_site_failedsignin" not in tables
    goes_on(clone)


def goes_on(clone: Clone) -> None:
    """The next run finishes the tables, and has come to the words that are put into them."""
    run = clone.make("run", f"PORT={clone.port}")
    run.wait_for("Loading the first edition of the words.")
    run.end()


def cut_short(clone: Clone) -> None:
    """End the first migration when Django's own tables are there, and none of ours."""
    file = clone.folder / "clinic_site/migrations/0001_failed_sign_ins.py"
    text = file.read_text()
    dies = "operations = [migrations.RunPython(lambda *_: __import__('os')._exit(9)),"
    file.write_text(text.replace("operations = [", dies))
    clone.refuses()
    file.write_text(text)


MOVES = """
from django.db import migrations

def move(apps, schema_editor):
    print("\\n  One source was left as it is.", end="")
    print("\\n  Another could not be found.", end="")

class Migration(migrations.Migration):
    dependencies = [("pages", "{last}")]
    operations = [migrations.RunPython(move)]
"""


def test_what_a_migration_says_stands_in_lines_where_it_happened(clone: Clone) -> None:
    folder = clone.folder / "pages/migrations"
    last = max(file.stem for file in folder.glob("0*.py"))
    (folder / "9999_moves.py").write_text(MOVES.format(last=last))
    run = clone.make("run", f"PORT={clone.port}")
    run.wait_for("Starting the site.")
    run.end()
    lines = run.said.splitlines()
    first = lines.index("Preparing the database.") + 1
    assert lines[first : first + 2] == [
        "  One source was left as it is.",
        "  Another could not be found.",
    ]


def test_a_database_from_before_it_was_marked_is_known(clone: Clone) -> None:
    with closing(sqlite3.connect(clone.folder / "var/site.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'brainstim'")
        assert database.total_changes == 1
        database.commit()
    with clone.site() as run:
        """It is this site's: what only this site has was applied to it."""
    assert "newer version" not in run.said


def test_a_database_of_a_newer_version_is_said_to_be_one(clone: Clone) -> None:
    """As after a switch to an older branch."""
    with closing(sqlite3.connect(clone.folder / "var/site.sqlite3")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('pages', '9999_of_next_year', CURRENT_TIMESTAMP)"
        )
        database.commit()
    run = clone.make("run", f"PORT={clone.port}")
    run.wait_for("Starting the site.")
    run.end()
    said = "The database is from a newer version of this site: it has pages 9999_of_next_year,"
    assert run.said.count(said) == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("sqlite:///words.db", "names words.db, which git would take up"),
        ("sqlite:///docs/words.db", "names docs/words.db, which git would take up"),
        ("sqlite://:memory:", "must name a file for SQLite"),
        ("sqlite:///words.db?mode=memory", "must name a file for SQLite"),
    ],
)
def test_a_file_that_git_would_take_up_is_refused(clone: Clone, address: str, words: str) -> None:
    clone.write_env(DATABASE_URL=address)
    said = clone.refuses()
    assert f"DATABASE_URL (from .env) {words}" in said
    assert list(clone.folder.rglob("words.db*")) == []


def test_a_link_inside_the_project_is_named_and_no_setting(clone: Clone) -> None:
    (clone.folder / "var").rename(clone.folder / "var2")
    (clone.folder / "var").symlink_to("var2")
    said = clone.refuses()
    assert said.startswith("var is a link, so the database would be var2/site.sqlite3, which git")
    assert "DATABASE_URL" not in said


def test_a_database_whose_migrations_have_a_hole_is_said_in_a_line(clone: Clone) -> None:
    with closing(sqlite3.connect(clone.folder / "var/site.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'pages' AND name LIKE '0002%'")
        database.commit()
    said = clone.refuses()
    assert "is applied before its dependency" in said
    assert said.count("\n") <= 1


def test_a_database_that_another_program_is_using_is_not_to_be_replaced(clone: Clone) -> None:
    file = clone.folder / "var/site.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        said = clone.refuses()
    assert said.startswith("Another program is using var/site.sqlite3 and has not finished")
    assert "backup of it" not in said


def test_a_database_of_something_else_in_env_is_refused_unchanged(clone: Clone, shop: Path) -> None:
    before = mark(shop)
    clone.write_env(DATABASE_URL=f"sqlite:///{shop}")
    said = clone.refuses()
    assert "DATABASE_URL (from .env)" in said
    assert "shop_order" in said
    assert mark(shop) == before


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("CREATE SCHEMA shop; CREATE TABLE shop.parcel (id INTEGER)", "shop.parcel"),
        ("CREATE VIEW parcel AS SELECT 1", "parcel"),
        ("CREATE SCHEMA shop; CREATE MATERIALIZED VIEW shop.parcel AS SELECT 1", "shop.parcel"),
    ],
)
def test_a_postgresql_of_something_else_is_refused_unchanged(
    clone: Clone, postgresql: Cluster, script: str, name: str
) -> None:
    theirs = new_database(postgresql)
    with psycopg.connect(theirs) as connection:
        connection.execute(script)
    clone.write_env(DATABASE_URL=theirs)
    said = clone.refuses()
    assert (
        f"DATABASE_URL (from .env) names a database of something else, with a table {name}" in said
    )
    with psycopg.connect(theirs) as connection:
        found = connection.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'django%'")
        assert found.fetchone() == (0,)


def test_a_postgresql_database_that_is_not_there(clone: Clone, postgresql: Cluster) -> None:
    clone.write_env(DATABASE_URL=postgresql.url.removesuffix("postgres") + "nowhere")
    assert "Create it, or empty DATABASE_URL" in clone.refuses()


def test_a_file_of_something_else_in_var_is_named(clone: Clone, shop: Path) -> None:
    clone.remove_database()
    shutil.copy(shop, clone.folder / "var/site.sqlite3")
    said = clone.refuses()
    assert said.startswith("var/site.sqlite3 is a database of something else, with a table shop_")
    assert mark(clone.folder / "var/site.sqlite3") == mark(shop)
