"""What a file imports, and the code of ours it names in a text for Django to import later."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

APPS = ("pages", "faq", "contact", "clinic_site", "drawing")
ROOT = Path(__file__).parent.parent.parent
_DOTTED = re.compile(r"[a-z_]+(\.\w+)+")
#: What a process is told to run, and with which settings, no module of it imports.
_FROM_OUTSIDE = {"clinic_site.settings", "clinic_site.wsgi"}


def imported(file: Path) -> Iterator[str]:
    """The names of its import statements."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file} imports relatively"
            # A name may be a module of the folder it comes from.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(file: Path) -> Iterator[str]:
    """Modules and what is in them, by their dotted name; models by where they are defined."""
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Constant(value=str(text)) if _is_import(text):
                yield from _module(text)
            case ast.Call(
                func=ast.Attribute(attr="get_model"),
                args=[ast.Constant(value=str(app)), ast.Constant(value=str(model)), *_],
            ):
                yield from _module(f"{app}.{model}")


def apps_named(file: Path) -> Iterator[str]:
    """Apps that a migration waits for, or whose rows it reads."""
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Tuple(elts=[ast.Constant(value=str(app)), ast.Constant(value=str())]):
                yield app
            case ast.Call(
                func=ast.Attribute(attr="get_model"), args=[ast.Constant(value=str(app)), *_]
            ):
                yield app.split(".")[0]


def _is_import(text: str) -> bool:
    return bool(_DOTTED.fullmatch(text)) and text not in _FROM_OUTSIDE


def _module(text: str) -> Iterator[str]:
    """The text if it names a module, where the model is that it names, or nothing."""
    app, name = text.split(".")[:2]
    place = ROOT / app / name
    if place.with_suffix(".py").is_file() or any(place.glob("*.py")):
        yield text
    elif text.count(".") == 1 and app in apps.app_configs:
        models = apps.get_app_config(app).models
        yield from (
            f"{model.__module__}.{name}" for key, model in models.items() if key == name.lower()
        )
