"""Which lines and branches of the house the tests reach, told by marks in the code itself.

In Python 3.11 a tracer is asked at every instruction of every frame, those of the database's driver and of the event
loop too: a test took up to three times as long, and nine tenths of that went to frames that nobody asks about. Here the
files of the house are compiled with marks (`tests.stage.marked`), and what they tell is written as coverage.py would
have; its reports and the gates go on from there.
"""

import ast
import builtins
import marshal
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source
from itertools import repeat
from os import environ, getpid
from pathlib import Path
from types import CodeType
from typing import Final

from coverage import Coverage, CoverageData
from coverage.parser import PythonParser

from tests.stage import marked
from tests.stage.marked import OTHERWISE, Arc

HOUSE: Final = Path(__file__).parents[2]
ASKED: Final = "WAYSTATION_TEST_COVERAGE"

Found = Mapping[str, bytes]
"""By a file's path inside the house: a byte for each of its marks, 1 where it was reached."""

_VERSION: Final = sha256(Path(marked.__file__).read_bytes()).hexdigest()

_reached: Final[dict[str, bytearray]] = {}


def is_asked_for() -> bool:
    return environ.get(ASKED, "0") != "0"


def begin() -> None:
    """Mark what is imported of the house from now on, by whichever way it is loaded."""
    rooms = tuple(f"{room}/" for room in _rooms(Coverage()))
    plainly = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
        return _with_marks(Path(loader.path)) if loader.path.startswith(rooms) else plainly(loader, name)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]  # every import of a file comes by here


def found() -> dict[str, bytes]:
    """Return what this process has reached until now."""
    return {file: bytes(marks) for file, marks in _reached.items()}


def together(several: Iterable[Found]) -> Found:
    """Return what any of several processes has reached."""
    every: dict[str, bytes] = {}
    for one in several:
        for file, marks in one.items():
            before = every.get(file, bytes(len(marks)))
            every[file] = bytes(map(max, before, marks))
    return every


def write(reached: Found) -> None:
    """Write what was reached where coverage.py reads it; files that nothing imports are told of too."""
    measured = Coverage()
    exclude = "|".join(measured.get_exclude_list())
    with ProcessPoolExecutor() as processes:
        files = [HOUSE / name for name in reached]
        found = list(processes.map(arcs, files, reached.values(), repeat(exclude), chunksize=16))
    data = CoverageData(str(measured.get_option("run:data_file")))
    data.erase()
    data.add_arcs({str(file): taken for file, taken in zip(files, found, strict=True)})
    data.touch_files([str(file) for room in _rooms(measured) for file in sorted(room.rglob("*.py"))])
    data.write()


def _rooms(measured: Coverage) -> list[Path]:
    names = measured.get_option("run:source")
    assert isinstance(names, list)
    return [HOUSE / str(name) for name in names]


def _with_marks(file: Path) -> CodeType:
    name = file.relative_to(HOUSE).as_posix()
    state = file.stat()
    code, marks = _compiled(file, name, f"{_VERSION} {state.st_mtime_ns} {state.st_size}")
    _reached.setdefault(name, bytearray(marks))  # a migration is loaded again for every database
    setattr(builtins, name, _reached[name])  # where a name is looked for last, and no other is spelt like a path
    return code


def _compiled(file: Path, name: str, version: str) -> tuple[CodeType, int]:
    """Return a file's code and the number of its marks, kept from one process to the next as Python keeps its own."""
    kept = Path(cache_from_source(str(file), optimization="marked"))
    try:
        kept_version, code, marks = marshal.loads(kept.read_bytes())  # noqa: S302  our own, beside the file
    except (OSError, EOFError, ValueError, TypeError):
        kept_version = None
    if kept_version != version:
        tree = ast.parse(file.read_bytes(), str(file))
        marks = len(marked.mark(tree, name))
        code = compile(tree, str(file), "exec", dont_inherit=True)
        if not sys.dont_write_bytecode:
            kept.parent.mkdir(exist_ok=True)
            unfinished = kept.with_suffix(f".{getpid()}")
            unfinished.write_bytes(marshal.dumps((version, code, marks)))
            unfinished.replace(kept)
    return code, marks


def arcs(file: Path, reached: bytes, exclude: str) -> list[Arc]:
    """Say in coverage.py's words what the marks of a file tell; a line by itself is come to from nowhere."""
    text = file.read_text("utf-8")
    parser = PythonParser(text=text, filename=str(file), exclude=exclude)
    parser.parse_source()
    exits: dict[int, set[int]] = defaultdict(set)
    for start, end in parser.arcs():
        exits[start].add(end)
    marks = marked.mark(ast.parse(text), str(file))
    bodies = {start: end for mark in marks for start, end in mark.arcs if end != OTHERWISE}
    branches = {line for line, ends in exits.items() if len(ends) > 1 and line not in parser.excluded}
    if untold := branches - {parser.first_line(line) for line in bodies}:
        raise ValueError(f"{file} branches in lines {sorted(untold)} in a way that no mark tells of")
    told = [mark for mark, is_reached in zip(marks, reached, strict=True) if is_reached]
    found = [(-1, line) for mark in told for line in mark.lines]
    for start, end in (arc for mark in told for arc in mark.arcs):
        body = parser.first_line(bodies[start])
        first = parser.first_line(start)
        found += [(first, body)] if end != OTHERWISE else [(first, other) for other in exits[first] - {body}]
    return found
