"""Durable turns per second: JSON text in, outbox rows committed, the menu and the nearest points mixed.

Ours runs on SQLite in a file (WAL, synchronous=FULL) and on PostgreSQL. The peers get the same updates: aiogram's and
python-telegram-bot's dispatchers echoing with nothing stored, and aiogram's dispatcher with a handler on SQLAlchemy's
async ORM and aiosqlite that does the same writes. Nobody sends: what is measured ends where the network begins.

`mixed_*` and `statements_per_turn` are of the real mix (`bench.real_mix`): that is where the work is heavy.
"""

import asyncio
import json
import logging
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import mean
from typing import Final
from zoneinfo import ZoneInfo

from bench import real_mix
from bench.measures import seconds
from bench.peers import aiogram_echo, async_orm, ptb_echo
from bench.postgres import database
from bench.stores import city
from bot.handlers.updates import read_update
from bot.house import House
from bot.turn import take
from storage.unit_of_work import Store

BATCH: Final = 100
"""As many updates as one long poll brings."""

PEOPLE: Final = 2000
_SCREENS: Final = ("m.1.more", "m.2.menu", "m.3.where")
STEPS: Final = 6
_NOW: Final = datetime(2026, 12, 1, 2, tzinfo=UTC)


def figures(*, quick: bool) -> dict[str, float]:
    logging.disable(logging.INFO)
    people = PEOPLE // 2 if quick else PEOPLE
    texts = list(updates(people))
    with tempfile.TemporaryDirectory() as folder:
        batched, cpu_s = _ours(f"sqlite:///{folder}/a.db", texts, BATCH)
        unbatched, _ = _ours(f"sqlite:///{folder}/b.db", texts[: 18 * BATCH], 1)
        orm = asyncio.run(async_orm(Path(folder) / "c.db", texts[: 12 * BATCH]))
        mix = real_mix.played(f"sqlite:///{folder}/d.db", crowds=2 if quick else 10)
    with database() as url:
        postgres, _ = _ours(url, texts, BATCH)
    echo = asyncio.run(aiogram_echo(texts))
    return {
        "turns_per_s": batched,
        "cpu_us_per_turn": cpu_s * 1e6,
        "turns_per_s_unbatched": unbatched,
        "pg_turns_per_s": postgres,
        "aiogram_echo_per_s": echo,
        "ptb_echo_per_s": asyncio.run(ptb_echo(texts)),
        "async_orm_per_s": orm,
        "ratio_vs_aiogram_echo": batched / echo,
        "ratio_vs_async_orm": batched / orm,
        "mixed_turns_per_s": mix.turns / mix.took_s,
        "mixed_cpu_us_per_turn": mix.cpu_s / mix.turns * 1e6,
        "statements_per_turn": mean(mix.statements),
    }


def updates(people: int) -> Iterator[str]:
    """Yield what so many people do, as Telegram tells it: the menu, its second page and back, a location, more.

    People take turns, so that a batch holds one update of each of a hundred people.
    """
    random = Random(20261123)
    number = 0
    for first in range(0, people, BATCH):
        for step in range(STEPS):
            for person in range(first, min(first + BATCH, people)):
                number += 1
                yield json.dumps(_update(number, 10_000 + person, step, random))


def _update(number: int, person: int, step: int, random: Random) -> dict[str, object]:
    user = {"id": person, "is_bot": False, "first_name": "王芳", "language_code": "zh-hans"}
    chat = {"id": person, "type": "private", "first_name": "王芳"}
    message = {"message_id": number, "date": 1796090400, "chat": chat}
    match step:
        case 0:
            entity = {"type": "bot_command", "offset": 0, "length": 6}
            said = {**message, "from": user, "text": "/start", "entities": [entity]}
        case 4:
            place = {"latitude": random.uniform(31.0, 31.4), "longitude": random.uniform(121.2, 121.7)}
            said = {**message, "from": user, "location": place}
        case _:
            bot = {"id": 77, "is_bot": True, "first_name": "驿站", "username": "waystation_bot"}
            data = "n.5.next" if step == 5 else _SCREENS[step - 1]
            pressed = {"id": str(number), "from": user, "chat_instance": "1", "data": data}
            shown = {**message, "from": bot, "text": "您好"}
            return {"update_id": number, "callback_query": {**pressed, "message": shown}}
    return {"update_id": number, "message": said}


def _ours(url: str, texts: Sequence[str], size: int) -> tuple[float, float]:
    """Return turns per second, and the seconds of this process's own computing that one takes."""
    store = city(url)
    house = House(language="zh_Hans", zone=ZoneInfo("Asia/Shanghai"), bot_id=77)
    warm_up = BATCH * STEPS  # statements are compiled and catalogues are read once in the life of a process
    _play(store, house, texts[:warm_up], size)
    turns, computed_s = len(texts) - warm_up, time.process_time()
    took_s = seconds(lambda: _play(store, house, texts[warm_up:], size))
    computed_s = time.process_time() - computed_s
    store.close()
    return turns / took_s, computed_s / turns


def _play(store: Store, house: House, texts: Sequence[str], size: int) -> None:
    for first in range(0, len(texts), size):
        arrivals = [read_update(text, username="waystation_bot", now=_NOW) for text in texts[first : first + size]]
        with store.unit_of_work() as unit:
            taken = take(unit, arrivals, house, time.time())
        if taken.played != len(arrivals) or taken.failed:
            raise RuntimeError(f"not every update took effect: {taken}")
