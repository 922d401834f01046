"""make run ends when what it stands on is taken away, rather than lose words or show errors."""

import shutil
import subprocess

import pytest

from tests.setup.clone import Clone
from tests.setup.copies import own


def test_it_stops_when_var_is_taken_away(clone: Clone) -> None:
    with clone.site() as run:
        shutil.rmtree(clone.folder / "var")
        assert clone.is_empty()
        run.rest()
        assert "since the folder var is gone" in run.last_line
        assert "Traceback" not in run.said


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("cp var/site.sqlite3 x && mv x var/site.sqlite3", "var/site.sqlite3 was replaced"),
        ("rm var/site.sqlite3", "var/site.sqlite3 is gone"),
        ("rm -r staticfiles", "staticfiles is gone"),
        ("rm -r .venv", "the folder .venv is gone"),
    ],
)
def test_it_stops_when_what_it_stands_on_is_taken_away(
    clone: Clone, command: str, why: str
) -> None:
    with clone.site() as run:
        subprocess.run(["sh", "-c", command], cwd=clone.folder, check=True)
        assert clone.is_empty()
        run.rest()
        assert run.last_line.startswith(f"Stopped, since {why}.")
        assert "Traceback" not in run.said


@pytest.mark.parametrize("command", ["rm staticfiles.json", "truncate -s 9 css/site.css"])
def test_static_files_that_were_lost_are_collected_anew(clone: Clone, command: str) -> None:
    own(clone.folder / "staticfiles")
    subprocess.run(command.split(), cwd=clone.folder / "staticfiles", check=True)
    run = clone.make("run", f"PORT={clone.port}")
    run.wait_for("Collecting and compressing the static files.")
    run.end()
