"""Both Telegram libraries talk to the sandbox unchanged, over real HTTP: poll, send, edit, files, refusals."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from datetime import timedelta

import aiogram
import pytest
import telegram
from aiogram import types as aiogram_types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from telegram.error import BadRequest, Forbidden, RetryAfter

from tests.sandbox.visitor import FANG, TOKEN, Visitor

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
async def aiogram_bot(visitor: Visitor) -> AsyncIterator[aiogram.Bot]:
    bot = aiogram.Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(visitor.origin)))
    yield bot
    await bot.session.close()


@pytest.fixture
async def ptb_bot(visitor: Visitor) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(TOKEN, f"{visitor.origin}/bot", f"{visitor.origin}/file/bot") as bot:
        yield bot


async def test_aiogram_polls_answers_and_edits(visitor: Visitor, aiogram_bot: aiogram.Bot) -> None:
    await visitor.does(FANG, "text", text="/start")
    (started,) = await aiogram_bot.get_updates(timeout=1, allowed_updates=["message", "callback_query"])
    button = aiogram_types.InlineKeyboardButton(text="来", callback_data="yes")
    markup = aiogram_types.InlineKeyboardMarkup(inline_keyboard=[[button]])
    sent = await aiogram_bot.send_message(FANG, "<b>您好</b>", parse_mode="HTML", reply_markup=markup)
    await visitor.does(FANG, "tap", button="来")
    (tapped,) = await aiogram_bot.get_updates(offset=started.update_id + 1, timeout=1)
    assert tapped.callback_query
    await aiogram_bot.answer_callback_query(tapped.callback_query.id, text="好")
    await aiogram_bot.edit_message_text("再见", chat_id=FANG, message_id=sent.message_id)
    shown = (await visitor.chat(FANG))["messages"]
    assert (started.message and started.message.text, tapped.callback_query.data) == ("/start", "yes")
    assert [(one["text"], one["edited"], one["buttons"]) for one in shown] == [
        ("/start", False, []),
        ("再见", True, []),
    ]


async def test_ptb_polls_answers_and_edits(visitor: Visitor, ptb_bot: telegram.Bot) -> None:
    await visitor.does(FANG, "text", text="/start")
    (started,) = await ptb_bot.get_updates(timeout=1, allowed_updates=["message", "callback_query"])
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("来", callback_data="yes")]])
    sent = await ptb_bot.send_message(FANG, "<b>您好</b>", parse_mode="HTML", reply_markup=markup)
    await visitor.does(FANG, "tap", button="来")
    (tapped,) = await ptb_bot.get_updates(offset=started.update_id + 1, timeout=1)
    assert tapped.callback_query
    await tapped.callback_query.answer("好")
    await ptb_bot.edit_message_text("再见", FANG, sent.message_id)
    shown = (await visitor.chat(FANG))["messages"]
    assert (started.message and started.message.text, tapped.callback_query.data) == ("/start", "yes")
    assert [(one["text"], one["edited"], one["buttons"]) for one in shown] == [
        ("/start", False, []),
        ("再见", True, []),
    ]


async def test_aiogram_sends_and_fetches_files(visitor: Visitor, aiogram_bot: aiogram.Bot) -> None:
    await visitor.does(FANG, "text", text="x")
    sent = await aiogram_bot.send_photo(FANG, aiogram_types.BufferedInputFile(PICTURE, "海报.png"), caption="海报")
    assert sent.photo
    fetched = await aiogram_bot.download(sent.photo[-1])
    shown = (await visitor.chat(FANG))["messages"][-1]
    assert fetched
    assert (fetched.read(), sent.photo[-1].width, shown["text"], shown["kind"]) == (PICTURE, 1, "海报", "photo")


async def test_ptb_sends_and_fetches_files(visitor: Visitor, ptb_bot: telegram.Bot) -> None:
    await visitor.does(FANG, "text", text="x")
    sent = await ptb_bot.send_document(FANG, b"a,b", filename="名单.csv")
    album = [telegram.InputMediaPhoto(PICTURE, filename=f"{number}.png") for number in range(2)]
    group = await ptb_bot.send_media_group(FANG, album)
    assert sent.document
    fetched = await (await sent.document.get_file()).download_as_bytearray()
    assert (bytes(fetched), sent.document.file_name, len(group)) == (b"a,b", "名单.csv", 2)


async def test_aiogram_names_what_is_refused(visitor: Visitor, aiogram_bot: aiogram.Bot) -> None:
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await aiogram_bot.send_message(FANG, "x")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await aiogram_bot.send_message(5, "x")
    await visitor.post("faults", method="sendMessage", error_code=429, retry_after=7)
    with pytest.raises(TelegramRetryAfter) as too_fast:
        await aiogram_bot.send_message(5, "x")
    assert too_fast.value.retry_after == 7


async def test_ptb_names_what_is_refused(
    visitor: Visitor, ptb_bot: telegram.Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns about its own default
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await ptb_bot.send_message(FANG, "x")
    with pytest.raises(BadRequest, match="not found"):
        await ptb_bot.send_message(5, "x")
    await visitor.post("faults", method="sendMessage", error_code=429, retry_after=7)
    with pytest.raises(RetryAfter) as too_fast:
        await ptb_bot.send_message(5, "x")
    assert too_fast.value.retry_after == timedelta(seconds=7)


async def test_both_set_commands_and_menu(visitor: Visitor, aiogram_bot: aiogram.Bot, ptb_bot: telegram.Bot) -> None:
    await visitor.does(FANG, "text", text="x")
    command = aiogram_types.BotCommand(command="near", description="找服务点")
    private = aiogram_types.BotCommandScopeAllPrivateChats()
    await aiogram_bot.set_my_commands([command], scope=private)
    await aiogram_bot.set_my_name("驿站")
    await ptb_bot.set_my_commands([("help", "Help")], language_code="en")
    await ptb_bot.set_chat_menu_button(FANG, telegram.MenuButtonCommands())
    assert await visitor.get(f"people/{FANG}/commands") == {
        "commands": [{"command": "near", "description": "找服务点"}],
        "menu_button": {"type": "commands"},
    }
    assert (await ptb_bot.get_my_commands(language_code="en"))[0].command == "help"
