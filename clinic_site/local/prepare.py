"""Makes the site ready on this machine: tables, words, roles, static files."""

import hashlib
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import transaction

from clinic_site.health import is_migrated, refuse_wrong_keys
from clinic_site.local import database, sample
from clinic_site.setup.talk import say
from pages.models import Page


def everything() -> None:
    """All that a run needs; what is there already is left alone."""
    is_empty = not database.refuse_foreign()
    if not is_migrated():
        say("Preparing the database.")
    if is_empty:
        database.mark()
    else:
        database.say_if_newer()
    with redirect_stdout(Aloud()):
        call_command("migrate", verbosity=0)
    refuse_wrong_keys()
    load_words_once()
    if settings.DEMO:
        sample.load_while_untouched()
    call_command("create_roles", stdout=StringIO())
    collect_changed_files()


class Aloud(StringIO):
    """Says each line as it is printed: a migration ends none, and what it moved is told once."""

    def write(self, text: str) -> int:
        """Say it now, since a signal may end this before the next line begins."""
        for line in filter(None, text.split("\n")):
            say(line)
        return len(text)


@transaction.atomic
def load_words_once() -> None:
    """The first edition, all of it or nothing; afterwards the words belong to the staff."""
    if not Page.objects.exists():
        say("Loading the first edition of the words.")
        call_command("load_first_edition", stdout=StringIO())


def collect_changed_files() -> None:
    """Collect and compress static files, which takes a while, only when one has changed."""
    folder = Path(settings.STATIC_ROOT)
    stamp = folder / "collected"
    state = static_state()
    if not stamp.is_file() or stamp.read_text("utf-8") != f"{state}\n{collected(folder)}":
        say("Collecting and compressing the static files.")
        # First: while files are missing it would not be true.
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(f"{state}\n{collected(folder)}", "utf-8")


def collected(folder: Path) -> str:
    """What was collected, file by file: one that is lost or cut short would be an error later."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return "".join(
        f"{file.relative_to(folder)} {file.stat().st_size}\n"
        for file in files
        if file.name != "collected"
    )


def static_state() -> str:
    """Changes whenever a static file is added, removed or written."""
    state = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(name)).stat()
            state.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return state.hexdigest()
