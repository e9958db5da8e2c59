"""A bot that stores nothing and says back what it hears: `python -m bench.echo LIBRARY ORIGIN TOKEN`, until SIGTERM."""

import asyncio
import sys
from typing import Any

import telegram
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.ext import Application, ContextTypes, TypeHandler


async def _aiogram(origin: str, token: str) -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(origin)))
    dispatcher = Dispatcher()

    async def on_message(message: Any) -> Any:  # noqa: ANN401  aiogram hands handlers what it likes
        return message.answer(message.text or "?")

    dispatcher.message()(on_message)
    await dispatcher.start_polling(bot)


def _ptb(origin: str, token: str) -> None:
    async def echo(update: telegram.Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message:
            await update.message.reply_text(update.message.text or "?")

    application = Application.builder().token(token).base_url(f"{origin}/bot").build()
    application.add_handler(TypeHandler(telegram.Update, echo))
    application.run_polling()


if __name__ == "__main__":
    library, at, secret = sys.argv[1:]
    if library == "aiogram":
        asyncio.run(_aiogram(at, secret))
    else:
        _ptb(at, secret)
