"""A pytest plugin: the tests of python-telegram-bot's own that make requests make them of a sandbox.

It is loaded into that library's test run and not into ours: see `tests/sandbox/foreign/__main__.py`.
"""

import os
from importlib import import_module
from typing import Any

import pytest

ORIGIN = os.environ.get("SANDBOX_ORIGIN", "")
BOT = {
    "token": os.environ.get("SANDBOX_TOKEN", ""),
    "payment_provider_token": "1:TEST:sandbox",
    "chat_id": "675666224",
    "super_group_id": "-1001310911135",
    "forum_group_id": "-1001838004577",
    "channel_id": "@pythontelegrambottests",
    "subscription_channel_id": -1002229649303,
    "name": "PTB tests on a sandbox",
    "username": "@waystation_sandbox_bot",
}


def pytest_configure() -> None:
    """Lead the library's bots to the sandbox, with the one token that it knows and the chats that are there."""
    import_module("tests.auxil.ci_bots").FALLBACKS[:] = [BOT]
    bot_class: Any = import_module("telegram").Bot
    begin = bot_class.__init__

    def begin_here(self: object, token: str, *given: object, **named: object) -> None:
        begin(self, token, *given, **{**named, "base_url": f"{ORIGIN}/bot", "base_file_url": f"{ORIGIN}/file/bot"})

    bot_class.__init__ = begin_here


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what makes requests of the Bot API; where it tries up to three times, once is enough."""
    kept = [one for one in items if one.parent is not None and one.parent.name.endswith("WithRequest")]
    for one in kept:
        one.own_markers = [mark for mark in one.own_markers if mark.name != "flaky"]
    config.hook.pytest_deselected(items=[one for one in items if one not in kept])
    items[:] = kept
