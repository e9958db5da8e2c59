"""The command line: `waystation COMMAND`, or `python -m bot COMMAND`.

What a command needs is imported by the command itself, so that `--help` answers at once.
"""
# ruff: noqa: PLC0415  see above: each command loads what it needs, and nothing else

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from bot.ending import as_usual, end_when_told

if TYPE_CHECKING:
    from asyncio import Event
    from collections.abc import Coroutine

    from bot.settings import Settings
    from bot.web import Seat

app = typer.Typer(
    name="waystation",
    help="Waystation (驿站): a chat bot for members who work away from their home branch.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
imports = typer.Typer(
    help="Bring lists in. Ends with 0 also where rows were rejected: they are named. 1: the whole file was refused.",
    no_args_is_help=True,
)
failed = typer.Typer(help="Updates whose step raised: look at them, play them again.", no_args_is_help=True)
app.add_typer(imports, name="import")
audit = typer.Typer(
    help="Who did what, in which role, when and why; chained, so that a gap shows.", no_args_is_help=True
)
app.add_typer(failed, name="failed")
app.add_typer(audit, name="audit")

Database = Annotated[str, typer.Option("--database", help="The store's URL; WAYSTATION_DATABASE where not given.")]
BotName = Annotated[
    str, typer.Option("--bot", help="The bot's username; asked of Telegram where it is needed and not given.")
]
Crs = Annotated[
    Literal["wgs84", "gcj02", "bd09"] | None,
    typer.Option(help="What its coordinates count in; where not given: as the list says, else WGS-84."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Look only, change nothing; a report only where --report asks for it.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Report = Annotated[
    Path | None, typer.Option(help="Where the rejected rows go: .csv or .xlsx; LIST-rejected.csv if not given.")
]


@app.callback()
def _listening(context: typer.Context) -> None:
    """Waystation (驿站): a chat bot for members who work away from their home branch."""
    (end_when_told if context.invoked_subcommand in _SERVING else as_usual)()


_SERVING: Final = ("run", "demo")
"""What goes on until it is told to end; everything else does one thing."""


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The chat page's port on 127.0.0.1.")] = 8080,
    framework: Annotated[Literal["aiogram", "ptb"] | None, typer.Option(help="Which Telegram library.")] = None,
    data: Annotated[Path, typer.Option(help="The folder of the demo's store.")] = Path("demo-data"),
    seed: Annotated[Literal["shanghai", "none"], typer.Option(help="What the store begins with.")] = "shanghai",
    reset: Annotated[bool, typer.Option("--reset", help="Forget an earlier demo.")] = False,
) -> None:
    """Chat with the bot in a browser: no token, no network, nothing to set up."""
    from bot.cli.running import until_stopped
    from bot.demo.stage import Seed, Stage, clear, play
    from bot.opening import load_front
    from bot.settings import Settings

    if reset:
        clear(data)
    stage = Stage(port, framework or Settings(_env_file=None).framework, data, Seed(seed))
    load_front(stage.framework)
    until_stopped("text", lambda stop: play(stage, stop, lambda line: print(line, flush=True)))


@app.command()
def run(
    workers: Annotated[int, typer.Option(help="How many processes share the work: PostgreSQL, webhook.", min=1)] = 1,
    database: Database = "",
) -> None:
    """Serve, with the settings of the environment or of `.env`."""
    from bot import heap
    from bot.cli.process import opened
    from bot.left_out import left_out

    with left_out("rich"):  # structlog would draw errors with it, three megabytes: ours are lines
        from bot.cli.running import Child, check_runnable, until_stopped

    heap.keep_to_one()
    settings = _settings(database)
    check_runnable(settings)
    if workers > 1:
        from bot.cli.workers import check_many, tend

        check_many(settings)
    with opened(settings, may_be_new=True):
        pass  # what is wrong with it or its key is said before anything is served
    from bot.app import Part, keep_what_was_loaded
    from bot.app import run as serve
    from bot.clock import Clock
    from bot.opening import load_front

    load_front(settings.framework)
    keep_what_was_loaded()  # before the names of places are read, which then take the room that loading needed

    def begin(seat: "Seat | None" = None, child: Child | None = None) -> None:
        def work(stop: "Event") -> "Coroutine[None, None, None]":
            return serve(settings, Part(Clock(), stop, lambda _username: keep_what_was_loaded(), seat=seat))

        until_stopped(settings.log, work, child)

    if workers == 1:
        begin()
    else:
        tend(settings, workers, lambda seat, parent: begin(seat, Child(seat.number, parent)))


def _add_list_of_places(name: str, brings: str) -> None:
    def bring_in(
        file: Path,
        crs: Crs = None,
        dry_run: DryRun = False,
        json: Json = False,
        report: Report = None,
        database: Database = "",
    ) -> None:
        from bot.cli.commands import imports as lists
        from bot.cli.commands.import_list import Wish

        lists.places(name, _settings(database), Wish(file, report, dry_run, json), crs)

    imports.command(name, help=brings)(bring_in)


def _add_list(name: str, brings: str) -> None:
    def bring_in(
        file: Path,
        dry_run: DryRun = False,
        json: Json = False,
        report: Report = None,
        database: Database = "",
    ) -> None:
        from bot.cli.commands import imports as lists
        from bot.cli.commands.import_list import Wish

        lists.others(name, _settings(database), Wish(file, report, dry_run, json))

    imports.command(name, help=brings)(bring_in)


_add_list_of_places("points", "Import service points from CSV, XLSX or GeoJSON; a second run changes nothing.")
_add_list("units", "Import the tree of units: name, layer and the unit above, by its code or name.")
_add_list_of_places("buildings", "Import buildings, parks, streets and markets from CSV, XLSX or GeoJSON.")
_add_list_of_places("landmarks", "Import stations, squares and other landmarks from CSV, XLSX or GeoJSON.")
_add_list("resources", "Import what units share: rooms, equipment and speakers, and on which terms.")
_add_list(
    "calendar", "Import the published days off and moved working days of whole years: day, off or worked, holiday."
)


@imports.command("organisers")
def import_organisers(
    file: Path,
    out: Annotated[
        Path | None, typer.Option(help="The file of links, .csv or .xlsx; LIST-links.csv if not given.")
    ] = None,
    hours: Annotated[int, typer.Option(help="How long each link works.", min=1)] = 72,
    bot: BotName = "",
    dry_run: DryRun = False,
    json: Json = False,
    report: Report = None,
    database: Database = "",
) -> None:
    """Make an invitation for each row of unit, role and label; a second run makes none that is there already."""
    from bot.cli.commands import imports as lists
    from bot.cli.commands.import_list import Wish

    wish = Wish(file, report, dry_run, json)
    lists.organisers(_settings(database), wish, lists.LinksWish(out, hours, bot))


@app.command()
def export(
    kind: Annotated[Literal["register", "resources"], typer.Argument(help="What to write.")],
    file: Annotated[Path, typer.Argument(help="The file, .xlsx or .csv.")],
    unit: Annotated[str, typer.Option(help="The unit, by code or name; everything below it comes along.")],
    database: Database = "",
) -> None:
    """Write the register of mobile members (流动党员登记册) of a unit, which the audit knows of; or what it lends."""
    from bot.cli.commands import export as lists

    match kind:
        case "register":
            lists.export_register_to(_settings(database), file, unit)
        case "resources":
            lists.export_resources_to(_settings(database), file, unit)


@app.command()
def invite(
    role: Annotated[Literal["admin", "organiser", "volunteer"], typer.Option(help="What the link makes of somebody.")],
    unit: Annotated[str, typer.Option(help="The unit, by code or name; an admin can do without: of everything.")] = "",
    hours: Annotated[int, typer.Option(help="How long the link works.", min=1)] = 72,
    bot: BotName = "",
    database: Database = "",
) -> None:
    """Print a link that gives a role to whoever opens it first."""
    from bot.cli.commands.invite import make_invitation
    from domain.people.roles import Role

    make_invitation(_settings(database), Role(role), unit, hours, bot)


@app.command()
def poster(
    code: str,
    out: Annotated[Path, typer.Option(help="The folder that the PNG and the PDF go to.")] = Path(),
    bot: BotName = "",
    database: Database = "",
) -> None:
    """Make the poster of a service point or building: a QR code that opens it in the chat."""
    from bot.cli.commands.poster import make_poster

    make_poster(_settings(database), code, out, bot)


@app.command()
def posters(
    unit: Annotated[str, typer.Argument(help="The unit, by code or name; everything below it comes along.")],
    out: Annotated[Path | None, typer.Option(help="The PDF; posters-UNIT.pdf where not given.")] = None,
    bot: BotName = "",
    database: Database = "",
) -> None:
    """Make the posters of all buildings of a unit, in one PDF."""
    from bot.cli.commands.posters import make_posters

    make_posters(_settings(database), unit, out, bot)


@app.command()
def doctor(database: Database = "") -> None:
    """Say what is set, reachable and migrated, and what to do about the rest."""
    from bot.cli.commands.doctor import examine

    examine(database)


@app.command()
def migrate(database: Database = "") -> None:
    """Bring the store's schema up to date; make the store where there is none."""
    from bot.cli.commands.migrate import bring_up_to_date

    bring_up_to_date(_settings(database))


@app.command()
def units(database: Database = "") -> None:
    """List the units: code, layer, and where each stands in the tree."""
    from bot.cli.commands.units import show_units

    show_units(_settings(database))


@app.command("merge-buildings")
def merge_buildings(
    code: Annotated[str, typer.Argument(help="The code of the building that goes.")],
    into: Annotated[str, typer.Argument(help="The code of the one that it is, and that stays.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this it is only looked at.")] = False,
    database: Database = "",
) -> None:
    """Make one of two buildings that are one: what is at the first is at the second; its code and name lead there."""
    from bot.cli.commands.merge_buildings import merge_two

    merge_two(_settings(database), code, into, is_sure=yes)


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="Where the copy goes.", show_default=False)] = None,
    *,
    note: Annotated[
        bool, typer.Option("--note", help="A backup was just made otherwise (pg_dump, a snapshot): write that down.")
    ] = False,
    database: Database = "",
) -> None:
    """Copy the store to a file while the bot runs, and write down when."""
    from bot.cli.commands import backup as command

    if note is (file is not None):
        raise typer.BadParameter("name a FILE, or say --note")
    if file is None:
        command.note(_settings(database))
    else:
        command.back_up(_settings(database), file)


@app.command()
def restore(
    file: Path,
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="Write over what is there; a SQLite store is kept beside it."),
    ] = False,
    database: Database = "",
) -> None:
    """Bring the store back from a copy: what `backup` wrote, or a dump of pg_dump's for PostgreSQL."""
    from bot.cli.commands.restore import bring_back

    bring_back(_settings(database), file, writes_over=overwrite)


@app.command()
def move(
    to: Annotated[str, typer.Option(help="The other store's URL; a password may stand in PGPASSWORD instead.")],
    database: Database = "",
) -> None:
    """Take the whole store to another database: from SQLite to PostgreSQL, or back. The same key opens it there."""
    from bot.cli.commands.move import move_store

    move_store(_settings(database), to)


@app.command("rotate-key")
def rotate_key(
    new_key: Annotated[
        str,
        typer.Option(help="-: the new key comes from standard input; not given: it is the first of WAYSTATION_KEY."),
    ] = "",
    database: Database = "",
) -> None:
    """Seal everything that is personal with the first key of WAYSTATION_KEY (NEW,OLD), while the bot runs."""
    from bot.cli.commands.rotate_key import change_key

    change_key(_settings(database), new_key)


@audit.command("verify")
def verify_audit(
    expect: Annotated[
        str, typer.Option(help="An end that was printed earlier: the chain must have gone on from it.")
    ] = "",
    anchor: Annotated[
        Path | None,
        typer.Option(help="A file of ends, kept elsewhere: all of them must be in the chain; the new one is added."),
    ] = None,
    database: Database = "",
) -> None:
    """Say whether the chain of the audit is whole, and where it ends; end with 1 where it is not."""
    from bot.cli.commands.audit import verify

    verify(_settings(database), expect, anchor)


@audit.command("show")
def show_audit(
    subject: Annotated[str, typer.Option(help="What it is about: affiliation:12, person:1001, unit:7.")],
    database: Database = "",
) -> None:
    """Show what the audit knows of one thing."""
    from bot.cli.commands.audit import show

    show(_settings(database), subject)


@failed.command("list")
def list_failed(database: Database = "") -> None:
    """List the failed updates that were not yet played again."""
    from bot.cli.commands.failed import show_failed

    show_failed(_settings(database))


@failed.command("retry")
def retry_failed(
    reference: Annotated[str, typer.Argument(help="The reference that the person was told; all where not given.")] = "",
    database: Database = "",
) -> None:
    """Play failed updates again; the answers go out through the outbox."""
    from bot.cli.commands.retry import retry

    retry(_settings(database), reference)


def _settings(database: str) -> "Settings":
    from bot.cli.process import read_settings

    return read_settings(database)


def main() -> None:
    app()
