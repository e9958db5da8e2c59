"""The front that both libraries share: it fetches, sends with the fallbacks, and introduces the bot.

A library's own file makes the calls (`Calls`); what a refused call means is decided here, once.
"""

import html
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import structlog

from bot.chat import (
    Arrival,
    Cards,
    Commands,
    Document,
    Drawing,
    Fate,
    Fetched,
    FetchFailedError,
    Introduction,
    Message,
    Outcome,
    Outgoing,
    Picture,
    Pin,
    Text,
    TokenRefusedError,
)
from bot.handlers.outcomes import CallFailedError, failure_behind
from bot.handlers.updates import ODD_UPDATES, read_update, translate

log = structlog.get_logger()

Answer = TypeVar("Answer")

TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
TAG = re.compile(
    r"</?(?:b|strong|i|em|u|ins|s|strike|del|a|code|pre|blockquote|tg-spoiler|span)\b[^<>]*>", re.IGNORECASE
)

PICTURE_NAME = "picture.png"

CARDS_S = 10
"""How long Telegram may show the same cards for the same words."""

UNCHANGED = "message is not modified"
UNPARSABLE = "can't parse entities"


class Calls(Protocol):
    """The Bot API calls we make; each returns when the server has accepted it, and raises whatever its library does.

    A send returns the message's number. `parse_mode` is "HTML", or empty for plain text. `set_chat_commands` with none
    takes the chat's own away.
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

    async def answer_tap(self, receipt: str) -> None: ...

    async def get_username(self) -> str: ...

    async def set_commands(self, told: Introduction) -> None: ...

    async def set_chat_commands(self, chat_id: int, told: Commands) -> None: ...

    async def set_description(self, told: Introduction) -> None: ...

    async def set_about(self, told: Introduction) -> None: ...

    async def show_menu_button(self) -> None: ...

    async def set_webhook(self, url: str, secret: str) -> None: ...

    async def delete_webhook(self) -> None: ...

    async def close(self) -> None: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


def check_token(token: str) -> str:
    """Return the token. Raises `TokenRefusedError` for what cannot be one."""
    if TOKEN.fullmatch(token) is None:
        raise TokenRefusedError("this is no token: one looks like 123456:ABC-DEF")
    return token


class BotApiFront:
    """A `bot.chat.Front` over one library's calls."""

    def __init__(self, calls: Calls, now: Callable[[], datetime] = utc_now) -> None:
        self._calls = calls
        self._now = now
        self._username = ""

    async def fetch(self, offset: int, wait_s: int) -> Fetched:
        """Long-poll once; see `bot.chat.Front`. Raises `TokenRefusedError` too."""
        try:
            updates = await _accepted(self._calls.get_updates(offset, wait_s))
        except CallFailedError as failure:
            raise _no_updates(failure) from None
        if not isinstance(updates, list):
            raise FetchFailedError("updates that are no list", 0.0)
        arrivals = [arrival for update in updates if (arrival := self._translate(update))]
        if updates and not arrivals:  # the server would repeat them at once, and for ever
            raise FetchFailedError("updates without numbers", 0.0)
        return Fetched(arrivals, max((arrival.update_id + 1 for arrival in arrivals), default=offset))

    def _translate(self, update: object) -> Arrival | None:
        try:
            return translate(update, username=self._username, now=self._now())
        except ValueError:
            ODD_UPDATES.inc()
            log.warning("update_without_number")
            return None

    def parse(self, update: str | bytes) -> Arrival:
        return read_update(update, username=self._username, now=self._now())

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Make one Bot API call, or a second one where Telegram refused the first for its form.

        An edit that is refused is sent as a new message, a text whose HTML is refused as plain text, a refused pin as
        text, a refused photo as a file. A refused call has had no effect, so that at most one message appears.
        """
        try:
            return Outcome(Fate.ACCEPTED, await self._deliver(outgoing.chat_id, outgoing.reply))
        except CallFailedError as failure:
            return failure.outcome

    async def _deliver(self, chat_id: int, reply: Message) -> int:
        match reply:
            case Text(replaces=0):
                return await self._write(self._calls.send_text, chat_id, reply)
            case Text():
                return await self._edit(chat_id, reply)
            case Pin():
                return await self._pin(chat_id, reply)
            case Cards():
                await _accepted(self._calls.offer_cards(reply))
                return 0
            case Commands():
                await _accepted(self._calls.set_chat_commands(chat_id, reply))
                return 0
            case _:
                return await self._show(chat_id, reply)

    async def _show(self, chat_id: int, reply: Document | Picture | Drawing) -> int:
        match reply:
            case Document():
                return await _accepted(self._calls.send_document(chat_id, reply))
            case Picture():
                return await self._picture(chat_id, reply)
            case Drawing(replaces=0):
                return await _accepted(self._calls.send_drawing(chat_id, reply))
            case Drawing():
                return await self._redraw(chat_id, reply)

    async def _pin(self, chat_id: int, pin: Pin) -> int:
        try:
            return await _accepted(self._calls.send_venue(chat_id, pin))
        except CallFailedError as failure:
            if failure.outcome.fate is not Fate.REFUSED:
                raise
        return await self._write(self._calls.send_text, chat_id, Text(pin.as_text, pin.buttons))

    async def _picture(self, chat_id: int, picture: Picture) -> int:
        """Send it as a photo; one that came as a file is refused so, and goes as a file again."""
        try:
            return await _accepted(self._calls.send_picture(chat_id, picture))
        except CallFailedError as failure:
            if failure.outcome.fate is not Fate.REFUSED:
                raise
        return await _accepted(self._calls.send_picture_as_file(chat_id, picture))

    async def _redraw(self, chat_id: int, drawing: Drawing) -> int:
        try:
            return await _accepted(self._calls.edit_drawing(chat_id, drawing))
        except CallFailedError as failure:
            if _is_as_it_was(failure):
                return drawing.replaces
        return await _accepted(self._calls.send_drawing(chat_id, drawing))

    async def _edit(self, chat_id: int, text: Text) -> int:
        try:
            return await self._write(self._calls.edit_text, chat_id, text)
        except CallFailedError as failure:
            if _is_as_it_was(failure):
                return text.replaces
        return await self._write(self._calls.send_text, chat_id, text)

    async def _write(self, call: Callable[[int, Text, str], Awaitable[int]], chat_id: int, text: Text) -> int:
        try:
            return await _accepted(call(chat_id, text, "HTML"))
        except CallFailedError as failure:
            if not failure.says(UNPARSABLE):
                raise
        log.warning("html_refused")
        return await _accepted(call(chat_id, replace(text, html=plain(text.html)), ""))

    async def acknowledge(self, receipt: str) -> None:
        await _tried("answerCallbackQuery", self._calls.answer_tap(receipt))

    async def introduce(self, introductions: Sequence[Introduction]) -> str:
        """Check the token and set what people see; see `bot.chat.Front`.

        Raises `TokenRefusedError`, or `FetchFailedError` when the server could not be asked.
        """
        try:
            self._username = await _accepted(self._calls.get_username())
        except CallFailedError as failure:
            raise _no_updates(failure) from None
        for told in introductions:
            await _tried("setMyCommands", self._calls.set_commands(told))
            if told.description:
                await _tried("setMyDescription", self._calls.set_description(told))
            if told.about:
                await _tried("setMyShortDescription", self._calls.set_about(told))
        await _tried("setChatMenuButton", self._calls.show_menu_button())
        return self._username

    async def listen_by_webhook(self, url: str, secret: str) -> None:
        """Ask for delivery to `url`, or for polling again.

        Raises `TokenRefusedError` or `FetchFailedError` when the webhook is not set: nothing would ever arrive.
        A server without `deleteWebhook` has no webhooks, so that this call may fail.
        """
        if not url:
            await _tried("deleteWebhook", self._calls.delete_webhook())
            return
        try:
            await _accepted(self._calls.set_webhook(url, secret))
        except CallFailedError as failure:
            raise _no_updates(failure) from None

    async def close(self) -> None:
        await self._calls.close()


def _is_as_it_was(failure: CallFailedError) -> bool:
    """Tell whether an edit was refused because it changes nothing; raise the failure if it was no refusal at all."""
    if failure.says(UNCHANGED):
        return True
    if failure.outcome.fate is not Fate.REFUSED:
        raise failure
    return False


def plain(text: str) -> str:
    """Return the words of a text in HTML, for when Telegram refuses its tags."""
    return html.unescape(TAG.sub("", text))


async def _accepted(call: Awaitable[Answer]) -> Answer:
    """Return what the call brings. Raises `CallFailedError` and nothing else."""
    try:
        return await call
    except Exception as trouble:  # noqa: BLE001  a library may raise anything, and a send never does
        raise failure_behind(trouble) from None


async def _tried(method: str, call: Awaitable[None]) -> None:
    """Make a call whose failure costs nothing but itself."""
    try:
        await _accepted(call)
    except CallFailedError as failure:
        log.warning("call_refused", method=method, fate=failure.outcome.fate.value, reason=failure.outcome.reason)


def _no_updates(failure: CallFailedError) -> FetchFailedError | TokenRefusedError:
    """Name a failed call without which nothing arrives; the wait is Telegram's own, and the loop's grows by itself."""
    if failure.status in {401, 404}:
        return TokenRefusedError(failure.outcome.reason)
    return FetchFailedError(failure.outcome.reason, failure.outcome.retry_after)
