"""The report of an import: the problems as a table that any spreadsheet opens."""

from collections.abc import Iterable, Sequence
from csv import writer
from importlib import import_module
from itertools import chain
from pathlib import Path

from bot.imports.table.summaries import Summary
from bot.imports.values.cells import harmless
from bot.texts import words
from storage.private import make_private


def write_report(summary: Summary, path: Path, language: str = "zh_Hans") -> None:
    """Write CSV, or XLSX where the name ends so: the problems, then what of the file was not used. Raises OSError."""
    t = words(language)
    header = (t.report("row"), t.report("field"), t.report("value"), t.report("problem"))
    problems = (
        (one.at if one.sheet else one.row, t.report(one.field), one.value, one.problem) for one in summary.problems
    )
    notes = ((note.at, "", "", note.text) for note in summary.notes)
    write_table(path, header, chain(problems, notes))


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """Write any table in which nothing is computed: CSV, or XLSX where the name ends so. Raises OSError.

    It can be read by its owner only: it holds links that give roles, or what a list says of people.
    """
    make_private(path)
    if path.suffix.lower() == ".xlsx":
        # openpyxl takes half a second to import, and most reports are CSV.
        import_module("bot.imports.formats.xlsx").write_xlsx(path, header, rows)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # without the mark, Excel reads it as GBK
        table = writer(file)
        table.writerow(header)
        table.writerows([harmless(value) for value in row] for row in rows)
