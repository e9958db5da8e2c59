"""The front that both libraries share: it fetches, sends with the fallbacks, and introduces the bot.

A library's own file makes the calls (`Calls`); what a refused call means is decided here, once.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.abilities import TELEGRAM
from bot.chat import (
    Arrival,
    Brought,
    Cards,
    Commands,
    Document,
    Drawing,
    Fate,
    Fetched,
    FetchFailedError,
    Introduction,
    Message,
    NoFileError,
    Outcome,
    Outgoing,
    Picture,
    Pin,
    Post,
    Text,
    Toast,
    TokenRefusedError,
    Unsend,
    WebhookSeen,
)
from bot.handlers.calls import Calls, accepted, tried
from bot.handlers.outcomes import CallFailedError, of_a_text
from bot.handlers.posts import UNPARSABLE, is_as_it_was, plain, post, unsend
from bot.handlers.updates import ODD_UPDATES, read_update, translate
from domain import bounded

log = structlog.get_logger()

TOKEN = bounded.compiled(r"\d+:[\w-]+", re.ASCII)
PICTURE_NAME = "picture.png"

CARDS_S = 10
"""How long Telegram may show the same cards for the same words."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def check_token(token: str) -> str:
    """Return the token. Raises `TokenRefusedError` for what cannot be one."""
    if TOKEN.fullmatch(token) is None:
        raise TokenRefusedError("this is no token: one looks like 123456:ABC-DEF")
    return token


class BotApiFront:
    """A `bot.chat.Front` over one library's calls."""

    abilities = TELEGRAM

    def __init__(self, calls: Calls, now: Callable[[], datetime] = utc_now) -> None:
        self._calls = calls
        self._now = now
        self._username = ""

    async def fetch(self, offset: int, wait_s: int) -> Fetched:
        """Long-poll once; see `bot.chat.Front`. Raises `TokenRefusedError` too."""
        try:
            updates = await accepted(self._calls.get_updates(offset, wait_s))
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
        text, a refused photo as a file, a post in a chat that takes no media as words. A refused call has had no
        effect, so that at most one message appears.
        """
        try:
            return await self._deliver(outgoing.chat_id, outgoing.reply)
        except CallFailedError as failure:
            return failure.outcome

    async def _deliver(self, chat_id: int, reply: Message) -> Outcome:
        match reply:
            case Post():
                return await post(self._calls, chat_id, reply)
            case Unsend():
                await unsend(self._calls, chat_id, reply)
                return Outcome(Fate.ACCEPTED)
            case Toast():
                await accepted(self._calls.answer_group_tap(reply))
                return Outcome(Fate.ACCEPTED)
            case _:
                return Outcome(Fate.ACCEPTED, await self._say(chat_id, reply))

    async def _say(self, chat_id: int, reply: Text | Pin | Cards | Commands | Document | Picture | Drawing) -> int:
        match reply:
            case Text(replaces=0):
                return await self._write(self._calls.send_text, chat_id, reply)
            case Text():
                return await self._edit(chat_id, reply)
            case Pin():
                return await self._pin(chat_id, reply)
            case Cards():
                await accepted(self._calls.offer_cards(reply))
                return 0
            case Commands():
                await accepted(self._calls.set_chat_commands(chat_id, reply))
                return 0
            case _:
                return await self._show(chat_id, reply)

    async def _show(self, chat_id: int, reply: Document | Picture | Drawing) -> int:
        match reply:
            case Document():
                return await accepted(self._calls.send_document(chat_id, reply))
            case Picture():
                return await self._picture(chat_id, reply)
            case Drawing(replaces=0):
                return await accepted(self._calls.send_drawing(chat_id, reply))
            case Drawing():
                return await self._redraw(chat_id, reply)

    async def _pin(self, chat_id: int, pin: Pin) -> int:
        try:
            return await accepted(self._calls.send_venue(chat_id, pin))
        except CallFailedError as failure:
            if failure.outcome.fate is not Fate.REFUSED:
                raise
        return await self._write(self._calls.send_text, chat_id, Text(pin.as_text, pin.buttons))

    async def _picture(self, chat_id: int, picture: Picture) -> int:
        """Send it as a photo; one that came as a file is refused so, and goes as a file again."""
        try:
            return await accepted(self._calls.send_picture(chat_id, picture))
        except CallFailedError as failure:
            if failure.outcome.fate is not Fate.REFUSED:
                raise
        return await accepted(self._calls.send_picture_as_file(chat_id, picture))

    async def _redraw(self, chat_id: int, drawing: Drawing) -> int:
        try:
            return await accepted(self._calls.edit_drawing(chat_id, drawing))
        except CallFailedError as failure:
            if is_as_it_was(failure):
                return drawing.replaces
        return await accepted(self._calls.send_drawing(chat_id, drawing))

    async def _edit(self, chat_id: int, text: Text) -> int:
        try:
            return await self._write(self._calls.edit_text, chat_id, text)
        except CallFailedError as failure:
            if is_as_it_was(failure):
                return text.replaces
        return await self._write(self._calls.send_text, chat_id, text)

    async def _write(self, call: Callable[[int, Text, str], Awaitable[int]], chat_id: int, text: Text) -> int:
        try:
            return await accepted(call(chat_id, text, "HTML"))
        except CallFailedError as failure:
            if not failure.says(UNPARSABLE):
                raise of_a_text(failure) from None
        log.warning("html_refused")
        return await accepted(call(chat_id, replace(text, html=plain(text.html)), ""))

    async def bring(self, file_id: str) -> Brought:
        """Bring a file; see `bot.chat.Front`."""
        try:
            path = _path(await accepted(self._calls.get_file(file_id)))
            content = await accepted(self._calls.download(path))
        except CallFailedError as failure:
            if failure.outcome.fate in {Fate.REFUSED, Fate.UNREACHABLE}:
                raise NoFileError(failure.outcome.reason) from None
            raise FetchFailedError(failure.outcome.reason, failure.outcome.retry_after, failure.outcome.fate) from None
        return Brought(path.rpartition("/")[2], content)

    async def acknowledge(self, receipt: str) -> None:
        await tried("answerCallbackQuery", self._calls.answer_tap(receipt))

    async def introduce(self, introductions: Sequence[Introduction]) -> str:
        """Check the token and set what people see; see `bot.chat.Front`.

        Raises `TokenRefusedError`, or `FetchFailedError` when the server could not be asked.
        """
        try:
            self._username = _username(await accepted(self._calls.get_me()))
        except CallFailedError as failure:
            raise _no_updates(failure) from None
        for told in introductions:
            await tried("setMyCommands", self._calls.set_commands(told))
            if told.description:
                await tried("setMyDescription", self._calls.set_description(told))
            if told.about:
                await tried("setMyShortDescription", self._calls.set_about(told))
        await tried("setChatMenuButton", self._calls.show_menu_button())
        return self._username

    async def listen_by_webhook(self, url: str, secret: str) -> None:
        """Ask for delivery to `url`, or for polling again.

        Raises `TokenRefusedError` or `FetchFailedError` when the webhook is not set: nothing would ever arrive.
        A server without `deleteWebhook` has no webhooks, so that this call may fail.
        """
        if not url:
            await tried("deleteWebhook", self._calls.delete_webhook())
            return
        try:
            await accepted(self._calls.set_webhook(url, secret))
        except CallFailedError as failure:
            raise _no_updates(failure) from None

    async def see_webhook(self) -> WebhookSeen:
        """Ask where updates are delivered. Raises `TokenRefusedError` or `FetchFailedError`."""
        try:
            info = await accepted(self._calls.get_webhook_info())
        except CallFailedError as failure:
            raise _no_updates(failure) from None
        return _webhook_seen(info)

    async def close(self) -> None:
        await self._calls.close()


def _path(file: object) -> str:
    """Return where a file can be fetched. Raises `NoFileError` where that is not told."""
    match file:
        case {"file_path": str(path)} if path and ".." not in path and not path.startswith("/"):
            return path
    raise NoFileError("its answer to getFile lacks the path")


def _username(me: object) -> str:
    """Return the bot's name; of all that servers tell of a bot, it is what we need. Raises `FetchFailedError`."""
    match me:
        case {"username": str(name)} if name:
            return name
    raise FetchFailedError(
        "its answer to getMe lacks the username: this is no Bot API server, or one unlike Telegram's"
    )


def _webhook_seen(info: object) -> WebhookSeen:
    """Read of `WebhookInfo` what we need; other servers leave out the rest."""
    match info:
        case {"url": str(url), **others}:
            waiting, trouble = others.get("pending_update_count"), others.get("last_error_message")
            return WebhookSeen(url, waiting if isinstance(waiting, int) else 0, str(trouble or ""))
    raise FetchFailedError("its answer to getWebhookInfo lacks the url")


def _no_updates(failure: CallFailedError) -> FetchFailedError | TokenRefusedError:
    """Name a failed call without which nothing arrives; the wait is Telegram's own, and the loop's grows by itself."""
    if failure.status in {401, 404}:
        return TokenRefusedError(
            f"the server does not know the bot's token ({failure.outcome.reason}): @BotFather shows the right one, it "
            "goes into WAYSTATION_TOKEN; where another server is meant, see WAYSTATION_BOT_API"
        )
    return FetchFailedError(failure.outcome.reason, failure.outcome.retry_after, failure.outcome.fate)
