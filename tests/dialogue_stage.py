"""A bot on a sandbox, both in this process and talking over HTTP, for playing dialogues to the end of each turn."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientSession
from sqlalchemy import Engine, create_engine, text

from bot.app import Part, run
from bot.clock import Clock
from bot.settings import Framework, Settings
from domain import tokens
from sandbox.limits import UNLIMITED
from sandbox.people import Persona
from sandbox.server import Sandbox
from storage.activities import check_in_keys
from storage.unit_of_work import Store
from tests.dialogue import Act, Heard, MoveClock, Remark, Step, Taken, written
from tests.dialogue_deeds import CHANNEL, Speaker, requests
from tests.dialogue_group_deeds import GROUP, UPGRADED
from tests.dialogue_store_deeds import store_deed

TOKEN = "77:dialogue"
ZONE = ZoneInfo("Asia/Shanghai")
BEGINS = "2026-12-01T10:00"  # a Tuesday

PEOPLE = (
    Persona(1001, "王芳", "member", "zh-hans"),
    Persona(1002, "Anna", "member", "en"),
    Persona(1003, "李强", "volunteer", "zh-hans"),
    Persona(1004, "陈敏", "organiser", "zh-hans"),
    Persona(1005, "赵磊", "organiser", "zh-hans"),
    Persona(1006, "周华", "organiser", "zh-hans"),
    Persona(1007, "孙丽", "member", "zh-hans"),
    Persona(1008, "Ben", "organiser", "en"),
)
_NUMBERS = {persona.name: persona.id for persona in PEOPLE}
_NAMES = {persona.id: persona.name for persona in PEOPLE}
_ELSEWHERE = {GROUP: ("groups", "群"), UPGRADED: ("groups", "新群"), CHANNEL: ("channels", "频道")}


# An announcement that is about to be sent, or whose progress is still to be drawn.
_MOVING = """
    SELECT 1 FROM announcements WHERE look_at <= :now OR stage = 'sending'
    UNION ALL SELECT 1 FROM mailings WHERE ended_at IS NULL AND state <> 'paused'
"""

# What a mailing that is paused has not sent yet waits for an organiser, and not for the sender.
_WAITING = """
    SELECT 1 FROM outbox LEFT JOIN letters ON letters.id = outbox.letter_id
    LEFT JOIN mailings ON mailings.id = letters.mailing_id
    WHERE outbox.state = 'sending' OR (outbox.state = 'todo' AND (mailings.id IS NULL OR mailings.state <> 'paused'))
"""

# A draft that is discarded takes its steps along: that it was is in the audit alone.
_STEPS_TAKEN = """
    SELECT id, verb, before, actor FROM affiliation_steps
    UNION ALL SELECT -number, 'discard', 'draft', 'member' FROM audit WHERE what = 'affiliation.discard' ORDER BY id
"""


@dataclass(slots=True)
class Stage:
    """A running bot, and what each person has heard so far."""

    origin: str
    http: ClientSession
    sandbox: Sandbox
    clock: Clock
    engine: Engine
    store: Store
    seen: dict[int, dict[int, str]] = field(default_factory=dict)
    toasts: dict[int, int] = field(default_factory=dict)
    arranged: set[int] = field(default_factory=set)
    """The steps of affiliations that a dialogue began with: nobody took them in it."""

    async def play(self, script: list[Step]) -> list[str]:
        """Play a dialogue and return its lines with what the bot said at each step."""
        lines: list[str] = []
        for step in script:
            lines.append(step.line.rstrip())
            match step:
                case MoveClock(to=to):
                    self.turn_clock(to)
                    await self._settled(None)
                    lines += [written(heard, "") for heard in await self.heard("")]
                case Act(who=who, what=what):
                    await self.act(_NUMBERS[who], what)
                    lines += [written(heard, who) for heard in await self.heard(who)]
                    if what.startswith("(closely "):
                        lines.append(written(await self.closely(who, what), who))
                    if what.startswith("(inline "):
                        lines += [written(card, who) for card in await self.cards(who)]
                case Remark():
                    pass
        return lines

    def turn_clock(self, to: str) -> None:
        """Set both clocks to a local time; at the start this may be backwards."""
        seconds = datetime.fromisoformat(to).replace(tzinfo=ZONE).timestamp() - self.clock()
        self.clock.advance(seconds)
        self.sandbox.world.clock.advance(seconds)

    async def act(self, person: int, what: str) -> None:
        """Do what a line says, and wait until the bot has said all that it has to say."""
        if what.startswith("(closely "):
            return
        if await asyncio.to_thread(self._arrange, person, what):
            await self._settled(None)
            return
        what = await self._with_link(what)
        speaker = Speaker(person, (await self.get(f"/sandbox/people/{person}/chat"))["messages"])
        for request in requests(speaker, what):
            answer = await self.post(f"/sandbox/{request.path}", request.body)
            if request.told:
                last = answer.get("update_id") or answer["update_ids"][-1]
        if request.told:
            await self._settled(last)

    def _arrange(self, person: int, what: str) -> bool:
        before = {number for number, _ in self._steps()}
        if not store_deed(self.store, person, what, self.clock()):
            return False
        self.arranged |= {number for number, _ in self._steps()} - before
        return True

    def taken(self) -> list[Taken]:
        """Return the steps that were taken in the dialogue, in order."""
        return [step for number, step in self._steps() if number not in self.arranged]

    def _steps(self) -> list[tuple[int, Taken]]:
        with self.engine.connect() as connection:
            rows = connection.execute(text(_STEPS_TAKEN))
            return [(row.id, Taken(row.verb, row.before, row.actor)) for row in rows]

    async def _with_link(self, what: str) -> str:
        """Read "(follow 陈敏)" as opening the newest secret link in that chat, as if it had been passed on."""
        scanned = re.fullmatch(r"\(scan(?: (\d+))?(?: of (\d+))?\)", what)
        if scanned is not None:
            return await asyncio.to_thread(self._scanned, int(scanned[2] or 1), float(scanned[1] or 0))
        followed = re.fullmatch(r"\(follow (\S+)\)", what)
        if followed is None:
            return what
        chat = await self.get(f"/sandbox/people/{_NUMBERS[followed[1]]}/chat")
        written_down = json.dumps(chat["messages"], ensure_ascii=False)
        payloads = re.findall(r"start=([ihv]_[\w-]+)", written_down)
        return f"(start {payloads[-1]})"

    def _scanned(self, activity_id: int, minutes_ago: float) -> str:
        """Read "(scan 3 of 1)" as scanning the code that hung for activity 1 so many minutes ago, 0 being now."""
        with self.store.unit_of_work() as unit:
            secret = check_in_keys.secret(unit, activity_id)
            unit.commit()
        return f"(start c_{activity_id}_{tokens.token(secret, self.clock() - 60 * minutes_ago)})"

    async def _settled(self, update_id: int | None) -> None:
        """Wait until an update has taken effect, what was due is rung, and all has left. Raises `TimeoutError`."""
        async with asyncio.timeout(20):
            while not await asyncio.to_thread(self._is_settled, update_id):  # noqa: ASYNC110  a database rings no bell
                await asyncio.sleep(0.01)

    def _is_settled(self, update_id: int | None) -> bool:
        with self.engine.connect() as connection:
            taken = connection.execute(text("SELECT 1 FROM inbox WHERE update_id = :id"), {"id": update_id}).first()
            due = connection.execute(
                text("SELECT 1 FROM notices WHERE state = 'due' AND due_at <= :now"), {"now": self.clock()}
            ).first()
            digest = connection.execute(
                text("SELECT 1 FROM digests WHERE ended_at IS NULL AND next_at <= :now"), {"now": self.clock()}
            ).first()
            moving = connection.execute(text(_MOVING), {"now": self.clock()}).first()
            waiting = connection.execute(text(_WAITING)).first()
        heard_of = taken is not None or update_id is None
        return heard_of and due is None and digest is None and moving is None and waiting is None

    async def heard(self, speaker: str) -> list[Heard]:
        """Return what the bot has said since the last look, to the speaker and then to others, in order for each.

        What goes to different chats leaves side by side: which arrives first means nothing.
        """
        heard: list[Heard] = []
        for person in sorted([*_NAMES, *_ELSEWHERE], key=lambda number: _NAMES.get(number) != speaker):
            kind, _ = _ELSEWHERE.get(person, ("people", ""))
            chat = await self.get(f"/sandbox/{kind}/{person}/chat")
            known = self.seen.setdefault(person, {})
            said: list[tuple[int, Heard]] = []
            for message in chat["messages"]:
                if message["from"] != "bot":
                    continue
                number, now = message["message_id"], json.dumps(message, sort_keys=True)
                if known.get(number) != now:
                    said.append((number, _heard(person, message, in_place=number in known)))
                known[number] = now
            heard += [one for _, one in sorted(said, key=lambda pair: pair[0])]
            heard += self._toasts(person, chat["toasts"])
        return heard

    def _toasts(self, chat_id: int, toasts: Sequence[dict[str, Any]]) -> list[Heard]:
        """Return what only they saw who pressed a button in a group, or the link that opened."""
        fresh, self.toasts[chat_id] = toasts[self.toasts.get(chat_id, 0) :], len(toasts)
        said = [(toast["person"], toast["text"] or f"opens {toast['url'].rpartition('?')[2]}") for toast in fresh]
        return [Heard(_NAMES[person], False, f"(toast) {words}", ()) for person, words in said]  # noqa: FBT003  a field

    async def cards(self, speaker: str) -> list[Heard]:
        """Return what was offered to be shared into a chat: title, description and the message of each."""
        offered = (await self.get(f"/sandbox/people/{_NUMBERS[speaker]}/inline"))["cards"]
        return [
            Heard(speaker, False, f"(card) {one['title']} | {one['description']}\n{one['text']}", _rows(one))  # noqa: FBT003  a field
            for one in offered
        ]

    async def closely(self, speaker: str, what: str) -> Heard:
        """Read "(closely 周四)" as looking at how the bot's newest message that begins so is formatted."""
        said = what.removeprefix("(closely ").removesuffix(")")
        chat = await self.get(f"/sandbox/people/{_NUMBERS[speaker]}/chat")
        found = [one["html"] for one in chat["messages"] if one["from"] == "bot" and one["text"].startswith(said)]
        return Heard(speaker, False, found[-1], ())  # noqa: FBT003  a field

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        content, kind = BytesIO(json.dumps(body).encode()), {"Content-Type": "application/json"}
        async with self.http.post(self.origin + path, data=content, headers=kind) as answer:
            told: dict[str, Any] = await answer.json()
            if answer.status != 200:
                raise AssertionError(f"{path} {body}: {told}")
            return told

    async def get(self, path: str) -> dict[str, Any]:
        async with self.http.get(self.origin + path) as answer:
            told: dict[str, Any] = await answer.json()
            return told


def _heard(person: int, message: dict[str, Any], *, in_place: bool) -> Heard:
    venue = message.get("venue")
    said = f"(pin) {venue['title']}, {venue['address']}" if venue else _words_of(message)
    rows = [tuple(row) for row in message.get("buttons") or []]
    rows += [tuple(f"⌨ {label}" for label in row) for row in message.get("keyboard") or []]
    _, elsewhere = _ELSEWHERE.get(person, ("", ""))
    return Heard(_NAMES.get(person, elsewhere), in_place, said, tuple(rows))


def _rows(told: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in told["buttons"])


def _words_of(message: dict[str, Any]) -> str:
    """Return a message's text, a secret link cut short: it is another one each time."""
    if message.get("deleted"):
        return "(deleted)"
    for kind in ("document", "photo", "voice"):
        if message.get(kind):
            name = message[kind].get("file_name") or message[kind].get("name") or ""
            said = f"({kind}) {name} {message.get('caption') or message.get('text') or ''}".replace("  ", " ").rstrip()
            return _without_secrets(said)
    return _without_secrets(message["text"])


def _without_secrets(said: str) -> str:
    """Cut links and codes short that are others each time."""
    return re.sub(r"(start=[ihv]_|真的：|genuine: )[\w-]+", r"\1…", said)


@asynccontextmanager
async def open_stage(
    framework: Framework, database: str, key: str, lacking: Sequence[str] = ()
) -> AsyncIterator[Stage]:
    """Start a sandbox, which lacks these methods, and a bot on a migrated store; stop both in order at the end."""
    clock, stop, ready = Clock(), asyncio.Event(), asyncio.Event()
    sandbox = Sandbox(TOKEN, PEOPLE, limits=UNLIMITED, on_advance=clock.advance)
    origin = await sandbox.start()
    settings = Settings(
        _env_file=None,
        token=TOKEN,
        bot_api=origin,
        framework=framework,
        database=database,
        key=key,
        per_second=10_000,
        chat_per_second=10_000,
        group_per_minute=10_000,
    )
    async with ClientSession() as http, asyncio.TaskGroup() as tasks:
        for method in lacking:
            await http.post(f"{origin}/sandbox/faults", json={"method": method, "error_code": 404, "times": 1_000})
        bot = tasks.create_task(run(settings, Part(clock, stop, lambda _username: ready.set(), clock_is_wound=True)))
        waiting = tasks.create_task(ready.wait())
        await asyncio.wait({bot, waiting}, return_when=asyncio.FIRST_COMPLETED)
        engine = create_engine(database)
        store = Store(database, key)
        stage = Stage(origin, http, sandbox, clock, engine, store)
        stage.turn_clock(BEGINS)
        try:
            yield stage
        finally:
            waiting.cancel()
            stop.set()
            await bot
            await sandbox.stop()
            engine.dispose()
            store.close()
