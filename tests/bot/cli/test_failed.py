"""`waystation failed`: what went wrong is listed, and played again once the cause is gone."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from bot.chat import SharedPlace, Started, Text
from bot.cli.commands.failed import show_failed
from bot.cli.commands.retry import retry
from bot.failing import reference_of
from bot.intake import Intake
from bot.settings import Settings
from storage.messages import failed_updates
from storage.sealed import Seal, new_key
from storage.tables import messages as message_tables
from storage.tables import places as place_tables
from storage.unit_of_work import Store
from tests.stage.talk import BOT, WANG, Talk, furnish, said

FIRST, SECOND = reference_of(BOT, 1), reference_of(BOT, 2)


@pytest.fixture
def settings(store: Store, key: str) -> Settings:
    return Settings(_env_file=None, database=store.url, key=key)


@pytest.fixture
def talk(store: Store) -> Talk:
    """Give a chat in which two updates have failed, since every point has a layer that nobody knows."""
    furnish(store)
    talk = Talk(store)
    _set_layer(store, "castle")
    talk.does(Started("p_JA-1"), Started("p_JA-3"))
    return talk


def test_list_of_nothing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show_failed(settings)
    assert capsys.readouterr().out == "0 waiting\n"


@pytest.mark.usefixtures("talk")
def test_list(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show_failed(settings)
    reason = "ValueError: 'castle' is not a valid Layer"
    assert capsys.readouterr().out.splitlines() == [
        f"{FIRST}  2026-12-01 12:00:00  update 1  {reason}",
        f"{SECOND}  2026-12-01 12:00:00  update 2  {reason}",
        "2 waiting",
    ]


def test_retry_of_one(talk: Talk, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    _set_layer(talk.store, "centre")
    retry(settings, SECOND)
    assert capsys.readouterr().out == f"{SECOND}  done\n"
    assert _cards(talk) == [(WANG, "<b>华山路骑手驿站</b>")]
    show_failed(settings)
    assert capsys.readouterr().out.splitlines()[-1] == "1 waiting"


def test_retry_of_all(talk: Talk, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    _set_layer(talk.store, "centre")
    retry(settings, "")
    assert capsys.readouterr().out == f"{FIRST}  done\n{SECOND}  done\n"
    retry(settings, "")
    assert capsys.readouterr().out == ""
    assert len(_cards(talk)) == 2


def test_update_sealed_with_another_key_is_listed_and_stays(
    talk: Talk, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = Seal(new_key()).close(b"{}", failed_updates.ARRIVAL)
    with talk.store.unit_of_work() as unit:
        table = message_tables.failed_updates
        unit.connection.execute(update(table).where(table.c.reference == FIRST).values(arrival=strange))
        unit.commit()
    show_failed(settings)
    assert capsys.readouterr().out.splitlines()[0].endswith("  update 1  sealed with another key")
    retry(settings, FIRST)
    assert capsys.readouterr().out.startswith(f"{FIRST}  sealed with another key: it stays until")
    show_failed(settings)
    assert capsys.readouterr().out.splitlines()[-1] == "2 waiting"


def test_retry_that_fails_again(talk: Talk, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    retry(settings, FIRST)
    again = reference_of(BOT, 1 - 1_000_000_000_000)
    assert capsys.readouterr().out == f"{FIRST}  failed again, now {again}\n"
    show_failed(settings)
    assert [line[:6] for line in capsys.readouterr().out.splitlines()] == [SECOND, again, "2 wait"]
    _set_layer(talk.store, "centre")
    retry(settings, again)
    assert capsys.readouterr().out == f"{again}  done\n"


@pytest.mark.usefixtures("talk")
def test_retry_of_an_unknown_reference(settings: Settings) -> None:
    with pytest.raises(SystemExit, match="waystation: nothing waits under ABCDEF"):
        retry(settings, "ABCDEF")


def test_retry_of_a_shared_location(talk: Talk, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    talk.does(SharedPlace(31.2235, 121.4454))
    retry(settings, reference_of(BOT, 3))
    said_so = "a shared location, which is not kept: only the person can send it again"
    assert capsys.readouterr().out == f"{reference_of(BOT, 3)}  {said_so}\n"


async def test_retry_of_what_the_database_refuses(
    store: Store, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = Talk(store)
    intake = Intake(store, talk.house, talk.now.timestamp, lambda _taken: None)
    await intake.take([replace(talk.arrival(Started()), language="z\ud800")])
    await asyncio.to_thread(show_failed, settings)
    listed, _ = capsys.readouterr().out.splitlines()
    assert listed.split("  ")[3].startswith("UnicodeEncodeError: ")
    await asyncio.to_thread(retry, settings, "")
    assert capsys.readouterr().out == f"{FIRST}  refused again: UnicodeEncodeError\n"


@pytest.mark.usefixtures("talk")
def test_retry_without_a_database_that_works(store: Store, settings: Settings) -> None:
    with store.unit_of_work() as unit:
        message_tables.outbox.drop(unit.connection)
        unit.commit()
    with pytest.raises(DBAPIError):
        retry(settings, FIRST)


def test_store_of_another_key(store: Store) -> None:
    with pytest.raises(SystemExit, match="waystation: the key"):
        show_failed(Settings(_env_file=None, database=store.url, key=""))


def test_store_that_cannot_be_reached(key: str) -> None:
    settings = Settings(_env_file=None, database="sqlite:////nowhere/at/all.db", key=key)
    with pytest.raises(SystemExit, match="waystation: there is no folder /nowhere/at"):
        show_failed(settings)


def _cards(talk: Talk) -> list[tuple[int, str]]:
    """Return to whom the card of a service point was sent, and its first line."""
    lines = [(chat, reply.html.split("\n")[0]) for chat, reply in said(talk.store) if isinstance(reply, Text)]
    return [(chat, line) for chat, line in lines if line.startswith("<b>")]


def _set_layer(store: Store, layer: str) -> None:
    with store.unit_of_work() as unit:
        unit.connection.execute(update(place_tables.points).values(layer=layer))
        unit.commit()
