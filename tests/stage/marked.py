"""A file of the house with a mark before each statement and on each side of a branch: `marks[17] = 1`.

What a mark tells is known beside it: the lines that have been begun when it is reached, and the ways that have been
taken. A `case` has been tried where it, a later one or none was chosen; an `except` where it or a later one caught, so
that one which lets everything pass counts as not reached.
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Arc = tuple[int, int]

OTHERWISE: Final = 0
"""Where a branch goes to if not into its body: what reads the marks knows the line."""


@dataclass(frozen=True)
class Mark:
    """What is known once a mark is reached: lines that were begun, and ways that were taken from line to line."""

    lines: tuple[int, ...] = ()
    arcs: tuple[Arc, ...] = ()

    def __add__(self, other: "Mark") -> "Mark":
        return Mark(self.lines + other.lines, self.arcs + other.arcs)


def mark(tree: ast.Module, name: str) -> list[Mark]:
    """Put marks into a parsed file, to be set in what `name` names, and tell what each of them means."""
    return _Marker(name).marked(tree)


class _Marker:
    def __init__(self, name: str) -> None:
        self._name = name
        self._marks: list[Mark] = []

    def marked(self, tree: ast.Module) -> list[Mark]:
        tree.body = self._block(tree.body)
        return self._marks

    def _block(self, statements: Sequence[ast.stmt], before: Mark | None = None) -> list[ast.stmt]:
        """Mark every statement of a block; the first of them tells too what is known when the block begins."""
        known = before or Mark()
        block: list[ast.stmt] = []
        for place, statement in enumerate(statements):
            known += Mark(_lines(statement))
            if not _stands_first(statement, place):
                block.append(self._new(known, statement))
                known = Mark()
            self._inside(statement)
            block.append(statement)
        return block

    def _new(self, known: Mark, where: ast.stmt | ast.pattern) -> ast.stmt:
        self._marks.append(known)
        number = ast.Constant(len(self._marks) - 1)
        target = ast.Subscript(ast.Name(self._name, ast.Load()), number, ast.Store())
        reached = ast.copy_location(ast.Assign([target], ast.Constant(1)), where)
        return ast.fix_missing_locations(reached)

    def _inside(self, statement: ast.stmt) -> None:
        match statement:
            case ast.If() | ast.While() | ast.For() | ast.AsyncFor():
                line, otherwise = statement.lineno, Mark(arcs=((statement.lineno, OTHERWISE),))
                into = Mark(arcs=((line, min(_lines(statement.body[0]))),))
                statement.body = self._block(statement.body, into)
                if statement.orelse:
                    statement.orelse = self._block(statement.orelse, otherwise)
                else:
                    statement.orelse = [self._new(otherwise, statement)]
            case ast.Match():
                self._cases(statement)
            case ast.Try() | ast.TryStar():
                statement.body = self._block(statement.body)
                tried = Mark()
                for handler in statement.handlers:
                    tried += Mark((handler.lineno,))
                    handler.body = self._block(handler.body, tried)
                statement.orelse = self._block(statement.orelse)
                statement.finalbody = self._block(statement.finalbody)
            case ast.With() | ast.AsyncWith() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                statement.body = self._block(statement.body)
            case _:
                pass

    def _cases(self, statement: ast.Match) -> None:
        tried, passed = Mark(), Mark()
        for case in statement.cases:
            line = case.pattern.lineno
            tried += Mark((line,))
            chosen = Mark(arcs=((line, min(_lines(case.body[0]))),))
            case.body = self._block(case.body, tried + passed + chosen)
            passed += Mark(arcs=((line, OTHERWISE),))
        last = statement.cases[-1]
        if last.guard is not None or not _takes_anything(last.pattern):
            anything = ast.copy_location(ast.MatchAs(), last.pattern)
            statement.cases.append(ast.match_case(anything, body=[self._new(tried + passed, last.pattern)]))


def _lines(statement: ast.stmt) -> tuple[int, ...]:
    """Return the lines at which a statement begins: a function's decorators have lines of their own."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return (*(one.lineno for one in decorators), statement.lineno)


def _stands_first(statement: ast.stmt, place: int) -> bool:
    """Tell whether nothing may stand before a statement: before a docstring, or what is for the compiler."""
    match statement:
        case ast.Expr(ast.Constant(str())):
            return place == 0
        case ast.ImportFrom(module="__future__"):
            return True
        case _:
            return False


def _takes_anything(pattern: ast.pattern) -> bool:
    match pattern:
        case ast.MatchAs(pattern=None):
            return True
        case ast.MatchAs(pattern=ast.pattern() as inner):
            return _takes_anything(inner)
        case ast.MatchOr(patterns=patterns):
            return any(map(_takes_anything, patterns))
        case _:
            return False
