"""The marks tell what a tracer would have seen: the same lines, and the same ways from line to line."""

import ast
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from coverage import Coverage

from tests.stage import reached
from tests.stage.marked import mark

SAMPLE: Final = '''"""Every kind of statement that goes more ways than one."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager


def given(function):
    return function


NAMED = "a text"
"""A text that stands by itself, last of all or not."""


class Kept:
    """A class."""

    count: int = 0
    """What is counted."""

    def tell(self) -> str:
        """Tell nothing."""


@given
@contextmanager
def around(
    what: int,
):
    """Come before and after."""
    try:
        yield what
    finally:
        Kept.count += 1


async def beside(numbers):
    async def each():
        for number in numbers:
            yield number

    async for number in each():
        if (
            number > 2
            and number < 9
        ):
            return number
    else:
        return 0


def caught(number):
    try:
        1 / number
        [][number]
    except ZeroDivisionError:
        return "nothing"
    except IndexError as error:
        return str(error)
    else:
        return "never"


def matched(what):
    match what:
        case 1 | 2:
            found = "few"
        case int() as number if number > 100:
            found = "many"
        case [first, *_]:
            found = first
        case str():
            pass
    match what:
        case 5:
            return 5
        case _:
            return sum(one if one else 2 for one in (0, 1))


def walked(number):
    global last
    while number > 3:
        number -= 1
        if number == 6:
            break
        elif number == 5:
            continue
    else:
        number = -1
    for step in range(number):
        if step == 2:
            with around(step) as here:
                if here == 1:
                    return here
    while True:
        last = lambda: number
        if last():
            return last()
        number += 1


for number in ASKED:
    walked(number)
    matched(number)
    caught(number)
    asyncio.run(beside([number]))
if not ASKED:
    matched("a text")
    matched([1])
LAST = 1
"""What stands last."""
'''


@pytest.mark.parametrize("asked", [(), (0,), (1, 4), (5,), (7,), (0, 3, 10, 200)], ids=str)
def test_marks_tell_what_a_tracer_sees(asked: Sequence[int], tmp_path: Path) -> None:
    file = tmp_path / "sample.py"
    file.write_text(SAMPLE)
    assert _by_marks(file, asked) == _by_tracer(file, asked)


def _by_tracer(file: Path, asked: Sequence[int]) -> Any:
    measured = Coverage(data_file=None, branch=True, include=[str(file)], config_file=False)
    code = compile(SAMPLE, str(file), "exec")
    measured.start()
    try:
        exec(code, {"ASKED": asked, "__name__": "sample"})  # noqa: S102  the sample above
    finally:
        measured.stop()
    return _told(measured, file)


def _by_marks(file: Path, asked: Sequence[int]) -> Any:
    tree = ast.parse(SAMPLE, str(file))
    marks = bytearray(len(mark(tree, "marks of the sample")))
    code = compile(tree, str(file), "exec")
    exec(code, {"ASKED": asked, "__name__": "sample", "marks of the sample": marks})  # noqa: S102  the sample above
    measured = Coverage(data_file=str(file.with_name("reached")), branch=True, include=[str(file)], config_file=False)
    measured.get_data().add_arcs({str(file): reached.arcs(file, bytes(marks), "")})
    return _told(measured, file)


def _told(measured: Coverage, file: Path) -> Any:
    to = file.with_name("told.json")
    measured.json_report(outfile=str(to))
    (told,) = json.loads(to.read_text())["files"].values()
    kinds = ("executed_lines", "missing_lines", "executed_branches", "missing_branches")
    return {kind: sorted(told[kind]) for kind in kinds}
