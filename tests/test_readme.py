"""What the README says is there is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"),
    *(str(file.relative_to(ROOT)) for file in (ROOT / "docs").rglob("*.md")),
]
#: Made on the machine it runs on.
MADE_LATER = {".env", "var/demo/", "var/site.sqlite3"}
#: A promise of a document: [`test_it_holds`][file], and below [file]: ../tests/test_file.py
_PROMISE = re.compile(r"\[`(test_\w+)`\]\[([\w-]+)\]")
_PLACE = re.compile(r"^\[([\w-]+)\]: (?!http)(\S+)$", re.M)
_ANY_TEST = re.compile(r"`(test_\w+)`")


def paths(document: str) -> set[str]:
    """What a document names in backticks or links and looks like a file or folder of ours."""
    text = (ROOT / document).read_text()
    named = set(re.findall(r"`([\w.-]*[./][\w./-]*)`", text))
    linked = {
        str((ROOT / document).parent.relative_to(ROOT) / target)
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", text)
    }
    tops = {path.name for path in ROOT.iterdir()}
    return {path for path in named | linked if path.split("/")[0] in tops} - MADE_LATER


def test_every_path_in_the_documents_exists() -> None:
    missing = {
        f"{document}: {path}"
        for document in DOCUMENTS
        for path in paths(document)
        if not (ROOT / path).exists()
    }
    assert missing == set()


def names_in(*files: Path) -> set[str]:
    """The names of the tests in these files; none for a file that is not there."""
    there = (file.read_text() for file in files if file.is_file())
    return {name for text in there for name in re.findall(r"def (test_\w+)\(", text)}


def broken_promises(document: str) -> set[str]:
    """Tests that a document names and that are not in their file, and files named for no test."""
    file = ROOT / document
    text = file.read_text()
    places = {label: file.parent / place for label, place in _PLACE.findall(text)}
    promises = [(name, places.get(label, ROOT)) for name, label in _PROMISE.findall(text)]
    needed = {place for _name, place in promises}
    return {name for name, place in promises if name not in names_in(place)} | {
        label for label, place in places.items() if place not in needed
    }


def test_every_test_in_the_documents_is_in_its_file() -> None:
    found = {document: broken_promises(document) for document in DOCUMENTS}
    assert {document: broken for document, broken in found.items() if broken} == {}


def test_every_test_in_the_documents_is_there() -> None:
    known = names_in(*(ROOT / "tests").rglob("test_*.py"))
    for document in DOCUMENTS:
        assert set(_ANY_TEST.findall((ROOT / document).read_text())) <= known, document


def test_the_list_of_asvs_names_each_number_once() -> None:
    """All of levels 1 and 2: the first cell of a row holds one, or several that do not apply."""
    rows = re.findall(r"^\| (\d[\d., ]+) \|", (ROOT / "docs/asvs.md").read_text(), re.M)
    numbers = [number for row in rows for number in row.split(", ")]
    assert len(numbers) == len(set(numbers)) == 253


def test_the_table_says_in_few_rows_where_to_change_what() -> None:
    rows = re.findall(r"^\| .+ \| (.+) \|$", (ROOT / "README.md").read_text(), re.M)[1:]
    assert 15 < len(rows) <= 18
    assert [row for row in rows if "`" not in row] == []


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+)(?= ?[a-z-]*:)", (ROOT / "Makefile").read_text(), re.M))
    for document in DOCUMENTS:
        named = re.findall(r"`make ([a-z-]+)", (ROOT / document).read_text())
        assert set(named) <= targets, document


def test_every_command_in_the_documents_exists() -> None:
    known = {file.stem for file in ROOT.glob("*/management/commands/*.py")}
    known |= {"migrate", "collectstatic", "createsuperuser", "check"}
    for document in DOCUMENTS:
        named = re.findall(r"manage\.py ([a-z_]+)", (ROOT / document).read_text())
        assert set(named) <= known, document


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text()
    files = [file.name for file in folder.glob("*.md") if file.name != "README.md"]
    assert [name for name in files if f"({name})" not in listed] == []
