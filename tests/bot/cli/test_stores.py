"""Commands whose store or key is wrong: one line, a failure, nothing made; and units that are given by name."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from csv import reader
from os import umask
from pathlib import Path

import pytest
from time_machine import travel
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.clock import Clock
from bot.demo.beside import ahead_beside, forget_clock, key_beside, winder
from bot.demo.stage import Seed, furnish, settings_in
from domain.messages.delivery import Lane
from storage.messages import claims, outbox
from storage.migrate import downgrade, head
from storage.people import invitations
from storage.people.invitations import InvitationRefused
from storage.private import store_files
from storage.sealed import Seal, new_key
from storage.unit_of_work import Store
from storage.upkeep import last_backup
from storage.upkeep.keys import KeyRefusedError
from tests.conftest import KEY
from tests.storage import stays

Run = Callable[..., Result]

OPENING = (
    ("audit", "verify"),
    ("audit", "show", "--subject", "unit:1"),
    ("export", "register", "r.csv", "--unit", "310106"),
    ("invite", "--role", "admin", "--bot", "b"),
    ("poster", "JA-1", "--bot", "b"),
    ("posters", "310106", "--bot", "b"),
    ("units",),
    ("failed", "list"),
    ("failed", "retry"),
    ("rotate-key",),
    ("move", "--to", "sqlite:///moved.db"),
)
"""Every command that wants a store that is there; `run` and the imports may begin one."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, key: str = KEY, database: str = "sqlite:///waystation.db", token: str = "") -> Result:
        settings = {"WAYSTATION_DATABASE": database, "WAYSTATION_KEY": key, "WAYSTATION_TOKEN": token}
        return CliRunner().invoke(app, arguments, env=settings)

    return run


@pytest.fixture
def city(sqlite_store: Store) -> Store:
    stays.settle(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        stays.active(unit)
        unit.commit()
    return sqlite_store


def failed(result: Result) -> str:
    """Return the only line of a command that has failed, and not by what Python raises."""
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    return line


@pytest.mark.parametrize("command", OPENING, ids=" ".join)
def test_store_that_is_not_there_is_not_made(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    there_is_none = "waystation: there is no store at waystation.db; `waystation migrate` makes one"
    assert failed(run(*command)) == there_is_none
    assert failed(run(*command, database="sqlite:///none/w.db")) == "waystation: there is no folder none"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [*OPENING, ("migrate",)], ids=" ".join)
def test_key_that_does_not_open_the_store_is_said(run: Run, city: Store, command: tuple[str, ...]) -> None:
    said = "waystation: WAYSTATION_KEY does not open this store; it was written with another key"
    assert failed(run(*command, key=new_key(), database=city.url)) == said


BESIDES = (("migrate",), ("backup", "copy.db"), ("run",), ("import", "points", "p.csv"), ("import", "units", "p.csv"))
"""What begins a store, or copies one without opening it; `doctor` says the same among other things."""

NEWER = f"newer.db was written by a newer version of Waystation (schema 9999; this one knows {head()})"
ANOTHERS = "waystation: WAYSTATION_KEY does not open this store; it was written with another key"
NOT_BASE64 = "waystation: the key is not base64; `waystation doctor` makes one"
NO_KEY = "waystation: the key must be 32 bytes; `waystation doctor` makes one"


@pytest.fixture
def wrong(tmp_path: Path) -> dict[str, str]:
    """Give addresses where there is no store, each with what is to be said of it."""
    (tmp_path / "p.csv").write_text("name,lat,lng\n")
    (tmp_path / "text.db").write_text("no database at all" * 99)
    (tmp_path / "folder.db").mkdir()
    with closing(sqlite3.connect(tmp_path / "other.db")) as opened, opened:
        opened.execute("CREATE TABLE notes (x)")
    return {
        "sqlite:///none/w.db": "there is no folder none",
        "sqlite:///text.db": "text.db cannot be read as a store: file is not a database",
        "sqlite:///folder.db": "folder.db is a folder; the address of a store names a file",
        "sqlite:///other.db": "other.db holds something else than a store of Waystation",
    }


def contents(folder: Path) -> dict[Path, bytes]:
    """Return what lies there, but for SQLite's own notes of who reads."""
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.suffix != ".db-shm"}


@pytest.mark.parametrize("command", [*OPENING, *BESIDES], ids=" ".join)
def test_where_there_is_no_store_every_command_says_so_and_leaves_everything_alone(
    run: Run, tmp_path: Path, wrong: dict[str, str], command: tuple[str, ...]
) -> None:
    before = contents(tmp_path)
    for database, said in wrong.items():
        assert failed(run(*command, database=database, token="42:x")) == f"waystation: {said}"
        examined = run("doctor", database=database)
        assert (examined.exit_code, f"no answer ({said})" in examined.output) == (1, True)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("command", [*OPENING, ("migrate",), ("import", "points", "p.csv")], ids=" ".join)
@pytest.mark.parametrize(
    ("key", "said"),
    [("", NO_KEY), ("short", NOT_BASE64), (new_key(), ANOTHERS)],
    ids=["no key", "no real key", "another key"],
)
def test_without_its_key_no_command_touches_a_store(
    run: Run, city: Store, key: str, said: str, command: tuple[str, ...]
) -> None:
    folder = Path(city.url.removeprefix("sqlite:///")).parent
    (folder / "p.csv").write_text("name,lat,lng\n")
    before = contents(folder)
    if command == ("migrate",) and not key:
        assert run("migrate", key="", database=city.url).output == "ok\n"  # nothing is to be done
    else:
        assert failed(run(*command, key=key, database=city.url)) == said
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("database", "said"),
    [
        ("sqlite:///none/w.db", "there is no folder none"),
        ("sqlite:///", ". is a folder; the address of a store names a file"),
        ("w.db", "this is no address of a store; an example is sqlite:///waystation.db"),
        ("sqlite:///text.db", "text.db cannot be read as a store: file is not a database"),
        ("sqlite:///other.db", "other.db holds something else than a store of Waystation"),
        ("sqlite:///newer.db", NEWER),
        ("nosuch://x/y", "this kind of database is not known: Can't load plugin: sqlalchemy.dialects:nosuch"),
    ],
)
def test_migrate_leaves_alone_what_is_no_store(run: Run, tmp_path: Path, database: str, said: str) -> None:
    (tmp_path / "text.db").write_text("no database at all" * 99)
    for name, made in (
        ("other.db", "CREATE TABLE notes (x)"),
        ("newer.db", "CREATE TABLE alembic_version (version_num)"),
    ):
        with closing(sqlite3.connect(tmp_path / name)) as opened, opened:
            opened.execute(made)
    with closing(sqlite3.connect(tmp_path / "newer.db")) as opened, opened:
        opened.execute("INSERT INTO alembic_version VALUES ('9999')")
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    assert failed(run("migrate", database=database)) == f"waystation: {said}"
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_migrate_makes_a_store_that_only_its_owner_reads(run: Run, tmp_path: Path) -> None:
    assert (run("migrate").output, run("migrate").output) == ("ok\n", "ok\n")
    assert (tmp_path / "waystation.db").stat().st_mode & 0o777 == 0o600
    (tmp_path / "waystation.db").chmod(0o644)
    assert run("audit", "verify").output == "ok: 0 rows, no gap\n"
    assert (tmp_path / "waystation.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("command", [*OPENING, ("migrate",)], ids=" ".join)
def test_one_key_of_a_change_that_is_half_done_is_not_enough(run: Run, city: Store, command: tuple[str, ...]) -> None:
    newest = new_key()
    run("units", key=f"{newest},{KEY}", database=city.url)
    for alone, missing in ((KEY, newest), (newest, KEY)):
        assert failed(run(*command, key=alone, database=city.url)) == (
            "waystation: a change of key is half done, and WAYSTATION_KEY lacks one of the two keys (fingerprint "
            f"{Seal(missing).fingerprints[0]}): set both, WAYSTATION_KEY=NEW,OLD, and call `waystation rotate-key`"
        )


def test_migrate_needs_no_key_and_a_store_has_none_until_one_is_used(run: Run) -> None:
    assert run("migrate", key="").output == "ok\n"
    assert run("migrate", key=new_key()).output == "ok\n"
    assert failed(run("migrate")).endswith("it was written with another key")


@pytest.mark.usefixtures("run")
def test_bot_is_not_run_on_a_store_that_its_key_does_not_open(city: Store) -> None:
    settings = {"WAYSTATION_DATABASE": city.url, "WAYSTATION_KEY": new_key(), "WAYSTATION_TOKEN": "42:x"}
    said = "waystation: WAYSTATION_KEY does not open this store; it was written with another key"
    assert failed(CliRunner().invoke(app, ["run"], env=settings)) == said
    assert failed(CliRunner().invoke(app, ["run", "--database", "sqlite:///none/w.db"], env=settings)) == (
        "waystation: there is no folder none"
    )


def test_doctor_says_that_the_key_is_another_stores(run: Run, city: Store) -> None:
    lines = run("doctor", key=new_key(), database=city.url).output.splitlines()
    at = lines.index("!!  encryption key: does not open this store")
    assert lines[at + 1] == "    -> put the key that wrote it into WAYSTATION_KEY"
    assert "!!  encryption key: does not open this store" not in run("doctor", database=city.url).output
    assert "does not open" not in run("doctor", key="", database=city.url).output


def test_doctor_says_that_a_change_of_key_is_half_done(run: Run, city: Store) -> None:
    newest = new_key()
    run("units", key=f"{newest},{KEY}", database=city.url)
    lines = run("doctor", database=city.url).output.splitlines()
    at = lines.index(f"!!  encryption key: half changed; set: {Seal(KEY).fingerprints[0]}")
    assert lines[at + 1].endswith("set both, WAYSTATION_KEY=NEW,OLD, and call `waystation rotate-key`")
    both = run("doctor", key=f"{newest},{KEY}", database=city.url).output
    new, old = Seal(newest, KEY).fingerprints
    assert f"ok  encryption key: set ({new}), and 1 older ({old}): waystation rotate-key" in both
    assert "half changed" not in both


def test_doctor_says_what_waits_for_another_key(run: Run, city: Store) -> None:
    with city.unit_of_work() as unit:
        outbox.write(unit, [outbox.Draft("a", stays.WANG, Lane.INTERACTIVE, b"{}", 0.0)], 0.0)
        claims.set_aside(unit, [row.row_id for row in claims.claim(unit, [1], "w1", 1.0)], 1.0)
        unit.commit()
    lines = run("doctor", database=city.url).output.splitlines()
    at = lines.index("!!  outbox: 1 sealed with another key")
    assert lines[at + 1] == "    -> put that key behind the others in WAYSTATION_KEY, and restart"


def test_doctor_looks_at_every_file_and_changes_none(run: Run, city: Store, tmp_path: Path) -> None:
    folder = Path(city.url.removeprefix("sqlite:///")).parent
    looked_at = [tmp_path / ".env", *store_files(folder / "waystation.db"), folder / "key"]
    city.close()
    for file in looked_at:
        if "-" not in file.name:
            file.touch()
            file.chmod(0o644)
    lines = run("doctor", database=city.url).output.splitlines()
    found = [line for line in lines if line.endswith("others than its owner may read or write it")]
    assert found == [
        "!!  .env: others than its owner may read or write it",
        f"!!  {folder / 'waystation.db'}: others than its owner may read or write it",
        f"!!  {folder / 'key'}: others than its owner may read or write it",
    ]
    assert lines[lines.index(found[0]) + 1] == "    -> chmod 600 .env"
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o644
    for file in (tmp_path / ".env", folder / "key"):
        file.chmod(0o600)
    assert "others than its owner" not in run("doctor", database=city.url).output


def test_settings_become_their_owners_alone_with_the_next_command(run: Run, city: Store, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WAYSTATION_LOG=json\n")
    (tmp_path / ".env").chmod(0o664)
    run("units", database=city.url)
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_backup_and_links_are_their_owners_alone(run: Run, city: Store, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("unit,role,label\n310106,organiser,陈敏\n,organiser,x\n", encoding="utf-8")
    for name in ("l-links.csv", "l-rejected.csv"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o644)
    (tmp_path / "l-links.csv").unlink()
    before = umask(0)
    try:
        assert run("backup", "copy.db", database=city.url).exit_code == 0
        assert run("import", "organisers", "l.csv", "--bot", "b", database=city.url).exit_code == 0
    finally:
        umask(before)
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir() if file.name != "l.csv"}
    for name in ("copy.db", "l-links.csv", "l-rejected.csv"):
        assert (name, modes[name]) == (name, 0o600)


# ---------------------------------------------------------------- backups


def test_doctor_says_how_old_the_last_backup_is(run: Run, city: Store) -> None:
    command = "waystation backup FILE; PostgreSQL: pg_dump -Fc, then waystation backup --note; once a day"
    assert f"!!  backup: none was written down\n    -> {command}" in run("doctor", database=city.url).output
    assert run("backup", "copy.db", database=city.url).exit_code == 0
    assert "ok  backup: the last is 0 h old" in run("doctor", database=city.url).output
    for hours, said in ((47.9, "ok  backup: the last is 47 h old"), (49, "!!  backup: the last is 49 h old\n    -> ")):
        last_backup.note(city.url, time.time() - hours * 3600)
        assert said in run("doctor", database=city.url).output
    last_backup.note(city.url, time.time() - 9 * 86_400)
    assert f"!!  backup: the last is 9 days old\n    -> {command}" in run("doctor", database=city.url).output


def test_backup_that_another_tool_made_is_written_down(run: Run, city: Store) -> None:
    assert run("backup", "--note", database=city.url).output == "ok\n"
    assert "ok  backup: the last is 0 h old" in run("doctor", database=city.url).output


@pytest.mark.parametrize("words", [(), ("copy.db", "--note")])
def test_backup_wants_a_file_or_a_note(run: Run, city: Store, words: tuple[str, ...]) -> None:
    ended = run("backup", *words, database=city.url)
    assert (ended.exit_code, "name a FILE, or say --note" in ended.output) == (2, True)


def test_backup_of_an_older_store_is_made_and_not_written_down(run: Run, city: Store, tmp_path: Path) -> None:
    downgrade(city.url, "0016")
    assert run("backup", "copy.db", database=city.url).exit_code == 0
    assert (tmp_path / "copy.db").exists()
    said = "waystation: there is no store of this version: `waystation migrate`, then this again"
    assert said in failed(run("backup", "--note", database=city.url))


def test_backup_says_where_it_cannot_be_written_down(run: Run) -> None:
    said = "waystation: that there is a backup could not be written down: there is no folder none"
    assert said in failed(run("backup", "--note", database="sqlite:///none/w.db"))


def test_doctor_says_that_there_is_no_folder(run: Run) -> None:
    assert "!!  database: no answer (there is no folder none)" in run("doctor", database="sqlite:///none/w.db").output


# ---------------------------------------------------------------- lists


def test_first_list_makes_the_store_and_says_so_in_one_language(run: Run, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("name,lat,lng\n外滩,31.2385,121.4862\n坏,x,y\n", encoding="utf-8")
    tried = run("import", "landmarks", "l.csv", "--dry-run")
    assert (tried.exit_code, sorted(file.name for file in tmp_path.iterdir())) == (0, ["l.csv"])
    assert tried.stdout.splitlines()[:2] == ["读入 2 行：新增 1，更新 0，未变 0，未收 1", "只是试读，什么都没有改。"]
    done = run("import", "landmarks", "l.csv")
    assert done.stderr == "waystation: there was no store at waystation.db; this is a new one\n"
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "全部见：l-rejected.csv")
    assert done.stdout.splitlines()[1].startswith("  第 3 行 纬度“x”：")


def test_dry_run_writes_the_report_that_is_asked_for(run: Run, tmp_path: Path, city: Store) -> None:
    (tmp_path / "l.csv").write_text("name,lat,lng\n坏,x,y\n", encoding="utf-8")
    run("import", "landmarks", "l.csv", "--dry-run", "--report", "r.csv", database=city.url)
    assert sorted(file.name for file in tmp_path.glob("*.csv")) == ["l.csv", "r.csv"]


def test_list_for_a_store_that_cannot_be_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("name,lat,lng\n", encoding="utf-8")
    for only in ((), ("--dry-run",)):
        said = failed(run("import", "landmarks", "l.csv", *only, database="sqlite:///none/w.db"))
        assert said == "waystation: there is no folder none"


def test_many_problems_are_counted(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"坏{number},x,y\n" for number in range(12))
    (tmp_path / "l.csv").write_text(f"name,lat,lng\n{rows}", encoding="utf-8")
    assert "  另有 " in run("import", "landmarks", "l.csv", "--dry-run").stdout


# ---------------------------------------------------------------- units by name


def test_units_are_listed_with_their_codes(run: Run, city: Store) -> None:
    lines = run("units", database=city.url).output.splitlines()
    assert lines[0].split("\t") == ["31", "市", "上海市"]
    assert "310106011\t街道\t上海市 · 静安区 · 静安寺街道" in lines


def test_unit_is_found_by_its_name(run: Run, city: Store, tmp_path: Path) -> None:
    assert run("export", "register", "a.csv", "--unit", "静安区", database=city.url).exit_code == 0
    assert run("posters", "上海市", "--bot", "b", database=city.url).output == "posters-31.pdf: 2 posters\n"
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        header, line = reader(file)
    assert (header[:3], line[:3]) == (["序号", "姓名", "手机"], ["1", "王芳", "'+8613912345678"])
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o600


def test_name_of_several_units_is_asked_for_by_code(run: Run, city: Store, tmp_path: Path) -> None:
    rows = "编号,名称,层级,上级\nA,一支部,支部,310106011\nB,一支部,支部,310106012\n"
    (tmp_path / "u.csv").write_text(rows, encoding="utf-8")
    assert run("import", "units", "u.csv", database=city.url).exit_code == 0
    said = failed(run("posters", "一支部", "--bot", "b", database=city.url))
    assert said.startswith("waystation: several units are called 一支部; say which by its code: A (上海市 · 静安区 · ")
    assert ", B (上海市 · " in said


def test_register_of_another_kind_of_file_is_refused(run: Run, city: Store, tmp_path: Path) -> None:
    said = failed(run("export", "register", "r.pdf", "--unit", "31", database=city.url))
    assert said == "waystation: the register is written as .xlsx or .csv; r.pdf ends otherwise"
    assert list(tmp_path.glob("r.*")) == []


def test_file_that_was_there_becomes_its_owners_alone(run: Run, city: Store, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("old")
    (tmp_path / "r.csv").chmod(0o644)
    run("export", "register", "r.csv", "--unit", "31", database=city.url)
    assert (tmp_path / "r.csv").stat().st_mode & 0o777 == 0o600


def test_poster_with_a_letter_that_the_type_lacks_says_so(run: Run, city: Store, tmp_path: Path) -> None:
    rows = "name,unit,lat,lng,code\nئ楼,310106011,31.2241,121.4461,X1\n"
    (tmp_path / "b.csv").write_text(rows, encoding="utf-8")
    run("import", "buildings", "b.csv", database=city.url)
    said = run("poster", "X1", "--bot", "b", database=city.url).stderr
    assert said == "waystation: the type has no ئ; there are gaps to fill in by hand\n"


# ---------------------------------------------------------------- the demo's store


def test_store_of_a_demo_finds_its_key_beside_it(run: Run, city: Store) -> None:
    folder = Path(city.url.removeprefix("sqlite:///")).parent
    (folder / "key").write_text(KEY)
    assert run("audit", "verify", key="", database=city.url).output.splitlines()[0] == "ok: 2 rows, no gap"
    assert key_beside("postgresql+psycopg://localhost/x") == ""


@pytest.mark.usefixtures("run")
def test_demo_keeps_its_key_to_its_owner_and_refuses_another(tmp_path: Path) -> None:
    made = settings_in(tmp_path / "demo", "ptb", "42:x")
    (tmp_path / "demo" / "key").chmod(0o644)
    assert settings_in(tmp_path / "demo", "ptb", "42:x").keys == made.keys
    assert (tmp_path / "demo" / "key").stat().st_mode & 0o777 == 0o600
    assert furnish(made, Seed.NONE) == []
    (tmp_path / "demo" / "key").write_text(new_key())
    with pytest.raises(KeyRefusedError):
        furnish(settings_in(tmp_path / "demo", "ptb", "42:x"), Seed.NONE)


def test_invitation_for_a_demo_follows_its_clock(run: Run, city: Store) -> None:
    folder, clock = Path(city.url.removeprefix("sqlite:///")).parent, Clock()
    wind = winder(clock, folder)
    wind(86_400.0)
    wind(5 * 86_400.0)
    assert ahead_beside(city.url) == 6 * 86_400.0
    with travel(stays.NOW, tick=False):
        line = run("invite", "--role", "admin", "--bot", "b", database=city.url).output.splitlines()[0]
    token, later = line.partition("=i_")[2], stays.NOW + 6 * 86_400.0
    with city.unit_of_work() as unit:
        with pytest.raises(InvitationRefused):
            invitations.accept(unit, token, stays.CHEN, later + 72 * 3_600 + 1)
        assert invitations.accept(unit, token, stays.CHEN, later + 71 * 3_600).unit_id is None
    forget_clock(folder)
    assert ahead_beside(city.url) == 0.0


def test_store_is_moved_and_opened_there(run: Run, city: Store, tmp_path: Path) -> None:
    said = run("move", "--to", "sqlite:///moved.db", database=city.url).output.splitlines()
    assert [line.strip() for line in said if "audit" in line][-1].endswith("rows, whole")
    assert "set WAYSTATION_DATABASE=sqlite:///moved.db and start the bot;" in said
    assert run("units", database="sqlite:///moved.db").output == run("units", database=city.url).output
    refused = failed(run("move", "--to", "sqlite:///moved.db", database=city.url))
    assert refused == "waystation: there are rows in the other database already; nothing is written over"
    assert (tmp_path / "moved.db").exists()


def test_store_is_brought_back_with_the_moment_and_what_waits(run: Run, city: Store) -> None:
    run("backup", "copy.db", database=city.url)
    refused = failed(run("restore", "copy.db", database=city.url))
    assert refused == "waystation: there are rows in this store; --overwrite puts the copy in their place"
    over = run("restore", "copy.db", "--overwrite", database=city.url).output
    assert "as of a moment that nobody noted: no bot had run on it" in over
    assert "what was there before: " in over
    with city.unit_of_work() as unit:
        unit.connection.exec_driver_sql("INSERT INTO heartbeat VALUES (1, 1800000000.0)")
        outbox.write(unit, [outbox.Draft("a", 1001, Lane.REMINDER, b"t{}", 0.0)], 0.0)
        unit.commit()
    run("backup", "later.db", database=city.url)
    fresh = run("restore", "later.db", database="sqlite:///fresh.db").output.splitlines()
    assert fresh[0].endswith("as of 2027-01-15 16:00:00 CST")
    assert fresh[1].endswith("messages wait; of these, what went out after that moment goes out once more")
    assert failed(run("restore", "none.db", database="sqlite:///fresh.db")) == "waystation: there is no file none.db"


def test_store_of_a_newer_version_is_left_alone_by_every_command_and_said_by_doctor(run: Run, city: Store) -> None:
    with city.unit_of_work() as unit:
        unit.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        unit.commit()
    said = f"was written by a newer version of Waystation (schema 9999; this one knows {head()})"
    for command in (*OPENING, ("run",), ("migrate",)):
        assert failed(run(*command, database=city.url, token="42:x")).endswith(said)
    examined = run("doctor", database=city.url)
    assert (examined.exit_code, "!!  schema: newer than this version" in examined.output) == (1, True)


@pytest.mark.parametrize(
    ("database", "webhook", "said"),
    [
        ("sqlite:///waystation.db", "https://a.example/telegram", "--workers needs PostgreSQL"),
        ("postgresql+psycopg://nobody@127.0.0.1:9/x", "", "--workers needs a webhook"),
    ],
)
def test_several_workers_where_they_make_no_sense(
    run: Run, monkeypatch: pytest.MonkeyPatch, database: str, webhook: str, said: str
) -> None:
    for name, value in {"WEBHOOK_URL": webhook, "WEBHOOK_SECRET": "abc", "LISTEN": "127.0.0.1:8443"}.items():
        monkeypatch.setenv(f"WAYSTATION_{name}", value)
    assert failed(run("run", "--workers", "2", database=database, token="42:x")).startswith(f"waystation: {said}: ")
