"""Markups that a front writes itself are those that the library's own types write."""

import json

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    TelegramObject,
)

from bot.chat import Button, Buttons, Key, Keys, Outgoing, Text
from bot.handlers.ptb_front import open_front
from tests.handlers.scripted_bot_api import TOKEN, ScriptedBotApi

BUTTONS: Buttons = (
    (Button("通过", "r.3.accept"), Button("退回 <1>", "r.3.return")),
    (Button("地图", url="https://a.example/?q=1"),),
)
KEYS: Keys = ((Key("发位置", "location"), Key("发号码", "phone")), (Key("菜单"),))


def _inline() -> InlineKeyboardMarkup:
    first, second = BUTTONS
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(one.label, callback_data=one.data) for one in first],
            [InlineKeyboardButton(one.label, url=one.url) for one in second],
        ]
    )


def _keys() -> ReplyKeyboardMarkup:
    place, phone = KEYS[0]
    shares = [KeyboardButton(place.label, request_location=True), KeyboardButton(phone.label, request_contact=True)]
    rows = [shares, [KeyboardButton(KEYS[1][0].label)]]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        (Text("好的", BUTTONS), _inline()),
        (Text("好的", keys=KEYS), _keys()),
        (Text("好的", keys=KEYS[1:]), ReplyKeyboardMarkup([[KeyboardButton("菜单")]], resize_keyboard=True)),
        (Text("好的", hide_keys=True), ReplyKeyboardRemove()),
    ],
)
async def test_markup_as_the_library_writes_it(server: ScriptedBotApi, text: Text, markup: TelegramObject) -> None:
    front = open_front(TOKEN, server.origin)
    await front.send(Outgoing(1, 7, text))
    await front.close()
    (asked,) = server.asked("sendMessage")
    told = asked["reply_markup"]
    assert (json.loads(told) if isinstance(told, str) else told) == markup.to_dict()
