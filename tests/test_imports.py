"""Imports point one way: clinic_site -> faq, contact -> pages."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "pages": {"pages"},
    "faq": {"faq", "pages"},
    "contact": {"contact", "pages"},
    "clinic_site": {"clinic_site", "faq", "contact", "pages"},
}


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
            assert not node.level, f"{file} imports relatively"
        yield from (name.split(".")[0] for name in names)


def test_imports_point_one_way() -> None:
    for app, allowed in MAY_IMPORT.items():
        for file in (ROOT / app).rglob("*.py"):
            wrong = set(imported(file)) & (MAY_IMPORT.keys() - allowed)
            assert not wrong, f"{file.relative_to(ROOT)} imports {wrong}"


def test_no_module_is_named_after_nothing() -> None:
    vague = {"utils", "helpers", "core", "common", "services", "misc"}
    named = {file.stem for app in MAY_IMPORT for file in (ROOT / app).rglob("*")}
    assert not named & vague
