"""What every import shares: the summary for people or for machines, a bar while it works, and the report file."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import rich.progress
from rich.console import Console

from bot.cli.process import is_new, opened
from bot.imports.formats.report import write_report
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.summaries import Manner, Mode, Progress, Summary
from bot.settings import Settings
from bot.texts import Words, words
from storage.standing import StoreUnreachableError, answering
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
    """Import and tell, all in one language; ends with 1 where the file as a whole cannot be read.

    Rows that were rejected end with 0: what was well is in the store, and the summary and the report name the others.
    """
    manner = Manner(Mode.TRY if wish.dry_run else Mode.KEEP, settings.language, settings.city)
    try:
        with _store(settings, wish) as store, _bar() as on_progress, answering():
            summary = bring_in(store, manner, on_progress)
    except FileUnreadable as trouble:
        raise SystemExit(f"waystation: {trouble.text(settings.language)}") from None
    except StoreUnreachableError as trouble:
        raise SystemExit(f"waystation: {trouble}. No list is kept by half: import it again.") from None
    report = _reported(summary, wish, settings.language)
    if wish.json:
        print(json.dumps(summary.as_json(), ensure_ascii=False))
    else:
        _tell(summary, wish, report, words(settings.language))


@contextmanager
def _store(settings: Settings, wish: Wish) -> Iterator[Store]:
    """Open the store; to try only where there is none, one that is thrown away."""
    if not (wish.dry_run and is_new(settings)):
        with opened(settings, may_be_new=True) as store:
            yield store
        return
    with TemporaryDirectory() as folder:
        for_now = settings.model_copy(update={"database": f"sqlite:///{folder}/waystation.db"})
        with opened(for_now, may_be_new=True) as store:
            yield store


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
    """Write the report where it is asked for; unasked, for rows that were rejected and not only tried."""
    unasked = Path(f"{wish.file.stem}-rejected.csv") if summary.problems and not wish.dry_run else None
    path = wish.report or unasked
    if path is not None:
        write_report(summary, path, language)
    return path


def _tell(summary: Summary, wish: Wish, report: Path | None, t: Words) -> None:
    counts = {name: f"{getattr(summary, name):,}" for name in ("read", "imported", "updated", "unchanged", "rejected")}
    print(
        t.report(
            "{read} rows read: {imported} imported, {updated} updated, {unchanged} unchanged, {rejected} rejected",
            **counts,
        )
    )
    if wish.dry_run:
        print(t.report("Only looked: nothing was changed."))
    for one in summary.problems[:_SHOWN]:
        shown = {"row": one.at, "field": t.report(one.field), "value": one.value, "problem": one.problem}
        print("  " + t.report("row {row}, {field} “{value}”: {problem}", **shown))
    if len(summary.problems) > _SHOWN:
        print("  " + t.report("and {number} more, in all:", number=f"{len(summary.problems) - _SHOWN:,}"))
        for (field, sentence), count in summary.kinds():
            print(
                "    "
                + t.report("{count} × {field}: {problem}", count=f"{count:,}", field=t.report(field), problem=sentence)
            )
    for note in summary.notes:
        print("  " + (t.report("row {row}: {note}", row=note.at, note=note.text) if note.at else note.text))
    if report is not None:
        print(t.report("All of them: {file}", file=report))
