"""The Bot API calls that a front makes, and what becomes of one, whichever library makes it."""

from collections.abc import Awaitable
from typing import Protocol, TypeVar

import structlog

from bot.chat import Cards, Commands, Document, Drawing, Introduction, Picture, Pin, Post, Text, Toast
from bot.handlers.outcomes import CallFailedError, failure_behind

log = structlog.get_logger()

Answer = TypeVar("Answer")


class Calls(Protocol):
    """The Bot API calls we make; each returns when the server has accepted it, and raises whatever its library does.

    A send returns the message's number. `parse_mode` is "HTML", or empty for plain text. `set_chat_commands` with none
    takes the chat's own away.
    An album has a number for each of its messages. `delete_messages` takes one to a hundred. `download` brings what
    stands at the path that `get_file` has told.
    """

    async def get_updates(self, offset: int, wait_s: int) -> object: ...

    async def send_text(self, chat_id: int, text: Text, parse_mode: str) -> int: ...

    async def edit_text(self, chat_id: int, text: Text, parse_mode: str) -> int: ...

    async def send_venue(self, chat_id: int, pin: Pin) -> int: ...

    async def send_document(self, chat_id: int, document: Document) -> int: ...

    async def send_picture(self, chat_id: int, picture: Picture) -> int: ...

    async def send_picture_as_file(self, chat_id: int, picture: Picture) -> int: ...

    async def send_drawing(self, chat_id: int, drawing: Drawing) -> int: ...

    async def edit_drawing(self, chat_id: int, drawing: Drawing) -> int: ...

    async def offer_cards(self, cards: Cards) -> None: ...

    async def send_post(self, chat_id: int, post: Post, parse_mode: str) -> tuple[int, ...]: ...

    async def edit_post(self, chat_id: int, post: Post, parse_mode: str) -> tuple[int, ...]: ...

    async def delete_messages(self, chat_id: int, messages: tuple[int, ...]) -> None: ...

    async def answer_group_tap(self, toast: Toast) -> None: ...

    async def answer_tap(self, receipt: str) -> None: ...

    async def get_file(self, file_id: str) -> object: ...

    async def download(self, path: str) -> bytes: ...

    async def get_me(self) -> object: ...

    async def set_commands(self, told: Introduction) -> None: ...

    async def set_chat_commands(self, chat_id: int, told: Commands) -> None: ...

    async def set_description(self, told: Introduction) -> None: ...

    async def set_about(self, told: Introduction) -> None: ...

    async def show_menu_button(self) -> None: ...

    async def set_webhook(self, url: str, secret: str) -> None: ...

    async def delete_webhook(self) -> None: ...

    async def get_webhook_info(self) -> object: ...

    async def close(self) -> None: ...


async def accepted(call: Awaitable[Answer]) -> Answer:
    """Return what the call brings. Raises `CallFailedError` and nothing else."""
    try:
        return await call
    except Exception as trouble:  # noqa: BLE001  a library may raise anything, and a send never does
        raise failure_behind(trouble) from None


async def tried(method: str, call: Awaitable[None]) -> None:
    """Make a call whose failure costs nothing but itself."""
    try:
        await accepted(call)
    except CallFailedError as failure:
        log.warning("call_refused", method=method, fate=failure.outcome.fate.value, reason=failure.outcome.reason)
