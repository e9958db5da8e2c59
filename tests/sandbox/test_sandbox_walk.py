"""Both Telegram libraries call every method that the sandbox carries out, and their own models read every answer."""

from __future__ import annotations

from typing import Any

import aiogram
import pytest
import telegram
from aiogram import methods as aiogram_methods

from tests.sandbox.schema import FILE, NEWER, Schema, read_schema
from tests.sandbox.test_sandbox_libraries import aiogram_bot, ptb_bot  # noqa: F401  fixtures
from tests.sandbox.visitor import Visitor
from tests.sandbox.walk import REFUSED, WITH_UPLOAD, Walk

pytestmark = [
    pytest.mark.skipif(not FILE.exists(), reason=f"Telegram's schema is not at {FILE}"),
    pytest.mark.filterwarnings("ignore:Please use 'Bot:telegram.warnings.PTBUserWarning"),
]
# How the library wants media that go together, which it lets nobody hand over as plain objects.
MEDIA: dict[str, dict[str, Any]] = {
    "sendMediaGroup": {"photo": telegram.InputMediaPhoto, "video": telegram.InputMediaVideo},
    "sendPaidMedia": {"photo": telegram.InputPaidMediaPhoto},
}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return read_schema()


async def test_aiogram_reads_every_answer(visitor: Visitor, schema: Schema, aiogram_bot: aiogram.Bot) -> None:  # noqa: F811
    called: set[str] = set()

    async def call(method: str, **parameters: Any) -> object:
        called.add(method)
        return await aiogram_bot(getattr(aiogram_methods, method[0].upper() + method[1:])(**parameters))

    await Walk(visitor, call).whole()
    assert set(schema.methods) - REFUSED - WITH_UPLOAD - called == set()


async def test_ptb_reads_every_answer(visitor: Visitor, schema: Schema, ptb_bot: telegram.Bot) -> None:  # noqa: F811
    called: set[str] = set()

    async def call(method: str, **parameters: Any) -> object:
        called.add(method)
        if isinstance(parameters.get("media"), list):
            parameters["media"] = [MEDIA[method][one["type"]](**_without_type(one)) for one in parameters["media"]]
        answer: object = await ptb_bot.do_api_request(method, parameters)
        _read(schema.methods[method]["returns"], answer, ptb_bot)
        return answer

    await Walk(visitor, call).whole()
    assert set(schema.methods) - REFUSED - WITH_UPLOAD - called == set()


def _read(kinds: list[str], answer: object, bot: telegram.Bot) -> None:
    """Let the library's class of the documented type read an answer; nothing in it may be new to the class."""
    kind = next((one for one in kinds if one not in ("Boolean", "String", "Integer")), "").removeprefix("Array of ")
    model: Any = getattr(telegram, kind, None)
    for one in answer if isinstance(answer, list) else [answer]:
        if model is not None and isinstance(one, dict):
            assert set(model.de_json(one, bot).api_kwargs) <= set(NEWER), (kind, one)


def _without_type(media: dict[str, Any]) -> dict[str, Any]:
    return {key: what for key, what in media.items() if key != "type"}
