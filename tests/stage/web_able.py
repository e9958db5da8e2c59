"""A dialogue over a front that can do what a page can and no more, in this thread.

Everything is the product's, as in `direct`; the front declares the page's abilities, and holds the sender to them. That
whoever has a role is proved to be who they are is left to them: without it no organiser's dialogue could be played, and
`tests/pages/test_roles.py` shows that nobody has a role on a page.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import Any, Final

from bot.abilities import WEB
from bot.chat import Button, Buttons, Cards, Commands, Front, Keys, Outcome, Outgoing, Text, Toast
from tests.stage.direct import LeapingLoop, open_direct_stage
from tests.stage.playing import settings_for
from tests.stage.script import Step, ending

ABLE: Final = replace(WEB, trusted=True)


class WebAbleFront:
    """A front that sends what a page shows, over one that could do more."""

    abilities = ABLE

    def __init__(self, able: Front) -> None:
        self._able = able

    def __getattr__(self, name: str) -> Any:
        return getattr(self._able, name)

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send what a page can show. Raises `AssertionError` for anything else."""
        reply = outgoing.reply
        assert not isinstance(reply, Cards | Toast | Commands), f"a page has no {type(reply).__name__}"
        assert outgoing.chat_id > 0, "a page is no group"
        _fits(getattr(reply, "buttons", ()))
        if isinstance(reply, Text):
            assert len(unescape(reply.html)) <= 2 * ABLE.length
            assert not _asks_phone(reply.keys), "no page hands a telephone's number over"
        return await self._able.send(outgoing)


WITHOUT_PHONE: Final = {
    "点下面的按钮，两样一次发来；也可以直接写，例如": "直接写就行，例如",
    "点下面的按钮发送，或者直接输入；其他国家的号码加 + 就行。": "直接输入就行；其他国家的号码加 + 号。",
    "The button below sends both. Or type them, for example": "Just type both, for example",
    "       [⌨ 📱 发送我的姓名和手机]\n": "",
    "       [⌨ 📱 Send my name and number]\n": "",
}
"""A dialogue is written as Telegram has it, where a button hands the phone number over; a browser has none such."""

_CARD: Final = re.compile(r"^Bot:   \(card\) .*\n(?:       .*\n)*", re.MULTILINE)
"""What is offered to be shared into another chat, which nobody is offered here."""


def as_on_a_page(written: str) -> str:
    """Return a dialogue as it reads on a page."""
    for there, here in WITHOUT_PHONE.items():
        written = written.replace(there, here)
    return _CARD.sub("", written)


def _fits(buttons: Buttons) -> None:
    flat: list[Button] = [button for row in buttons for button in row]
    assert len(flat) <= ABLE.buttons.most
    assert all(len(button.label) <= ABLE.buttons.label for button in flat)


def _asks_phone(keys: Keys) -> bool:
    return any(key.shares == "phone" for row in keys for key in row)


def said(script: Sequence[Step], database: str, key: str) -> str:
    """Play a dialogue on a furnished store, and return it as its file would have it."""
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(_said(script, database, key))


async def _said(script: Sequence[Step], database: str, key: str) -> str:
    settings = settings_for("ptb", database, key, "http://127.0.0.1")
    async with open_direct_stage(settings, made=WebAbleFront) as stage:
        lines = "\n".join(await stage.play(script)).rstrip()
        return "\n".join([lines, *ending(stage.taken())]) + "\n"
