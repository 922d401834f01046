"""Says in one line what the system would not do with a file, and what helps."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from clinic_site.setup.talk import ROOT, name_of

FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
NO_FOLDER = (errno.EEXIST, errno.ENOENT, errno.ENOTDIR)


def disk_is_full(folder: Path | str) -> str:
    """The line for a disk that takes no more."""
    return f"The disk is full: nothing more fits into {name_of(folder)}. Make room, then try again."


def line_for(error: OSError) -> str:
    """What went wrong with which file, and what helps."""
    place = Path(os.fsdecode(error.filename)) if error.filename else ROOT
    if error.errno in FULL:
        return disk_is_full(place if error.filename else "this folder")
    if error.errno in FORBIDDEN:
        return cannot_write(place, error.strerror or "")
    if error.errno in NO_FOLDER and (blocking := no_folder(place)):
        return f"{name_of(blocking)} has to be a folder, and is none. Move it away."
    return f"{name_of(place)}: {error.strerror or error}."


def no_folder(place: Path) -> Path | None:
    """The file, or the link to nothing, that stands where the place needs a folder."""
    path = (*reversed(place.parents), place)
    return next((part for part in path if os.path.lexists(part) and not part.is_dir()), None)


def cannot_write(place: Path, why: str) -> str:
    """The line for a file or folder that is not ours to write."""
    line = f"{name_of(place)} cannot be used ({why.lower()})."
    there = next(path for path in (place, *place.parents) if os.path.lexists(path))
    with suppress(OSError, KeyError):
        if there.lstat().st_uid != os.geteuid():
            owner = owner_of(there)
            cure = f"sudo chown -R $USER {folder_of(there)}"
            return f"{line} {name_of(there)} belongs to {owner}: {cure}"
    return f"{line} Let {name_of(there)} be writable, or clone the project elsewhere."


def owner_of(path: Path) -> str:
    """The name of the person the file belongs to, or the number if the name is not known."""
    try:
        return path.owner()
    except (KeyError, NotImplementedError):
        return f"person {path.lstat().st_uid}"


def folder_of(path: Path) -> str:
    """The folder directly in the project that all of it may belong to somebody else."""
    try:
        return path.relative_to(ROOT).parts[0]
    except (ValueError, IndexError):
        return f"'{path}'"
