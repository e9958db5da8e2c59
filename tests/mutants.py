"""Change one line of the code at a time, and see whether a room's tests notice: `python -m tests.mutants`.

The mutants stand in tests/mutants.tsv. `before` says what became of each when the list was drawn, before the suite was
rebuilt: `killed` by a test, or `survived`; `after` says the same of the suite as it is. Each is looked for by its
function and its text wherever the file lies by now, and is made in a copy of the tree. Exits with 1 if one survives
that was killed before, or cannot be found. One that cannot be found, though its line only reads differently now, is to
be written anew in the list; where its logic is no more, `after` is `gone` and `note` says why.

pytest loads this module too, as a plugin: it begins with the tests that speak of the mutated file.
"""

import argparse
import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from importlib.util import cache_from_source
from itertools import groupby
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = {
    "domain": ("tests/domain",),
    "storage": ("tests/storage",),
    "bot/flows": ("tests/flows", "tests/test_dialogues.py"),
    "scheduler": ("tests/scheduler",),
}
"""The tests of a room."""

NEEDY: Final = "postgres or wire or process or browser"
"""The markers of tests that are left out."""

CODE: Final = ("domain", "storage", "bot", "scheduler")
"""Where a mutated line can lie by now."""

LIST: Final = Path(__file__).with_suffix(".tsv")
ROOT: Final = LIST.parent.parent

TEST_S: Final = 120.0
"""A test that takes longer hangs."""

RUN_S: Final = 1_800.0
"""A run that takes longer hangs."""

_LEFT_OUT: Final = (".*", "__pycache__", "*.egg-info", "*.db*", "build", "data", "demo-data", "screenshots")
_MODULE: Final = "<module>"
_OF: Final = "WAYSTATION_MUTANT"
_COMMENT: Final = "  # "
_NO_TESTS: Final = 5
_GONE: Final = "gone"
_HEADINGS: Final = ("room", "mutants", "killed", "survived", "not found", "no longer killed", "seconds")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One row of the list; the lines are without indentation and comment, and `occurrence` counts within `function`."""

    id: str
    room: str
    file: str
    function: str
    original: str
    occurrence: str
    mutated: str
    operator: str
    before: str
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the code as it is now, and the function that it is in."""

    file: Path
    number: int
    function: str
    code: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant, by which test, and after how long."""

    mutant: Mutant
    what: str
    by: str
    seconds: float

    @property
    def is_lost(self) -> bool:
        """Tell whether a test noticed it before, and none does now."""
        return self.mutant.before == "killed" and self.what != "killed"


def main() -> None:
    asked = _arguments()
    wanted = [one for one in _read() if _is_wanted(one, asked)]
    outcomes: list[Outcome] = []
    with _copied() as copy:
        for outcome in _played(wanted, copy, is_checked=not asked.unchecked):
            outcomes.append(outcome)
            if asked.keep:
                _note(outcome)
    _say("\n" + _table(outcomes))
    sys.exit(any(outcome.is_lost for outcome in outcomes))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="ID", help="these mutants, or rooms, and no others")
    parser.add_argument("--keep", action="store_true", help="try those without an `after` alone, and write it down")
    parser.add_argument("--unchecked", action="store_true", help="take it that the tests pass where nothing is mutated")
    return parser.parse_args()


def _is_wanted(mutant: Mutant, asked: argparse.Namespace) -> bool:
    is_named = not asked.only or bool({mutant.id, mutant.room} & set(asked.only))
    return is_named and mutant.after != _GONE and not (asked.keep and mutant.after)


def _played(mutants: Sequence[Mutant], copy: Path, *, is_checked: bool) -> Iterator[Outcome]:
    """Make one mutant after the other, room by room, each room after a run without any."""
    lines = [line for folder in CODE for file in sorted((copy / folder).rglob("*.py")) for line in _lines(file)]
    for room, of_room in groupby(sorted(mutants, key=lambda one: list(TESTS).index(one.room)), lambda one: one.room):
        if is_checked and (by := _fails(copy, room, "")[0]):
            sys.exit(f"{room}: the tests fail with nothing mutated: {by}")
        for mutant in of_room:
            outcome = _outcome(mutant, lines, copy)
            _say(f"{mutant.id}: {outcome.what} {outcome.by} ({outcome.seconds:.0f} s){' LOST' * outcome.is_lost}")
            yield outcome


def _outcome(mutant: Mutant, lines: Sequence[Line], copy: Path) -> Outcome:
    line = find(mutant, lines)
    if line is None:
        return Outcome(mutant, "not found", f"perhaps {_advice(mutant, lines)}", 0.0)
    file = line.file.relative_to(copy).as_posix()
    if file != mutant.file:
        _say(f"{mutant.id} is made in {file}:{line.number}, in {line.function}")
    with _mutated(line, mutant):
        by, seconds = _fails(copy, mutant.room, f"{file.removeprefix(mutant.room)} {line.function}")
    return Outcome(mutant, "killed" if by else "survived", f"by {by}" if by else "", seconds)


def find(mutant: Mutant, lines: Sequence[Line]) -> Line | None:
    """Return the line of a mutant, in its function or else in one of that last name; None where there is doubt."""
    alike = [line for line in lines if line.code == mutant.original]
    name = mutant.function.rpartition(".")[2]
    nearness: tuple[Callable[[Line], bool], ...] = (
        lambda line: line.function == mutant.function,
        lambda line: line.function.rpartition(".")[2] == name,
    )
    for is_near in nearness:
        groups = groupby(filter(is_near, alike), lambda line: (line.file, line.function))
        counted = [found[int(mutant.occurrence) - 1 :][:1] for found in (list(group) for _, group in groups)]
        if found := [line for one in counted for line in one]:
            return _likeliest(mutant, found)
    return None


def _likeliest(mutant: Mutant, found: Sequence[Line]) -> Line | None:
    """Return the line in the file of the same path, or in the one whose path has most of the old one's words."""
    for line in found:
        if line.file.as_posix().endswith(f"/{mutant.file}"):
            return line
    words = _stems(mutant.file)
    ranked = sorted(((_likeness(words, line), line) for line in found), key=lambda each: -each[0])
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] > ranked[1][0] else None


def _likeness(words: set[str], line: Line) -> float:
    here = _stems("/".join(line.file.parts[-4:]))
    return len(words & here) - len(here - words) / 10


def _advice(mutant: Mutant, lines: Sequence[Line]) -> str:
    """Name the lines that may be meant, so that a person can write the row anew."""
    named = [line for line in lines if line.function == mutant.function]
    exact = [line for line in lines if line.code == mutant.original]
    nearest = get_close_matches(mutant.original, {line.code for line in named}, n=2)
    meant = exact or [line for line in named if line.code in nearest]
    return "; ".join(f"{'/'.join(line.file.parts[-3:])}:{line.number}: {line.code}" for line in meant[:3])


def _lines(file: Path) -> list[Line]:
    source = file.read_text("utf-8")
    functions = dict(_functions(ast.parse(source)))
    return [
        Line(file, number, functions.get(number, _MODULE), written.strip().partition(_COMMENT)[0])
        for number, written in enumerate(source.split("\n"), 1)
    ]


def _functions(node: ast.AST, outer: str = "") -> Iterator[tuple[int, str]]:
    """Name the function or class that each line is in; the inner ones come later."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{outer}.{child.name}" if outer else child.name
            yield from ((number, name) for number in range(child.lineno, (child.end_lineno or child.lineno) + 1))
            yield from _functions(child, name)
        else:
            yield from _functions(child, outer)


@contextmanager
def _copied() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="waystation-mutants-") as folder:
        copy = Path(folder).resolve() / "waystation"
        yield shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*_LEFT_OUT))


@contextmanager
def _mutated(line: Line, mutant: Mutant) -> Iterator[None]:
    """Write a mutant into the copy, and take it out again."""
    source = line.file.read_text("utf-8")
    written = source.split("\n")
    written[line.number - 1] = written[line.number - 1].replace(mutant.original, mutant.mutated, 1)
    _write(line.file, "\n".join(written))
    try:
        yield
    finally:
        _write(line.file, source)


def _write(file: Path, source: str) -> None:
    file.write_text(source, "utf-8")
    Path(cache_from_source(str(file))).unlink(missing_ok=True)  # it may be of the same second, and the same size


def _fails(copy: Path, room: str, near: str) -> tuple[str, float]:
    """Return what fails first, "" if nothing does, and how long it took."""
    shutil.rmtree(copy / ".hypothesis", ignore_errors=True)  # what one mutant taught is nothing to the next
    began = time.monotonic()
    options = ("-x", "--tb=no", "-rfE", "-p", "no:cacheprovider", "-p", "tests.mutants", "--hypothesis-seed=1")
    scope = ("--hypothesis-profile=quick", "-m", f"not ({NEEDY})")
    hangs = ("-o", f"faulthandler_timeout={TEST_S}", "-o", "faulthandler_exit_on_timeout=true")
    command = (sys.executable, "-m", "pytest", *options, *scope, *hangs, *TESTS[room])
    environment = os.environ | {"PYTHONPATH": str(copy), _OF: near}
    code, said = _run(command, copy, environment)
    seconds = time.monotonic() - began
    if code == _NO_TESTS:
        sys.exit(f"{room}: there are no tests")
    failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", said, re.MULTILINE)
    return ("" if code == 0 else failed[1] if failed else f"what pytest cannot survive ({code})"), seconds


def _run(command: Sequence[str], copy: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Run to the end, or to that of our patience; whatever was started on the way goes too."""
    with subprocess.Popen(
        command,
        cwd=copy,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=RUN_S)
        except subprocess.TimeoutExpired:
            said = "Timeout (0:30:00)!"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    hung = re.search(r"Timeout \(\d+:\d+:\d+\)!", said)
    return process.returncode, "FAILED timeout" if hung else said


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is named like the mutated file, its folders and its function."""
    near = _stems(os.environ[_OF])
    items.sort(key=lambda item: -len(near & _stems(item.nodeid)))


def _stems(name: str) -> set[str]:
    """Cut words short, so that "announcing" is like "announced", and "duties" like "duty"."""
    return {word[:4].replace("y", "i") for word in re.findall(r"[a-z]+", name.lower()) if len(word) > 2}


def _read() -> list[Mutant]:
    _, *rows = LIST.read_text("utf-8").splitlines()
    return [Mutant(*row.split("\t")) for row in rows]


def _note(outcome: Outcome) -> None:
    """Write an outcome into the list at once: the whole takes long."""
    noted = [replace(one, after=outcome.what) if one.id == outcome.mutant.id else one for one in _read()]
    names = [field.name for field in fields(Mutant)]
    rows = ["\t".join(getattr(one, name) for name in names) for one in noted]
    LIST.write_text("\n".join(["\t".join(names), *rows]) + "\n", "utf-8")


def _table(outcomes: Sequence[Outcome]) -> str:
    of_rooms = [[one for one in outcomes if one.mutant.room == room] for room in TESTS]
    rows = [(of_room[0].mutant.room, *_figures(of_room)) for of_room in of_rooms if of_room]
    cells = [_HEADINGS, *rows, ("all", *_figures(outcomes))]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, tuple("-" * width for width in widths))
    return "\n".join(f"| {' | '.join(map(str.ljust, row, widths))} |" for row in cells)


def _figures(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    each = [outcome.what for outcome in outcomes]
    counts = (len(each), *map(each.count, ("killed", "survived", "not found")), sum(one.is_lost for one in outcomes))
    return (*map(str, counts), f"{sum(one.seconds for one in outcomes):.0f}")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  a long run says how far it is


if __name__ == "__main__":
    main()
