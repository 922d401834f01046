"""The files that a running site stands on: without them it would show errors, or lose messages."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import connection

from clinic_site.setup import sites, venv
from clinic_site.setup.talk import name_of


@dataclass(frozen=True)
class Ground:
    """These files as they were when the site started."""

    files: dict[Path, os.stat_result]

    @classmethod
    def now(cls) -> Self:
        """As they are. A database or packages that are elsewhere are watched there, or not here."""
        files = [sites.this().run_lock, Path(settings.STATIC_ROOT), venv.FOLDER / "pyvenv.cfg"]
        if connection.vendor == "sqlite":
            # Connections are kept: they would write into the one that is not there any more.
            files.append(Path(str(settings.DATABASES["default"]["NAME"])))
        return cls({file: file.stat() for file in files if file.exists()})

    def lost(self) -> Path | None:
        """The first that is gone, or is another file under the same name."""
        return next((file for file, status in self.files.items() if not _is(file, status)), None)


def _is(file: Path, status: os.stat_result) -> bool:
    try:
        return os.path.samestat(file.stat(), status)
    except OSError:
        return False


def what_happened_to(file: Path) -> str:
    """In words that may stand after "since"."""
    for folder in reversed(file.parents):
        if not folder.exists():
            return f"the folder {folder.name} is gone"
    return f"{name_of(file)} {'was replaced' if file.exists() else 'is gone'}"
