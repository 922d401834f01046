"""Finds every place in a source file where one small change makes a fault.

Left alone is what no test can notice: docstrings, annotations, aliases of types, imports, the name
of the log. All else counts: decorators, class bodies, constants of modules, log lines.
"""

import ast
import copy
import difflib
import itertools
import random
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

_REMOVED = (
    ast.Expr,
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
    ast.Return,
    ast.Raise,
    ast.Assert,
    ast.Delete,
    ast.Break,
    ast.Continue,
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_BOUNDS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_OTHERS: dict[type[ast.operator], type[ast.operator]] = {
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
#: A bound that Django reads from the name of an argument.
_LOOKUP = re.compile(r"(.*__)(lte?|gte?)")
_ALIAS_OF_TYPE = re.compile(r"_?[A-Z]\w*[a-z]\w*")


@dataclass(frozen=True)
class Fault:
    """One small change of one file, not made yet."""

    path: str
    kind: str
    #: What it replaces, in bytes, and by what.
    start: int
    end: int
    text: str
    line: int
    #: The lines of the statement around it: a test that runs one of them may run the fault.
    lines: range
    #: It runs while the module is loaded, before any test.
    at_import: bool

    def applied_to(self, source: str) -> str:
        """The file with the fault; every other byte stays."""
        raw = source.encode()
        return (raw[: self.start] + self.text.encode() + raw[self.end :]).decode()

    def diff(self, source: str) -> list[str]:
        """The lines that differ, with - and + before them."""
        before, after = source.splitlines(), self.applied_to(source).splitlines()
        return [
            line
            for line in difflib.unified_diff(before, after, n=0, lineterm="")
            if not line.startswith(("---", "+++", "@@"))
        ]


@dataclass(frozen=True)
class _Place:
    """A node, and where it stands."""

    node: ast.AST
    #: Itself, or the f-string around it: Python tells no places inside of those.
    whole: ast.AST
    lines: range
    at_import: bool


def sample(sources: dict[str, str], count: int, seed: str) -> list[Fault]:
    """So many faults, drawn evenly from all that can be made in these files."""
    faults = [fault for path, source in sources.items() for fault in faults_in(path, source)]
    random.Random(seed).shuffle(faults)  # noqa: S311
    drawn: list[Fault] = []
    for fault in faults:
        if len(drawn) == count:
            break
        if _is_python(fault.applied_to(sources[fault.path])):
            drawn.append(fault)
    return sorted(drawn, key=lambda fault: (fault.path, fault.start))


def faults_in(path: str, source: str) -> list[Fault]:
    """Every fault that can be planted in this file."""
    tree = ast.parse(source)
    asked = {id(node) for node in _conditions(tree)}
    lengths = map(len, source.encode().splitlines(keepends=True))
    starts = [0, *itertools.accumulate(lengths)]
    found = []
    for place in _places(tree, _Place(tree, tree, range(0), at_import=True)):
        for kind, new in _changes(place.node, id(place.node) in asked):
            line, column, end_line, end_column = _position(place.whole)
            fault = Fault(
                path=path,
                kind=kind,
                start=starts[line - 1] + column,
                end=starts[end_line - 1] + end_column,
                text=_text(place, kind, new),
                line=line,
                lines=place.lines,
                at_import=place.at_import,
            )
            found.append(fault)
    return found


def _conditions(tree: ast.AST) -> Iterator[ast.AST]:
    """Every expression that decides what happens next."""
    for node in ast.walk(tree):
        match node:
            case ast.If() | ast.While() | ast.IfExp() | ast.Assert():
                yield node.test
            case ast.comprehension():
                yield from node.ifs
            case ast.match_case(guard=ast.AST() as guard):
                yield guard


def _places(node: ast.AST, around: _Place) -> Iterator[_Place]:
    """The node and all inside it, without what is left alone."""
    if _is_left_alone(node):
        return
    in_text = isinstance(around.whole, ast.JoinedStr)
    place = _Place(
        node, around.whole if in_text else node, _lines(node) or around.lines, around.at_import
    )
    yield place
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        inside = place
        if name == "body" and isinstance(node, _FUNCTIONS):
            inside = _Place(node, place.whole, place.lines, at_import=False)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _places(child, inside)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name == "_log" or bool(_ALIAS_OF_TYPE.fullmatch(name))
    return False


def _lines(node: ast.AST) -> range | None:
    """The lines of a statement, but only of the head of one with others inside."""
    body = getattr(node, "body", None)
    if isinstance(node, ast.match_case):
        return range(node.pattern.lineno, node.body[0].lineno)
    if not isinstance(node, ast.stmt | ast.ExceptHandler):
        return None
    if not isinstance(body, list):
        return range(node.lineno, (node.end_lineno or node.lineno) + 1)
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return range(first, max(body[0].lineno, node.lineno + 1))


def _changes(node: ast.AST, is_condition: bool) -> Iterator[tuple[str, ast.AST]]:
    """The kind of each fault that can be made of this node, and what stands there then."""
    if isinstance(node, _REMOVED) and getattr(node, "value", True) is not None:
        yield "remove a statement", ast.Pass()
    if negated := _negated(node, is_condition):
        yield "negate a condition", negated
    for bound in _moved_bounds(node):
        yield "move a bound", bound
    if isinstance(node, ast.Call):
        for call in _fewer_arguments(node):
            yield "drop an argument", call
    if swapped := _swapped(node):
        yield "swap an operator", swapped
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "change a constant", ast.Constant(not node.value)


def _negated(node: ast.AST, is_condition: bool) -> ast.expr | None:
    """The opposite of a condition, or of a question that is asked anywhere else."""
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return operand
        case ast.Compare(ops=[ast.Eq() | ast.NotEq() | ast.In() | ast.NotIn()]):
            return ast.UnaryOp(ast.Not(), node)
        case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
            return ast.UnaryOp(ast.Not(), node)
        case ast.expr() if is_condition:
            return ast.UnaryOp(ast.Not(), node)
    return None


def _moved_bounds(node: ast.AST) -> Iterator[ast.AST]:
    """One further: with the end or without it, or the next number."""
    match node:
        case ast.Compare(left=left, comparators=others):
            for index, op in enumerate(node.ops):
                if type(op) in _BOUNDS:
                    ops = [*node.ops[:index], _BOUNDS[type(op)](), *node.ops[index + 1 :]]
                    yield ast.Compare(left, ops, others)
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            yield ast.Constant(number + 1)
        case ast.keyword(arg=str(name), value=value) if found := _LOOKUP.fullmatch(name):
            bound = found[2].removesuffix("e") if found[2].endswith("e") else f"{found[2]}e"
            yield ast.keyword(found[1] + bound, value)


def _fewer_arguments(node: ast.Call) -> Iterator[ast.Call]:
    for argument in node.args:
        rest = [other for other in node.args if other is not argument]
        yield ast.Call(node.func, rest, node.keywords)
    for keyword in node.keywords:
        others = [other for other in node.keywords if other is not keyword]
        yield ast.Call(node.func, node.args, others)


def _swapped(node: ast.AST) -> ast.AST | None:
    """With the other of two operators, where both make sense."""
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(op=ast.Or(), values=values):
            return ast.BoolOp(ast.And(), values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OTHERS:
            return ast.BinOp(left, _OTHERS[type(op)](), right)
        case ast.AugAssign(target=target, op=op, value=value) if type(op) in _OTHERS:
            return ast.AugAssign(target, _OTHERS[type(op)](), value)
    return None


def _text(place: _Place, kind: str, new: ast.AST) -> str:
    """What stands in the file then: only what changed, or the f-string around it."""
    if place.whole is not place.node:
        # What is copied last is found under its own key: the new node instead of the old one.
        new = copy.deepcopy(place.whole, {id(place.node): new})
    elif kind in ("negate a condition", "swap an operator") and isinstance(new, ast.expr):
        return f"({ast.unparse(new)})"
    return ast.unparse(new)


def _position(node: ast.AST) -> tuple[int, int, int, int]:
    # Each node that is replaced has one: a statement, an expression or an argument.
    assert isinstance(node, ast.stmt | ast.expr | ast.keyword)
    return (
        node.lineno,
        node.col_offset,
        node.end_lineno or node.lineno,
        node.end_col_offset or node.col_offset,
    )


def _is_python(source: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(source, "fault", "exec", dont_inherit=True)
        except (SyntaxError, SyntaxWarning):
            return False
    return True
