"""Clones to try things with: one whose first run is over, and one that is fresh."""

import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests import sharing
from tests.setup.bricks import build_wall, install
from tests.setup.clone import Clone
from tests.setup.copies import copy_project, copy_thin, copy_whole, lend_packages, state
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
def made_once(
    tmp_path_factory: pytest.TempPathFactory, testrun_uid: str, worker_id: str
) -> Iterator[Callable[[str, Callable[[Path], object]], Path]]:
    """Folders that are dear to make, for all processes of these tests, and seen to stay as made."""
    base = tmp_path_factory.getbasetemp()
    common = base if worker_id == "master" else base.parent
    states = {}

    def made_once(name: str, fill: Callable[[Path], object]) -> Path:
        def make() -> Path:
            folder = Path(mkdtemp(prefix=name, dir=common))
            folder.chmod(0o755)
            fill(folder / "project")
            return folder / "project"

        folder = sharing.once(testrun_uid, f"setup {name}", make)
        states[folder] = state(folder)
        return folder

    yield made_once
    for folder, before in states.items():
        assert state(folder) == before, f"a test wrote into what others have a link to: {folder}"


@pytest.fixture(scope="session")
def bare_folder(made_once: Callable[..., Path]) -> Path:
    """The project as it is cloned."""
    return made_once("bare", copy_project)


@pytest.fixture(scope="session")
def fresh_folder(made_once: Callable[..., Path], bare_folder: Path) -> Path:
    """The same with the packages that these tests have."""

    def fill(folder: Path) -> None:
        copy_whole(bare_folder, folder)
        lend_packages(folder)

    return made_once("fresh", fill)


@pytest.fixture(scope="session")
def warm_folder(made_once: Callable[..., Path], fresh_folder: Path) -> Path:
    """The same after its first run."""

    def fill(folder: Path) -> None:
        copy_whole(fresh_folder, folder)
        with Clone(folder).site():
            pass
        # A second worker of the web server takes a quarter of the time of each test, and shows no
        # more.
        with (folder / ".env").open("a") as env:
            env.write("WEB_WORKERS=1\n")

    return made_once("warm", fill)


@pytest.fixture
def make_clone(warm_folder: Path, tmp_path: Path) -> Iterator[Callable[[str], Clone]]:
    """Clones under names of their own, whose first run is over; nothing of them is elsewhere."""
    made = []

    def make(name: str) -> Clone:
        copy_whole(warm_folder, tmp_path / name)
        made.append(Clone(tmp_path / name))
        return made[-1]

    yield make
    assert [left for clone in made for left in clone.left()] == []


@pytest.fixture
def clone(warm_folder: Path, tmp_path: Path) -> Iterator[Clone]:
    """A clone whose first run is over, with links to what a run only reads."""
    copy_thin(warm_folder, tmp_path / "project")
    clone = Clone(tmp_path / "project")
    yield clone
    assert clone.left() == []


@pytest.fixture
def fresh(fresh_folder: Path, tmp_path: Path) -> Iterator[Clone]:
    """A clone that was never run."""
    copy_whole(fresh_folder, tmp_path / "fresh")
    clone = Clone(tmp_path / "fresh")
    yield clone
    assert clone.left() == []


@pytest.fixture
def bare(bare_folder: Path, tmp_path: Path) -> Iterator[Clone]:
    """A clone without .venv."""
    copy_thin(bare_folder, tmp_path / "bare")
    clone = Clone(tmp_path / "bare")
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
    return build_wall(bare, tmp_path)


@pytest.fixture(scope="session")
def built_folder(made_once: Callable[..., Path], bare_folder: Path) -> Path:
    """Such a clone that has installed them."""

    def fill(folder: Path) -> None:
        copy_thin(bare_folder, folder)
        install(build_wall(Clone(folder), folder.parent))

    return made_once("built", fill)


@pytest.fixture
def built(built_folder: Path, wall: Clone) -> Clone:
    """A clone that has installed three packages from a folder of this machine."""
    shutil.copytree(built_folder / ".venv", wall.folder / ".venv", symlinks=True)
    return wall
