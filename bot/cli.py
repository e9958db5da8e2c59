"""The command line: `waystation COMMAND`, or `python -m bot COMMAND`.

What a command needs is imported by the command itself, so that `--help` answers at once.
"""
# ruff: noqa: PLC0415  see above: each command loads what it needs, and nothing else

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    name="waystation",
    help="Waystation (驿站): a Telegram chat bot for members who work away from their home branch.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
imports = typer.Typer(help="Bring lists in.", no_args_is_help=True)
failed = typer.Typer(help="Updates whose step raised: look at them, play them again.", no_args_is_help=True)
app.add_typer(imports, name="import")
app.add_typer(failed, name="failed")

Database = Annotated[str, typer.Option("--database", help="The store's URL; WAYSTATION_DATABASE where not given.")]


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The chat page's port on 127.0.0.1.")] = 8080,
    framework: Annotated[Literal["aiogram", "ptb"] | None, typer.Option(help="Which Telegram library.")] = None,
    data: Annotated[Path, typer.Option(help="The folder of the demo's store.")] = Path("demo-data"),
    seed: Annotated[Literal["shanghai", "none"], typer.Option(help="What the store begins with.")] = "shanghai",
    reset: Annotated[bool, typer.Option("--reset", help="Forget an earlier demo.")] = False,  # noqa: FBT002  a flag is what it is
) -> None:
    """Chat with the bot in a browser: no token, no network, nothing to set up."""
    from bot.demo.stage import Seed, Stage, clear, play
    from bot.process import until_stopped
    from bot.settings import Settings

    if reset:
        clear(data)
    stage = Stage(port, framework or Settings(_env_file=None).framework, data, Seed(seed))
    until_stopped("text", lambda stop: play(stage, stop, lambda line: print(line, flush=True)))


@app.command()
def run(database: Database = "") -> None:
    """Serve, with the settings of the environment or of `.env`."""
    from bot.app import Part
    from bot.app import run as serve
    from bot.clock import Clock
    from bot.process import until_stopped

    settings = _settings(database)
    until_stopped(settings.log, lambda stop: serve(settings, Part(Clock(), stop, lambda _username: None)))


@imports.command("points")
def import_points(
    file: Path,
    crs: Annotated[Literal["wgs84", "gcj02", "bd09"], typer.Option(help="What its coordinates count in.")] = "wgs84",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look only, change nothing.")] = False,  # noqa: FBT002  a flag
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,  # noqa: FBT002  a flag
    report: Annotated[Path | None, typer.Option(help="Where the rejected rows go: .csv or .xlsx.")] = None,
    database: Database = "",
) -> None:
    """Import service points from CSV, XLSX or GeoJSON; a second run changes nothing."""
    from bot.commands.import_points import Wish, run_import

    run_import(_settings(database), Wish(file, crs, report, dry_run, json))


@app.command()
def poster(
    code: str,
    out: Annotated[Path, typer.Option(help="The folder that the PNG and the PDF go to.")] = Path(),
    bot: Annotated[str, typer.Option(help="The bot's username; asked of Telegram where not given.")] = "",
    database: Database = "",
) -> None:
    """Make the poster of a service point or building: a QR code that opens it in the chat."""
    from bot.commands.poster import make_poster

    make_poster(_settings(database), code, out, bot)


@app.command()
def doctor(database: Database = "") -> None:
    """Say what is set, reachable and migrated, and what to do about the rest."""
    from bot.commands.doctor import examine

    examine(database)


@app.command()
def migrate(database: Database = "") -> None:
    """Bring the store's schema up to date."""
    from storage.migrate import upgrade

    upgrade(_settings(database).database)
    print("ok")


@app.command()
def backup(file: Path, database: Database = "") -> None:
    """Copy the store to a file while the bot runs."""
    from bot.commands.backup import back_up

    back_up(_settings(database), file)


@failed.command("list")
def list_failed(database: Database = "") -> None:
    """List the failed updates that were not yet played again."""
    from bot.commands.failed import show_failed

    show_failed(_settings(database))


@failed.command("retry")
def retry_failed(
    reference: Annotated[str, typer.Argument(help="The reference that the person was told; all where not given.")] = "",
    database: Database = "",
) -> None:
    """Play failed updates again; the answers go out through the outbox."""
    from bot.commands.failed import retry

    retry(_settings(database), reference)


def _settings(database: str) -> "Settings":
    from bot.process import read_settings

    return read_settings(database)


def main() -> None:
    app()
