"""The command line, as real processes: what it prints, and how it ends."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from os import environ
from pathlib import Path

import pytest

from bot.cli.commands.backup import back_up
from bot.settings import Settings
from storage.backup import copy_to
from storage.people import people
from storage.unit_of_work import Store

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[3]


@pytest.fixture
def clean() -> dict[str, str]:
    """Give an environment in which nothing is set, for a process that runs in an empty folder."""
    bare = {name: value for name, value in environ.items() if not name.startswith("WAYSTATION_")}
    return {**bare, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}


def _run(folder: Path, env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_help(tmp_path: Path, clean: dict[str, str]) -> None:
    ended = _run(tmp_path, clean, "--help")
    assert (ended.returncode, ended.stderr) == (0, "")
    listed = ended.stdout.partition("Commands:")[2].splitlines()
    assert [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "] == [
        *("demo", "run", "export", "invite", "poster", "posters", "doctor", "migrate", "units"),
        *("merge-buildings", "backup", "restore", "move", "rotate-key"),
        *("import", "failed", "audit"),
    ]


def test_nothing_asked(tmp_path: Path, clean: dict[str, str]) -> None:
    assert _run(tmp_path, clean).returncode == 2


def test_doctor_in_an_empty_folder(tmp_path: Path, clean: dict[str, str]) -> None:
    ended = _run(tmp_path, clean, "doctor")
    lines = ended.stdout.splitlines()
    assert (ended.returncode, ended.stderr) == (1, "")
    assert [line for line in lines if not line.startswith("    ->")] == [
        "!!  encryption key: missing, or no key",
        "ok  database: answers",
        "!!  schema: old or empty",
        "!!  bot token: missing",
        "ok  delivery: long polling",
    ]
    assert lines[1].startswith("    -> put this line into .env, and keep a copy elsewhere: WAYSTATION_KEY=")
    assert list(tmp_path.iterdir()) == []


def test_doctor_of_a_house_that_has_its_page_alone(tmp_path: Path, clean: dict[str, str]) -> None:
    page = {"WAYSTATION_LISTEN": "127.0.0.1:8443", "WAYSTATION_WEB": "https://chat.example.org"}
    lines = _run(tmp_path, clean | page, "doctor").stdout.splitlines()
    assert "ok  bot: none; the house has its chat page alone, and nobody can organise" in lines
    assert "ok  delivery: the chat page https://chat.example.org/chat, served on 127.0.0.1:8443" in lines
    assert not [line for line in lines if "BotFather" in line]


def test_doctor_after_what_it_advised(tmp_path: Path, clean: dict[str, str]) -> None:
    advised = _run(tmp_path, clean, "doctor").stdout.splitlines()[1]
    (tmp_path / ".env").write_text(advised.partition("elsewhere: ")[2])
    assert _run(tmp_path, clean, "migrate").stdout == "ok\n"
    ended = _run(tmp_path, clean, "doctor")
    assert [line for line in ended.stdout.splitlines() if line.startswith(("ok", "    ->"))] == [
        "ok  encryption key: set",
        "ok  database: answers",
        "ok  schema: current",
        "ok  workers: 0",
        "    -> waystation import points FILE",
        "ok  failed updates: 0",
        "ok  backup: none was written down",
        (
            "ok  calendar: published to the end of 2026, by the law alone from then on; when the State Council's "
            "notice for 2027 is out: waystation import calendar FILE"
        ),
        "ok  outbox: todo 0, sending 0, sent 0, failed 0, expired 0, unreachable 0, unknown 0, opted_out 0, stopped 0",
        "    -> ask @BotFather for one: WAYSTATION_TOKEN=...",
        "ok  delivery: long polling",
    ]


def test_doctor_where_no_server_answers(tmp_path: Path, clean: dict[str, str]) -> None:
    told = {
        "WAYSTATION_TOKEN": "42:x",
        "WAYSTATION_BOT_API": "http://127.0.0.1:9",
        "WAYSTATION_DATABASE": "mysql://x/y",
    }
    ended = _run(tmp_path, clean | told, "doctor")
    said = [line for line in ended.stdout.splitlines() if line.startswith("!!")]
    assert (ended.returncode, ended.stderr) == (1, "")
    assert [line.partition(" (")[0] for line in said] == [
        "!!  encryption key: missing, or no key",
        "!!  database: no answer",
        "!!  bot: http://127.0.0.1:9 does not answer",
    ]


@pytest.mark.parametrize("command", [["run"], ["failed", "list"]])
def test_bad_settings_are_said_in_one_line_each(tmp_path: Path, clean: dict[str, str], command: list[str]) -> None:
    bad = {"WAYSTATION_FRAMEWORK": "telethon", "WAYSTATION_TIME_ZONE": "Mars/Olympus"}
    ended = _run(tmp_path, clean | bad, *command)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [
        "WAYSTATION_FRAMEWORK: Input should be 'aiogram' or 'ptb'",
        "WAYSTATION_TIME_ZONE: Mars/Olympus is no time zone; an example is Asia/Shanghai",
    ]


def test_run_without_settings_names_all_that_is_missing(tmp_path: Path, clean: dict[str, str]) -> None:
    ended = _run(tmp_path, clean, "run")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.splitlines() == [
        "waystation: the key must be 32 bytes; `waystation doctor` makes one",
        "waystation: WAYSTATION_TOKEN is not set, or is no token; @BotFather gives one",
    ]
    assert list(tmp_path.iterdir()) == []


def test_commands_load_no_conversation_and_no_telegram_library(tmp_path: Path, clean: dict[str, str]) -> None:
    """What a command does not need costs seconds on a small machine; modules are what can be counted everywhere."""
    code = "import sys, bot.cli.process, bot.cli.commands.audit, bot.cli.commands.doctor; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, timeout=60, check=True)
    loaded = set(ended.stdout.split())
    heavy = {"bot.flows", "bot.app", "scheduler", "structlog", "aiohttp", "telegram", "aiogram", "alembic", "reportlab"}
    assert loaded & heavy == set()


def test_backup_opens_and_equals(tmp_path: Path, clean: dict[str, str]) -> None:
    assert _run(tmp_path, clean, "migrate", "--database", "sqlite:///a.db").returncode == 0
    with closing(sqlite3.connect(tmp_path / "a.db")) as store, store:
        store.execute("INSERT INTO units (code, kind, name, path) VALUES ('31', 'city', '上海市', '/1/')")
    ended = _run(tmp_path, clean, "backup", "b.db", "--database", "sqlite:///a.db")
    assert (ended.returncode, ended.stdout) == (0, f"b.db: {(tmp_path / 'b.db').stat().st_size:,} bytes\n")
    with closing(sqlite3.connect(tmp_path / "a.db")) as store, store:
        assert store.execute("DELETE FROM last_backup").rowcount == 1
    assert _dump(tmp_path / "b.db") == _dump(tmp_path / "a.db")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a.db", "b.db")] == [0o600, 0o600]


def test_backup_over_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    (tmp_path / "b.db").write_text("mine")
    with pytest.raises(SystemExit, match="exists already; it is not written over"):
        back_up(_settings(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "b.db")
    assert (tmp_path / "b.db").read_text() == "mine"


def test_backup_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="waystation: there is no store at"):
        back_up(_settings(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "b.db")
    assert list(tmp_path.iterdir()) == []


def test_backup_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    with pytest.raises(SystemExit, match="there is no folder"):
        back_up(_settings(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "none" / "b.db")


def test_backup_of_postgresql_names_its_own_tool(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="pg_dump -Fc"):
        back_up(_settings("postgresql+psycopg://localhost/waystation"), tmp_path / "b.db")


def test_backup_while_the_bot_runs(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [1001], 1.0)
        unit.commit()
        people.welcome(unit, [1002], 2.0)
        copy_to(sqlite_store.url, tmp_path / "b.db")  # in the midst of a transaction
    with closing(sqlite3.connect(tmp_path / "b.db")) as copy:
        assert copy.execute("SELECT chat_id FROM people").fetchall() == [(1001,)]


def _settings(database: str) -> Settings:
    return Settings(_env_file=None, database=database)


@pytest.mark.wire
@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
def test_demo_is_ready_and_ends_cleanly(tmp_path: Path, clean: dict[str, str], framework: str) -> None:
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--seed", "none", "--framework", framework]
    with subprocess.Popen(
        command, cwd=tmp_path, env=clean, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as demo:
        try:
            assert demo.stdout is not None
            ready = demo.stdout.readline()
            origin = ready.removeprefix("ready: ").strip()
            assert ready == f"ready: {origin}\n"
            with closing(HTTPConnection(origin.removeprefix("http://"), timeout=10)) as page:
                page.request("GET", "/")
                assert page.getresponse().status == 200
            demo.send_signal(signal.SIGTERM)
            printed, told = demo.communicate(timeout=20)
        finally:
            demo.kill()  # nobody waits for it for ever because something above has failed
    assert (demo.returncode, printed) == (0, "")
    assert [line for line in told.splitlines() if "error" in line.lower() or "Traceback" in line] == []


def _dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as store:
        return list(store.iterdump())
