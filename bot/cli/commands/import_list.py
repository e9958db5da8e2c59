"""What every import shares: the summary for people or for machines, a bar while it works, and the report file."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import rich.progress
from rich.console import Console

from bot.cli.process import opened
from bot.imports.problems import FileUnreadable
from bot.imports.report import write_report
from bot.imports.summaries import Manner, Mode, Progress, Summary
from bot.settings import Settings
from storage.unit_of_work import Store

_SHOWN: Final = 10

Import = Callable[[Store, Manner, Progress], Summary]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    file: Path
    report: Path | None
    dry_run: bool
    json: bool


def run_import(settings: Settings, wish: Wish, bring_in: Import) -> None:
    """Import and tell; ends with 1 where the file as a whole cannot be read."""
    manner = Manner(Mode.TRY if wish.dry_run else Mode.KEEP, settings.language, settings.city)
    try:
        with opened(settings) as store, _bar() as on_progress:
            summary = bring_in(store, manner, on_progress)
    except FileUnreadable as trouble:
        raise SystemExit(f"waystation: {trouble.text(settings.language)}") from None
    report = _reported(summary, wish, settings.language)
    if wish.json:
        print(json.dumps(summary.as_json(), ensure_ascii=False))
    else:
        _tell(summary, wish, report)


@contextmanager
def _bar() -> Iterator[Progress]:
    """Show a bar on a terminal, and nothing where there is none."""
    columns = (
        rich.progress.TextColumn("{task.description}"),
        rich.progress.BarColumn(),
        rich.progress.MofNCompleteColumn(),
        rich.progress.TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with rich.progress.Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task("rows", total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


def _reported(summary: Summary, wish: Wish, language: str) -> Path | None:
    """Write the report where there is something to report, beside where the command was given unless told where."""
    path = wish.report or (Path(f"{wish.file.stem}-rejected.csv") if summary.problems else None)
    if path is not None:
        write_report(summary, path, language)
    return path


def _tell(summary: Summary, wish: Wish, report: Path | None) -> None:
    tried = " (only looked, nothing was changed)" if wish.dry_run else ""
    print(
        f"{summary.read:,} rows read: {summary.imported:,} imported, {summary.updated:,} updated, "
        f"{summary.unchanged:,} unchanged, {summary.rejected:,} rejected{tried}"
    )
    for problem in summary.problems[:_SHOWN]:
        print(f"  row {problem.at}, {problem.field} {problem.value!r}: {problem.problem}")
    if len(summary.problems) > _SHOWN:
        print(f"  ... and {len(summary.problems) - _SHOWN:,} more, in all:")
        for (field, sentence), count in summary.kinds():
            print(f"  {count:,} x {field}: {sentence}")
    for note in summary.notes:
        print(f"  row {note.at}: {note.text}" if note.at else f"  {note.text}")
    if report is not None:
        print(f"all of them: {report}")
