"""A busy day of the bot leaves nobody's name, phone, document, employer or home branch in clear, anywhere it writes.

Several people are played through the real app over HTTP, both sides and the home branch; a step fails, messages wait,
the clock goes on with its jobs and reminders. Then whatever a thief could carry off is searched: every value of every
table, the database's files as bytes, the logs in both forms at DEBUG, and the metrics.
"""

import asyncio
import base64
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, fields
from io import StringIO
from pathlib import Path
from typing import Final, Literal

import pytest
from prometheus_client import generate_latest
from sqlalchemy import Engine, func, inspect, make_url, select, text, update

from bot.logs import start_logging
from bot.settings import Framework
from scheduler.jobs import standing_jobs
from scheduler.retention import forget_in_time
from storage.tables.messages import failed_updates, outbox
from storage.tables.people import members
from storage.unit_of_work import Store
from tests.stage import log_settings, small_city
from tests.stage.playing import ZONE
from tests.stage.wire import WireStage, open_stage

ORGANISER, HOME_CONTACT = 1004, 1003
HOUR_S: Final = 3600
DAYS: Final = 8


@dataclass(frozen=True, slots=True)
class Told:
    """What one person tells; each of it stands nowhere else in the world."""

    chat_id: int
    name: str
    phone: str
    employer: str
    building: str
    branch: str
    place: str
    contact: str
    document: str
    remark: str

    @property
    def secrets(self) -> Iterator[str]:
        return (str(getattr(self, one.name)) for one in fields(self) if one.name != "chat_id")


PEOPLE: Final = tuple(
    Told(
        7001 + number,
        f"欧阳{sign}薇",
        f"13912{number}45678",
        f"{sign}曜远洋打捞公司",
        f"{sign}渡口旧仓库",
        f"{sign}湾第七党支部",
        f"{sign}岭自治县",
        f"尉迟{sign}",
        f"LD-{sign}-77{number}31",
        f"我在{sign}川另有急事",
    )
    for number, sign in enumerate("鹮鸮鹬")
)


@pytest.fixture
def logs() -> Iterator[tuple[StringIO, StringIO]]:
    """Give what is logged, as text and as JSON, however unimportant."""
    with log_settings.as_before():
        yield kept_in_both_forms()


def kept_in_both_forms() -> tuple[StringIO, StringIO]:
    root = logging.getLogger()
    kept = StringIO(), StringIO()
    handlers = []
    forms: tuple[Literal["text", "json"], ...] = ("text", "json")
    for form, stream in zip(forms, kept, strict=True):
        start_logging(form)
        handler = root.handlers[0]
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)
        handlers.append(handler)
    root.handlers[:] = handlers
    root.setLevel(logging.DEBUG)
    for name in ("apscheduler", "alembic", "aiohttp", "telegram", "aiogram", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    return kept


@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
async def test_busy_day_leaves_nothing_in_clear(
    framework: Framework, database_url: str, key: str, logs: tuple[StringIO, StringIO]
) -> None:
    furnish(database_url, key)
    async with open_stage(framework, database_url, key) as stage:
        await busy_day(stage)
        written = {**dumped(stage.engine), "metrics": generate_latest()}
        written |= {"text log": logs[0].getvalue().encode(), "JSON log": logs[1].getvalue().encode()}
        said = json.dumps([await stage.get(f"/sandbox/people/{one.chat_id}/chat") for one in PEOPLE])
    assert [secret for one in PEOPLE for secret in one.secrets if json.dumps(secret)[1:-1] not in said] == []
    assert found(written) == []


def furnish(url: str, key: str) -> None:
    store = Store(url, key)
    with store.unit_of_work() as unit:
        small_city.build(unit)
        unit.commit()
    store.close()


# ---------------------------------------------------------------- the day


async def busy_day(stage: WireStage) -> None:
    await stage.act(ORGANISER, "(grant organiser 310106012)")
    for one in PEOPLE:
        await register(stage, one)
    await review(stage)
    await home_answers(stage, PEOPLE[0])
    await time_goes_by(stage)
    await use_what_is_told(stage, PEOPLE[1])
    await a_step_fails(stage, PEOPLE[2])
    await messages_wait(stage, PEOPLE[1])


async def register(stage: WireStage, one: Told) -> None:
    """Go from a building's poster to the last button, and tell all that can be told besides."""
    steps = (
        "(start b_B2)", "[1]", "[在这里挂靠]", "[同意]", one.name, one.phone, one.branch, one.place, "[还不确定]",
        f"单位 {one.employer}", f"楼宇 {one.building}", f"联系人 {one.contact}", "改证件", "[流动党员活动证]",
        one.document, "2026年12月20日", "告知姓名", "[可以]", "[✅ 发送]",
    )  # fmt: skip
    for step in steps:
        await stage.act(one.chat_id, step)


async def review(stage: WireStage) -> None:
    """Ask one and get the answer, return one with a reason and get it back, reveal and approve all."""
    first, second, _ = PEOPLE
    for step in ("/review", "[1]", "[显示全部]", "[问一句]", f"{first.name}同志,{first.remark}吗?"):
        await stage.act(ORGANISER, step)
    await stage.act(first.chat_id, "[答复]")
    await stage.act(first.chat_id, first.remark)
    for step in ("/review", "[2]", "[退回补充]", f"{second.name}的电话{second.phone}不通"):
        await stage.act(ORGANISER, step)
    for step in ("[我的挂靠]", "[补充后再发]", "[✅ 发送]"):
        await stage.act(second.chat_id, step)
    for _ in PEOPLE:
        for step in ("/review", "[1]", "[显示全部]", "[通过]"):
            await stage.act(ORGANISER, step)


async def home_answers(stage: WireStage, one: Told) -> None:
    await stage.act(one.chat_id, "[我的挂靠]")
    await stage.act(one.chat_id, "[请原支部确认]")
    chat = await stage.get(f"/sandbox/people/{one.chat_id}/chat")
    said = " ".join(message["text"] for message in chat["messages"])
    token = said.rpartition("?start=h_")[2].split()[0]
    for step in (f"(start h_{token})", "[有异议]", f"{one.name}已转到{one.branch},电话{one.phone}"):
        await stage.act(HOME_CONTACT, step)


async def time_goes_by(stage: WireStage) -> None:
    """Let days go by, the last of them hour by hour, with everything that happens by itself."""
    for hours in (*[24] * (DAYS - 1), *[1] * 24):
        stage.clock.advance(hours * HOUR_S)
        stage.sandbox.world.clock.advance(hours * HOUR_S)
        await stage.settles(None)
        for job in standing_jobs(stage.store, stage.clock):
            await job.work()
        await forget_in_time(stage.store, stage.clock, ZONE)


async def use_what_is_told(stage: WireStage, one: Told) -> None:
    """Look at it, take it home as a file, search for what nobody knows."""
    for step in ("/start", "[我的挂靠]", "[我填的信息]", "/privacy", "[导出我的数据]", one.remark):
        await stage.act(one.chat_id, step)


async def a_step_fails(stage: WireStage, one: Told) -> None:
    """Let what is stored become unreadable, so that the next answer raises with what was typed at hand."""
    for step in ("/start", "[我的挂靠]", "[我填的信息]", "[修改]", "[2]"):
        await stage.act(one.chat_id, step)
    with stage.engine.begin() as connection:
        connection.execute(update(members).where(members.c.chat_id == one.chat_id).values(details=b"rubbish"))
    await stage.act(one.chat_id, one.remark)
    with stage.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(failed_updates)) == 1


async def messages_wait(stage: WireStage, one: Told) -> None:
    """Let the server refuse everything for a while: the answer with everything in it waits in the outbox."""
    for step in ("/start", "[我的挂靠]"):
        await stage.act(one.chat_id, step)
    fault = {"method": "sendMessage", "error_code": 429, "retry_after": 600, "times": 1000}
    await stage.post("/sandbox/faults", fault)
    await stage.post(f"/sandbox/people/{one.chat_id}/tap", {"button": "我填的信息"})
    async with asyncio.timeout(10):
        while not await asyncio.to_thread(_waiting, stage.engine):  # noqa: ASYNC110  a database rings no bell
            await asyncio.sleep(0.05)


def _waiting(engine: Engine) -> int:
    with engine.connect() as connection:
        tried = outbox.c.reason.is_not(None) & (outbox.c.state == "todo")
        return connection.scalar(select(func.count()).where(tried)) or 0


# ---------------------------------------------------------------- what is carried off


def dumped(engine: Engine) -> dict[str, bytes]:
    """Return every table as text, and an SQLite database's files as they lie on the disk."""
    tables = {name: _table(engine, name) for name in inspect(engine).get_table_names()}
    if engine.dialect.name == "postgresql":
        return tables
    file = Path(str(make_url(engine.url).database))
    return tables | {one.name: one.read_bytes() for one in file.parent.glob(f"{file.name}*")}


def _table(engine: Engine, name: str) -> bytes:
    """Join all values of a table; what is not text as the database writes it as text."""
    with engine.connect() as connection:
        rows = connection.execute(text(f'SELECT * FROM "{name}"')).all()  # noqa: S608  a name from the schema
    return b"\n".join(_bytes(value) for row in rows for value in row)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


def found(written: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return which secrets stand where, in any of the ways of writing them."""
    return [
        (place, secret)
        for place, content in written.items()
        for one in PEOPLE
        for secret in one.secrets
        if any(form in content for form in written_as(secret))
    ]


def written_as(secret: str) -> Iterator[bytes]:
    """Yield how somebody could write it: plainly, escaped in JSON or Python, in base64, and a phone with gaps."""
    yield secret.encode()
    yield secret.encode("utf-16-le")
    yield json.dumps(secret)[1:-1].encode()
    yield secret.encode("unicode_escape")
    yield secret.encode().hex().encode()
    for shift, first in enumerate((0, 2, 3)):  # wherever it begins; at both ends other bytes have a part in a letter
        inside = b" " * shift + secret.encode()
        yield base64.b64encode(inside)[first : len(inside) * 8 // 6]
    if secret.isdigit():
        yield f"{secret[:3]} {secret[3:7]} {secret[7:]}".encode()


@pytest.mark.parametrize("form", range(9))
def test_secret_is_found_however_it_is_written(form: int) -> None:
    """A search that finds nothing would prove nothing."""
    forms = list(written_as(PEOPLE[0].phone))
    assert (len(forms), found({"a": b"before" + forms[form] + b"after"})) == (9, [("a", PEOPLE[0].phone)])
