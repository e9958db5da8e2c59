"""`python -m tests.bounds.storm`: the long form of `test_updates.py`, at people of every role, from wherever they are.

A third of what comes is an update changed by chance, a third a press on what the person was shown last, now and then
with a sign changed, a third words: sentences of the suite, commands, links and texts of chance, written or edited, said
in private or in a group. Exits with 1 if anybody got an apology, is stuck at the end, or read what was not for them.
"""

import argparse
import asyncio
import json
import logging
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

import structlog
from sqlalchemy import delete, select

from bot import codec
from bot.chat import Arrival, Commanded, Commands
from bot.flows.commands import COMMANDS
from bot.handlers.updates import read_update
from bot.intake import Intake
from bot.turn import Taken
from domain.affiliations.affiliations import Verb
from storage.messages import failed_updates, outbox
from storage.migrate import upgrade
from storage.sealed import new_key
from storage.tables.messages import failed_updates as failed_table
from storage.tables.messages import outbox as outbox_table
from storage.unit_of_work import Store
from tests.bounds import chance
from tests.bounds.mutated import WHO, updates
from tests.stage.security_world import ABOVE, ADMIN, HOST, MEMBER, SECRETS, request, settle
from tests.stage.security_world import WHO as ROLES
from tests.stage.talk import NOON, house

BATCH: Final = 50
STRANGERS: Final = range(7001, 7057)
PEOPLE: Final = (*ROLES.values(), *STRANGERS)
SENTENCES: Final = tuple(
    line.split("\t")[1]
    for line in (Path(__file__).parents[1] / "sentences.tsv").read_text("utf-8").splitlines()
    if "\t" in line
)
MAY_READ: Final = frozenset({MEMBER, HOST, ABOVE, ADMIN})


@dataclass(slots=True)
class Storm:
    """What it came to; the last three must be empty."""

    sent: int = 0
    no_update: int = 0
    played: int = 0
    said: int = 0
    apologies: list[str] = field(default_factory=list)
    stuck: list[int] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)

    @property
    def held(self) -> bool:
        return not (self.apologies or self.stuck or self.leaks)

    def told(self) -> Iterator[str]:
        yield (
            f"{self.sent:,} updates, {self.no_update:,} of them none, {self.played:,} played, {self.said:,} messages "
            f"said: {len(self.apologies)} apologies, {len(self.stuck)} of {len(PEOPLE)} people stuck, "
            f"{len(self.leaks)} texts read that were not theirs"
        )
        kinds = Counter(trace.strip().splitlines()[-1][:200] for trace in self.apologies)
        yield from (f"{times} x {kind}" for kind, times in kinds.most_common())
        yield from self.leaks[:10]


async def play(store: Store, count: int, seed: int, seconds: float = float("inf")) -> Storm:
    """Let so many updates come over this store, which is empty but for its schema; after so long, no more."""
    settle(store)
    with store.unit_of_work() as unit:
        request(unit, Verb.SUBMIT)
        unit.commit()
    storm, shown, moment = Storm(), dict[int, list[str]](), [NOON]

    def clock() -> float:
        return moment[0].timestamp()

    def note(taken: Taken) -> None:
        storm.played += taken.played

    intake = Intake(store, house(), clock, note)
    coming = _coming(Random(seed), shown)
    until = time.monotonic() + seconds
    while storm.sent < count and time.monotonic() < until:
        arrivals = list[Arrival]()
        for _ in range(min(BATCH, count - storm.sent)):
            storm.sent += 1
            try:
                arrivals.append(read_update(next(coming), username="waystation_bot", now=moment[0]))
            except ValueError:
                storm.no_update += 1
        await intake.take(arrivals)
        _look(store, storm, shown)
        moment[0] += timedelta(seconds=1)
        if storm.sent % 10_000 == 0:
            _say(f"{storm.sent:,}: {len(storm.apologies)} apologies, {len(storm.leaks)} leaks")
    for chat in PEOPLE:
        before = storm.said
        await intake.take([Arrival(2_000_000_000 + chat, chat, moment[0], Commanded("menu"))])
        _look(store, storm, shown)
        storm.stuck += [chat] if storm.said == before else []
    return storm


def _coming(random: Random, shown: dict[int, list[str]]) -> Iterator[str]:
    changed = updates(random)
    for number, update in enumerate(changed, 1):
        person = random.choice(PEOPLE)
        author = {"id": person, "is_bot": False, "first_name": "芳", "language_code": random.choice(("zh-hans", "en"))}
        message = {"message_id": number, "date": 1796090400, "chat": {"id": person, "type": "private"}, "from": author}
        sort, buttons = random.choice("upw"), shown.get(person)
        if sort == "p" and buttons:
            query = {"id": str(number), "from": author, "message": message, "data": _pressed(random, buttons)}
            yield json.dumps({"update_id": number, "callback_query": query})
        elif sort == "w":
            chat = message["chat"] if random.random() < 0.9 else {"id": -person, "type": "group", "title": "群"}
            kind = "message" if random.random() < 0.95 else "edited_message"
            text = _words(random)
            command = {"type": "bot_command", "offset": 0, "length": len(text.split(" ")[0])}
            said = message | {"chat": chat, "text": text, "entities": [command] if text.startswith("/") else []}
            yield json.dumps({"update_id": number, kind: said})
        else:
            yield update.replace(str(WHO), str(person))


def _pressed(random: Random, buttons: list[str]) -> str:
    data = random.choice(buttons)
    if random.random() < 0.8:
        return data
    at = random.randrange(len(data))
    return data[:at] + random.choice("0129=.abz谢") + data[at + 1 :]


def _words(random: Random) -> str:
    match random.randrange(4):
        case 0:
            return random.choice(SENTENCES)
        case 1:
            return f"/{random.choice(COMMANDS).name} {random.choice(SENTENCES)}"
        case 2:
            return f"/start {random.choice('oihcvpbgax')}_{chance.text(random)[:40]}"
        case _:
            return chance.text(random)


def _look(store: Store, storm: Storm, shown: dict[int, list[str]]) -> None:
    """Read what was said and what failed, and let it be gone, as if it had been sent."""
    with store.unit_of_work() as unit:
        rows = unit.connection.execute(select(outbox_table.c.chat_id, outbox_table.c.reply).order_by(outbox_table.c.id))
        for chat_id, sealed in rows.all():
            content = unit.seal.open(sealed, outbox.REPLY)
            _read(chat_id, content.decode(), storm)
            reply = codec.decode(content)
            if not isinstance(reply, Commands) and reply.buttons:
                shown[chat_id] = [button.data for row in reply.buttons for button in row if button.data]
        unit.connection.execute(delete(outbox_table))
        for failure in failed_updates.waiting(unit):
            storm.apologies.append(failure.traceback)
            _say(f"{failure.arrival.decode(errors='replace')}\n{failure.traceback}")
            unit.connection.execute(delete(failed_table).where(failed_table.c.reference == failure.reference))
        unit.commit()


def _read(chat_id: int, content: str, storm: Storm) -> None:
    storm.said += 1
    if chat_id not in MAY_READ:
        storm.leaks += [f"{chat_id}: {content}" for secret in SECRETS.values() if secret in content]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bounds.storm", description=__doc__)
    parser.add_argument("--updates", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="after so long it ends, however many came")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'w.db'}"
        upgrade(url)
        with closing(Store(url, new_key())) as store:
            began = time.process_time()
            storm = asyncio.run(play(store, asked.updates, asked.seed, asked.seconds))
    _say("\n".join(storm.told()))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    _say(f"seed {asked.seed}, {time.process_time() - began:.0f} s of CPU, {peak_mb} MB at the most")
    return not storm.held


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
