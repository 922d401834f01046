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
