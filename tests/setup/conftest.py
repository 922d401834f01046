"""Clones to try things with: one whose first run is over, and one that is fresh."""

import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.setup.bricks import BRICKS, make_wheel
from tests.setup.clone import Clone, copy_project, lend_packages
from tests.storm.postgresql import Cluster, programs


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these are marked, and need Linux to look at the processes that are left."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.setup)
            if not Path("/proc/self/cwd").exists():
                item.add_marker(pytest.mark.skip(reason="needs /proc"))


@pytest.fixture(scope="session", autouse=True)
def windows_that_close() -> Iterator[None]:
    """What nohup runs, and all that it starts, would not notice that its window was closed."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture(scope="session")
def fresh_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is cloned, with the packages that these tests have."""
    folder = tmp_path_factory.mktemp("fresh")
    copy_project(folder)
    lend_packages(folder)
    return folder


@pytest.fixture(scope="session")
def warm_folder(fresh_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after its first run."""
    folder = tmp_path_factory.mktemp("warm") / "project"
    shutil.copytree(fresh_folder, folder, symlinks=True)
    with Clone(folder).site():
        pass
    # A second worker of the web server takes a quarter of the time of each test, and shows no more.
    with (folder / ".env").open("a") as env:
        env.write("WEB_WORKERS=1\n")
    return folder


@pytest.fixture
def make_clone(warm_folder: Path, tmp_path: Path) -> Iterator[Callable[[str], Clone]]:
    """Clones under names of their own, whose first run is over."""
    made = []

    def make(name: str) -> Clone:
        shutil.copytree(warm_folder, tmp_path / name, symlinks=True)
        made.append(Clone(tmp_path / name))
        return made[-1]

    yield make
    assert [left for clone in made for left in clone.left()] == []


@pytest.fixture
def clone(make_clone: Callable[[str], Clone]) -> Clone:
    """A clone whose first run is over."""
    return make_clone("project")


@pytest.fixture
def fresh(fresh_folder: Path, tmp_path: Path) -> Iterator[Clone]:
    """A clone that was never run."""
    shutil.copytree(fresh_folder, tmp_path / "fresh", symlinks=True)
    clone = Clone(tmp_path / "fresh")
    yield clone
    assert clone.left() == []


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Clone]:
    """A clone without .venv, whose requirements are one package that is here."""
    folder = tmp_path / "bare"
    copy_project(folder)
    clone = Clone(folder)
    yield clone
    assert clone.left() == []


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The database of another project."""
    file = tmp_path / "shop.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE shop_order (id INTEGER PRIMARY KEY)")
        connection.commit()
    return file


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL server of these tests' own."""
    if not programs():
        pytest.skip("no PostgreSQL here")
    # Not in pytest's folder: names of sockets must be short, and another user has to get in.
    folder = Path(mkdtemp(prefix="pg"))
    cluster = Cluster(folder)
    yield cluster
    cluster.stop()
    shutil.rmtree(folder)


@pytest.fixture
def wall(bare: Clone, tmp_path: Path) -> Clone:
    """A clone whose requirements are three packages in a folder of this machine."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    lines = [make_wheel(shelf, f"brick{number}") for number in range(BRICKS)]
    (bare.folder / "requirements.txt").write_text("".join(lines))
    return bare
