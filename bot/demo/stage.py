"""Sets the stage for the demo: the sandbox, a store in a folder, the seeded city, and the bot among them."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.app import Part, run
from bot.clock import Clock
from bot.demo import grid, life
from bot.demo.beside import CLOCK, KEY, forget_clock, winder
from bot.demo.life import Cast
from bot.demo.seed import seed
from bot.desk.desk_pages import DeskPages
from bot.opening import open_store
from bot.page_origin import Origin
from bot.pages.pages import Pages
from bot.settings import Framework, Settings
from domain.people.deeds import HOUSE, Deed
from domain.people.roles import Role
from domain.places.places import UnitKind
from sandbox.server import Sandbox
from sandbox.state.people import Persona
from sandbox.state.world import new_token
from storage.people import people, roles, shown_commands
from storage.places import places
from storage.private import make_private
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork

BOT_ID: Final = 1000001
"""The demo's bot keeps its number from run to run, as its store does; its token is another each time."""

PERSONAS: Final = (
    Persona(1001, "王芳", "member", "zh-hans"),
    Persona(1002, "Anna Keller", "member", "en"),
    Persona(1003, "李强", "volunteer", "zh-hans"),
    Persona(1004, "陈敏", "organiser", "zh-hans"),
    Persona(1005, "周建国", "admin", "zh-hans"),
)

DISTRICT: Final = "310106"
"""静安区: where the demo's organiser and volunteer are at home."""

CAST: Final = Cast(1001, 1003, 1004, DISTRICT)


class Seed(StrEnum):
    """What the store of a demo begins with."""

    SHANGHAI = "shanghai"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo plays: the port of the chat page, the library, the folder, and what the store begins with."""

    port: int
    framework: Framework
    folder: Path
    seed: Seed


def clear(folder: Path) -> None:
    """Forget an earlier demo in this folder."""
    for name in ("waystation.db", "waystation.db-wal", "waystation.db-shm", "waystation.db-sender", KEY, CLOCK):
        (folder / name).unlink(missing_ok=True)


async def play(stage: Stage, stop: asyncio.Event, announce: Callable[[str], None]) -> None:
    """Play until `stop` is set; `announce` gets the line that says where the chat page is."""
    clock = Clock()
    token = new_token(BOT_ID)
    pages = Pages(Origin("http", "127.0.0.1"))
    desk = DeskPages(Origin("http", "127.0.0.1"))
    beside = [*pages.routes(), *desk.routes()]
    sandbox = Sandbox(token, PERSONAS, on_advance=winder(clock, stage.folder), beside=beside)
    settings = settings_in(stage.folder, stage.framework, token)
    # The sandbox forgets its chats when it ends; people whom the store knows have pressed Start before.
    sandbox.meet(await asyncio.to_thread(furnish, settings, stage.seed))
    pages.address = desk.address = origin = await sandbox.start(stage.port)
    try:
        part = Part(
            clock,
            stop,
            lambda _username: announce(f"ready: {origin}"),
            clock_is_wound=True,
            pages=pages,
            desk=desk,
        )
        await act(settings, origin, part)
    finally:
        forget_clock(stage.folder)
        await sandbox.stop()


async def act(settings: Settings, origin: str, part: Part) -> None:
    """Let the bot play its part with a sandbox that is up, until told to stop."""
    await run(settings.model_copy(update={"bot_api": origin}), part)


def settings_in(folder: Path, framework: Framework, token: str) -> Settings:
    """Return the settings of a demo in this folder, which is made if need be; all but where the sandbox is."""
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(
        _env_file=None,
        token=token,
        framework=framework,
        database=f"sqlite:///{folder / 'waystation.db'}",
        key=_key(folder),
    )


def _key(folder: Path) -> str:
    """Read the folder's key, or make one that only this user can read."""
    file = folder / KEY
    make_private(file)
    if not file.stat().st_size:
        file.write_text(new_key())
    return file.read_text()


def furnish(settings: Settings, what: Seed) -> list[int]:
    """Seed the store where it is new, and return the people that it knows."""
    store = open_store(settings)
    try:
        if what is Seed.SHANGHAI:
            _seed_once(store, settings.zone)
        with store.unit_of_work() as unit:
            shown_commands.forget(unit)  # as the sandbox does
            unit.commit()
        with store.unit_of_work() as unit:
            return people.everybody(unit)
    finally:
        store.close()


def _seed_once(store: Store, zone: tzinfo) -> None:
    with store.unit_of_work() as unit:
        if not places.revision(unit):
            seed(unit)
            now = time.time()
            appoint(unit, now)
            life.begin(unit, CAST, datetime.fromtimestamp(now, zone))
            grid.begin(unit, CAST, datetime.fromtimestamp(now, zone))
            unit.commit()


def appoint(unit: UnitOfWork, now: float) -> None:
    """Give the personas their roles: one district to organise and to help in, and everything to the admin."""
    people.welcome(unit, [persona.id for persona in PERSONAS], now)
    district = next(one.id for one in places.units_below(unit, None, UnitKind.DISTRICT) if one.code == DISTRICT)
    for persona in PERSONAS:
        match Role(persona.role):
            case Role.ADMIN:
                roles.give(unit, persona.id, Role.ADMIN, None, Deed(HOUSE, now))
            case Role.ORGANISER | Role.VOLUNTEER as role:
                roles.give(unit, persona.id, role, district, Deed(HOUSE, now))
