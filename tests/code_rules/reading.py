"""What the rules find in a piece of code: each finding as its line reads."""

import ast
from collections.abc import Callable, Iterator

from tests.rooms.arrows import APPS, ROOT

Rule = Callable[[ast.AST], Iterator[ast.AST]]

#: What a visitor typed, wherever it is kept.
PATIENT_WORDS = {"name", "email", "phone", "message", "text", "typed", "words", "query", "body"}
#: What these give is no word of anybody: a number, a class of error, what a mail server answered.
_HARMLESS_CALLS = {"describe", "len", "type"}
#: What makes an address of ours from rows, names and numbers.
_MAKE_OUR_ADDRESSES = {
    *("reverse", "static", "get_absolute_url", "view", "change", "change_page", "address"),
    *("address_for", "way_there"),
}
_LOG_CALLS = {"debug", "info", "warning", "error", "critical", "exception", "log"}


def code() -> Iterator[tuple[str, ast.Module]]:
    """Each file of the site, by its path, without migrations."""
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), ast.parse(file.read_text())


def findings(rule: Rule, tree: ast.AST) -> Iterator[str]:
    """What the rule finds, as code in one line."""
    for node in ast.walk(tree):
        yield from (ast.unparse(one) for one in rule(node))


def named(call: ast.Call) -> str:
    """The last name of what is called: ``execute`` of ``cursor.execute(…)``."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def words_in_logs(node: ast.AST) -> Iterator[ast.AST]:
    """Calls of a log with anything but fixed words, numbers of rows and kinds of errors."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="_log" | "logger" | "logging"))):
            if named(node) not in _LOG_CALLS:
                return
            message, *values = node.args or [ast.Constant("")]
            is_fixed = isinstance(message, ast.Constant) and not node.keywords
            if named(node) == "exception" or not is_fixed or not all(map(_is_harmless, values)):
                yield node


def _is_harmless(value: ast.expr) -> bool:
    match value:
        case ast.Constant() | ast.Attribute(attr="pk" | "__name__") | ast.Name(id="number"):
            return True
        case ast.Call():
            return named(value) in _HARMLESS_CALLS
    return False


def words_in_subjects(node: ast.AST) -> Iterator[ast.AST]:
    """Subjects of mails, and addresses, that are made with what someone typed."""
    match node:
        case ast.Assign(targets=[ast.Name(id="subject")], value=value):
            yield from _typed_in(value)
        case ast.Call() if named(node) in {"reverse", "urlencode", "redirect"}:
            yield from _typed_in(node)


def _typed_in(value: ast.AST) -> Iterator[ast.AST]:
    for one in ast.walk(value):
        match one:
            case ast.Attribute(value=ast.Name(id="inquiry" | "message" | "note"), attr=attr):
                if attr in PATIENT_WORDS:
                    yield one


def markup_by_hand(node: ast.AST) -> Iterator[ast.AST]:
    """Text called safe that is made as it runs: ``format_html`` escapes, these do not."""
    match node:
        case ast.Call(args=[value, *_]) if named(node) in {"SafeString", "mark_safe", "SafeText"}:
            if not _is_fixed_words(value):
                yield node


def _is_fixed_words(value: ast.expr) -> bool:
    match value:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id="_"), args=[ast.Constant()]):
            return True
        case ast.IfExp(body=body, orelse=orelse):
            return _is_fixed_words(body) and _is_fixed_words(orelse)
    return False


def open_to_other_sites(node: ast.AST) -> Iterator[ast.AST]:
    """Views that take a form without its token."""
    match node:
        case ast.FunctionDef(decorator_list=decorators):
            for one in decorators:
                if ast.unparse(one) == "csrf_exempt":
                    yield ast.Name(node.name)


def sql_by_hand(node: ast.AST) -> Iterator[ast.AST]:
    """Statements that are put together as they run, and ways around the ORM."""
    match node:
        case ast.Call() if named(node) in {"raw", "extra", "RawSQL"}:
            yield node
        case ast.Call(args=[statement, *_]) if named(node) in {"execute", "executemany"}:
            match statement:
                case ast.Constant():
                    pass
                case ast.Name(id=name) if name.isupper():
                    pass
                case _:
                    yield node


def unchecked_ways(node: ast.AST) -> Iterator[ast.AST]:
    """Redirects to what is no address of ours by its making."""
    match node:
        case ast.Call(args=[to, *_]) if named(node) in {"HttpResponseRedirect", "redirect"}:
            if not _is_ours(to):
                yield node


def _is_ours(to: ast.expr) -> bool:
    match to:
        case ast.Constant() | ast.Attribute(value=ast.Name(id="request"), attr="path"):
            return True
        case ast.Call():
            return named(to) in _MAKE_OUR_ADDRESSES
        case ast.JoinedStr(values=[ast.FormattedValue(value=ast.Call() as start), *_]):
            return named(start) in _MAKE_OUR_ADDRESSES
    return False
