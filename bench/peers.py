"""The peers of the turns bench: what a bot usually does with the same updates."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import telegram
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from sqlalchemy import BigInteger, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram.ext import Application, ContextTypes, TypeHandler
from telegram.request import BaseRequest, RequestData

_TOKEN: Final = "77:bench"  # noqa: S105  it opens nothing


async def aiogram_echo(texts: Sequence[str]) -> float:
    """Measure updates per second through aiogram's dispatcher; the handler returns its answer, which nobody sends."""
    dispatcher, bot = Dispatcher(), Bot(_TOKEN)

    async def on_message(message: Any) -> Any:  # noqa: ANN401  aiogram hands handlers what it likes
        return message.answer(message.text or "?")

    async def on_tap(query: Any) -> Any:  # noqa: ANN401  the same
        return query.message.answer(query.data)

    dispatcher.message()(on_message)
    dispatcher.callback_query()(on_tap)
    began = time.perf_counter()
    for text in texts:
        await dispatcher.feed_update(bot, Update.model_validate_json(text, context={"bot": bot}))
    seconds = time.perf_counter() - began
    await bot.session.close()
    return len(texts) / seconds


class _Nowhere(BaseRequest):
    """Accepts every call at once."""

    _ANSWER: Final = json.dumps(
        {"ok": True, "result": {"message_id": 1, "date": 1796090400, "chat": {"id": 1, "type": "private"}}}
    ).encode()
    _ME: Final = json.dumps(
        {"ok": True, "result": {"id": 77, "is_bot": True, "first_name": "bench", "username": "bench"}}
    ).encode()

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002  the library's signature
        request_data: RequestData | None = None,  # noqa: ARG002  the same
        *_times: object,
        **_named: object,
    ) -> tuple[int, bytes]:
        return 200, self._ME if url.endswith("getMe") else self._ANSWER


async def ptb_echo(texts: Sequence[str]) -> float:
    """Measure updates per second through python-telegram-bot's application; its answers go nowhere, at once."""

    async def echo(update: telegram.Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.callback_query:
            await update.get_bot().send_message(update.callback_query.from_user.id, update.callback_query.data or "?")
        elif update.message:
            await update.message.reply_text(update.message.text or "?")

    application = Application.builder().token(_TOKEN).request(_Nowhere()).get_updates_request(_Nowhere()).build()
    application.add_handler(TypeHandler(telegram.Update, echo))
    async with application:
        began = time.perf_counter()
        for text in texts:
            await application.process_update(telegram.Update.de_json(json.loads(text), application.bot))
        return len(texts) / (time.perf_counter() - began)


class _Base(DeclarativeBase): ...


class _Seen(_Base):
    __tablename__ = "inbox"
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    taken_at: Mapped[float]


class _Conversation(_Base):
    __tablename__ = "conversations"
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    turn: Mapped[int]
    state: Mapped[str]


class _Outgoing(_Base):
    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe: Mapped[str] = mapped_column(unique=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    reply: Mapped[str]


async def async_orm(file: Path, texts: Sequence[str]) -> float:
    """Measure updates per second through aiogram's dispatcher, each with the same three writes and one commit."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")
    event.listen(engine.sync_engine, "connect", _as_durable_as_ours)
    async with engine.begin() as connection:
        await connection.run_sync(_Base.metadata.create_all)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    dispatcher, bot = Dispatcher(), Bot(_TOKEN)

    async def remember(chat_id: int, number: int, said: str) -> None:
        async with sessions() as session:
            await _write(session, chat_id, number, said)
            await session.commit()

    async def on_message(message: Any, event_update: Update) -> None:  # noqa: ANN401  aiogram hands over what it likes
        await remember(message.chat.id, event_update.update_id, message.text or "?")

    async def on_tap(query: Any, event_update: Update) -> None:  # noqa: ANN401  the same
        await remember(query.message.chat.id, event_update.update_id, query.data)

    dispatcher.message()(on_message)
    dispatcher.callback_query()(on_tap)
    began = time.perf_counter()
    for text in texts:
        await dispatcher.feed_update(bot, Update.model_validate_json(text, context={"bot": bot}))
    seconds = time.perf_counter() - began
    await bot.session.close()
    await engine.dispose()
    return len(texts) / seconds


async def _write(session: AsyncSession, chat_id: int, number: int, said: str) -> None:
    now = datetime.now(UTC).timestamp()
    fresh = await session.execute(insert(_Seen).values(update_id=number, taken_at=now).on_conflict_do_nothing())
    if not fresh.rowcount:  # type: ignore[attr-defined]  # a cursor's result has it
        return
    talk = await session.get(_Conversation, chat_id)
    if talk is None:
        session.add(_Conversation(chat_id=chat_id, turn=1, state="{}"))
    else:
        talk.turn += 1
    session.add(_Outgoing(dedupe=f"77:{number}:0", chat_id=chat_id, state="todo", reply=json.dumps({"html": said})))


def _as_durable_as_ours(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's connection has no shared type
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
