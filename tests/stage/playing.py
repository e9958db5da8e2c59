"""Playing a dialogue: what its lines do, when the bot has said all that it has to say, and what it has said."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from bot.clock import Clock
from bot.settings import Framework, Settings
from domain.activities import tokens
from sandbox.server import Sandbox
from sandbox.state.limits import UNLIMITED
from storage.activities import check_in_keys
from storage.unit_of_work import Store
from tests.stage.deeds.sandbox import Request, Speaker, requests
from tests.stage.deeds.store import is_store_deed, store_deed
from tests.stage.hearing import NUMBERS, PEOPLE, Ears
from tests.stage.script import Act, Heard, MoveClock, Remark, Step, Taken, written

TOKEN: Final = "77:dialogue"
ZONE: Final = ZoneInfo("Asia/Shanghai")
BEGINS: Final = "2026-12-01T10:00"  # a Tuesday

# What rings, goes out or moves on by itself at this moment. An announcement that is about to be sent, or whose
# progress is still to be drawn, moves; what a mailing that is paused has not sent yet waits for an organiser, and not
# for the sender.
_TAKEN: Final = text("SELECT 1 FROM inbox WHERE key = :id")

_DUE: Final = text("""
    SELECT 1 FROM notices WHERE state = 'due' AND due_at <= :now
    UNION ALL SELECT 1 FROM digests WHERE ended_at IS NULL AND next_at <= :now
    UNION ALL SELECT 1 FROM announcements WHERE look_at <= :now OR stage = 'sending'
    UNION ALL SELECT 1 FROM mailings WHERE ended_at IS NULL AND state <> 'paused'
    UNION ALL SELECT 1 FROM outbox LEFT JOIN letters ON letters.id = outbox.letter_id
        LEFT JOIN mailings ON mailings.id = letters.mailing_id
        WHERE outbox.state = 'sending'
            OR (outbox.state = 'todo' AND (mailings.id IS NULL OR mailings.state <> 'paused'))
""")

_TO_READ_S: Final = 0.5
"""So long somebody reads before the next line, lest how fast a machine is decides who writes too fast."""

# A draft that is discarded takes its steps along: that it was is in the audit alone.
_STEPS_TAKEN: Final = text("""
    SELECT id, verb, before, actor FROM affiliation_steps
    UNION ALL SELECT -number, 'discard', 'draft', 'member' FROM audit WHERE what = 'affiliation.discard' ORDER BY id
""")


def settings_for(framework: Framework, database: str, key: str, bot_api: str) -> Settings:
    """Set a bot up that waits for no pace."""
    return Settings(
        _env_file=None,
        token=TOKEN,
        bot_api=bot_api,
        framework=framework,
        database=database,
        key=key,
        per_second=10_000,
        chat_per_second=10_000,
        group_per_minute=10_000,
    )


def open_sandbox(clock: Clock) -> Sandbox:
    """Open a sandbox of the usual people, whose clock takes the bot's along."""
    return Sandbox(TOKEN, PEOPLE, limits=UNLIMITED, on_advance=clock.advance)


@dataclass(slots=True)
class Stage(ABC):
    """A bot at work on a sandbox, and what each person has heard so far."""

    sandbox: Sandbox
    clock: Clock
    engine: Engine
    store: Store
    ears: Ears = field(init=False)
    arranged: set[int] = field(default_factory=set)
    """The steps of affiliations that a dialogue began with: nobody took them in it."""

    def __post_init__(self) -> None:
        self.ears = Ears(self.sandbox.world)

    @abstractmethod
    async def does(self, request: Request) -> dict[str, Any]:
        """Do it at the sandbox, and return what came of it."""

    @abstractmethod
    async def settles(self, update_id: int | None) -> None:
        """Return when an update has taken effect, what was due is rung, and all has left. Raises `TimeoutError`."""

    async def play(self, script: Sequence[Step]) -> list[str]:
        """Play a dialogue and return its lines with what the bot said at each step."""
        lines: list[str] = []
        for step in script:
            lines.append(step.line.rstrip())
            match step:
                case MoveClock(to=to):
                    self.turn_clock(to)
                    await self.settles(None)
                    lines += [written(heard, "") for heard in self.heard("")]
                case Act(who=who, what=what):
                    await self.act(NUMBERS[who], what)
                    lines += [written(heard, who) for heard in self.heard(who)]
                    if what.startswith("(closely "):
                        lines.append(written(self.ears.closely(who, what), who))
                    if what.startswith("(inline "):
                        lines += [written(card, who) for card in self.ears.cards(who)]
                    self.wind(_TO_READ_S)
                case Remark():
                    pass
        return lines

    def heard(self, speaker: str) -> list[Heard]:
        return self.ears.heard(speaker)

    def turn_clock(self, to: str) -> None:
        """Set both clocks to a local time; at the start this may be backwards."""
        self.wind(datetime.fromisoformat(to).replace(tzinfo=ZONE).timestamp() - self.clock())

    def wind(self, seconds: float) -> None:
        """Set both clocks forward."""
        self.clock.advance(seconds)
        self.sandbox.world.clock.advance(seconds)

    async def act(self, person: int, what: str) -> None:
        """Do what a line says, and wait until the bot has said all that it has to say."""
        if what.startswith("(closely "):
            return
        if self._arrange(person, what):
            await self.settles(None)
            return
        speaker = Speaker(person, lambda: self.ears.messages(person))
        for request in requests(speaker, self._with_link(what)):
            answer = await self.does(request)
            if request.told:
                last = answer.get("update_id") or answer["update_ids"][-1]
        if request.told:
            await self.settles(last)

    def is_settled(self, update_id: int | None = None) -> bool:
        """Tell whether an update has taken effect, if one is named, and nothing is due any more."""
        with self.engine.connect() as connection:
            if update_id is not None and connection.execute(_TAKEN, {"id": str(update_id)}).first() is None:
                return False
            return connection.execute(_DUE, {"now": self.clock()}).first() is None

    def taken(self) -> list[Taken]:
        """Return the steps that were taken in the dialogue, in order."""
        return [step for number, step in self._steps() if number not in self.arranged]

    def _arrange(self, person: int, what: str) -> bool:
        if not is_store_deed(what):
            return False
        before = {number for number, _ in self._steps()}
        store_deed(self.store, person, what, self.clock())
        self.arranged |= {number for number, _ in self._steps()} - before
        return True

    def _steps(self) -> list[tuple[int, Taken]]:
        with self.engine.connect() as connection:
            return [(row.id, Taken(row.verb, row.before, row.actor)) for row in connection.execute(_STEPS_TAKEN)]

    def _with_link(self, what: str) -> str:
        """Read "(follow 陈敏)" as opening the newest secret link in that chat, as if it had been passed on."""
        if scanned := re.fullmatch(r"\(scan(?: (\d+))?(?: of (\d+))?\)", what):
            return self._scanned(int(scanned[2] or 1), float(scanned[1] or 0))
        if followed := re.fullmatch(r"\(follow (\S+)\)", what):
            written_down = json.dumps(self.ears.messages(NUMBERS[followed[1]]), ensure_ascii=False)
            payloads = re.findall(r"(?:start=|/p/)([ihv]_[\w-]+)", written_down)
            return f"(start {payloads[-1]})"
        return what

    def _scanned(self, activity_id: int, minutes_ago: float) -> str:
        """Read "(scan 3 of 1)" as scanning the code that hung for activity 1 so many minutes ago, 0 being now."""
        with self.store.unit_of_work() as unit:
            secret = check_in_keys.secret(unit, activity_id)
            unit.commit()
        return f"(start c_{activity_id}_{tokens.token(secret, self.clock() - 60 * minutes_ago)})"
