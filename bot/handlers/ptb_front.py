"""The front over python-telegram-bot: its `Bot` makes the calls, over our wire."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    InputTextMessageContent,
    LinkPreviewOptions,
    MenuButtonCommands,
)
from telegram.request import BaseRequest, RequestData

from bot.chat import (
    Button,
    Buttons,
    Card,
    Cards,
    Commands,
    Document,
    Drawing,
    Front,
    Introduction,
    Key,
    Keys,
    Picture,
    Pin,
    Post,
    Text,
    Toast,
)
from bot.handlers.front import CARDS_S, PICTURE_NAME, BotApiFront, check_token, utc_now
from bot.handlers.outcomes import message_number, message_numbers, read_answer
from bot.handlers.updates import WANTED_UPDATES
from bot.handlers.wire import NO_FILES, READ_S, Files, Wire

Markup = dict[str, Any]
"""Buttons below a message, or keys in the place of the keyboard, as the Bot API has them."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True).to_json()  # written once, not with every message


def open_front(token: str, bot_api: str, *, now: Callable[[], datetime] = utc_now, read_s: float = READ_S) -> Front:
    """Make a front for the bot of this token on the server at `bot_api`. Raises `TokenRefusedError`.

    `now` dates what carries no time, `read_s` is how long an answer may take (long polling has its own time on top).
    """
    # At DEBUG the library logs every parameter of every call, people's texts among them.
    logging.getLogger("telegram").setLevel(logging.INFO)
    wire = Wire(bot_api, read_s=read_s)
    base, request = bot_api.rstrip("/"), WireRequest(wire)
    bot = PlainBot(check_token(token), f"{base}/bot", f"{base}/file/bot", request, request)
    return BotApiFront(PtbCalls(bot, request, wire), now)


MEDIA: Mapping[str, type[InputMediaPhoto | InputMediaVideo | InputMediaDocument]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
}


class PlainBot(Bot):
    """A `Bot` that hands answers over as they are.

    An update that the library cannot read hides no other then, and of the message that a send brings back, its number
    is all we need: the whole of it costs as much as the send.
    """

    __slots__ = ()

    async def ask(self, method: str, parameters: dict[str, Any], *, longer_s: float = 0.0) -> Any:  # noqa: ANN401  a method's result is as it is
        """Make a call; `longer_s` is how much longer than usual the server may take."""
        return await self._post(method, parameters, read_timeout=longer_s)


class PtbCalls:
    """The calls, typed by the library; see `bot.handlers.front.Calls`."""

    def __init__(self, bot: PlainBot, request: BaseRequest, wire: Wire) -> None:
        self._bot = bot
        self._request = request
        self._wire = wire

    async def get_updates(self, offset: int, wait_s: int) -> object:
        asked = {"offset": offset, "timeout": wait_s, "allowed_updates": WANTED_UPDATES}
        return await self._bot.ask("getUpdates", asked, longer_s=wait_s)

    async def send_text(self, chat_id: int, text: Text, parse_mode: str) -> int:
        more = {"reply_markup": _markup(text), "message_thread_id": text.topic or None}
        return await self._sent("sendMessage", chat_id, _written(text, parse_mode) | more)

    async def edit_text(self, chat_id: int, text: Text, parse_mode: str) -> int:
        place = {"chat_id": chat_id, "message_id": text.replaces, "reply_markup": _inline(text.buttons)}
        await self._bot.ask("editMessageText", place | _written(text, parse_mode))
        return text.replaces

    async def send_venue(self, chat_id: int, pin: Pin) -> int:
        place = {"latitude": pin.latitude, "longitude": pin.longitude, "title": pin.title, "address": pin.address}
        return await self._sent("sendVenue", chat_id, place | {"reply_markup": _inline(pin.buttons)})

    async def send_document(self, chat_id: int, document: Document) -> int:
        file = InputFile(document.content, filename=document.name)
        return await self._sent("sendDocument", chat_id, {"document": file} | _captioned(document))

    async def send_picture(self, chat_id: int, picture: Picture) -> int:
        return await self._sent("sendPhoto", chat_id, {"photo": picture.file_id} | _captioned(picture))

    async def send_picture_as_file(self, chat_id: int, picture: Picture) -> int:
        return await self._sent("sendDocument", chat_id, {"document": picture.file_id} | _captioned(picture))

    async def send_drawing(self, chat_id: int, drawing: Drawing) -> int:
        picture = InputFile(drawing.content, filename=PICTURE_NAME)
        return await self._sent("sendPhoto", chat_id, {"photo": picture} | _captioned(drawing))

    async def edit_drawing(self, chat_id: int, drawing: Drawing) -> int:
        picture = InputMediaPhoto(drawing.content, caption=drawing.caption or None, filename=PICTURE_NAME)
        place = {"chat_id": chat_id, "message_id": drawing.replaces, "reply_markup": _inline(drawing.buttons)}
        await self._bot.ask("editMessageMedia", place | {"media": picture})
        return drawing.replaces

    async def offer_cards(self, cards: Cards) -> None:
        results = [_article(card) for card in cards.cards]
        asked = {"inline_query_id": cards.receipt, "results": results, "cache_time": CARDS_S, "is_personal": True}
        await self._bot.ask("answerInlineQuery", asked)

    async def send_post(self, chat_id: int, post: Post, parse_mode: str) -> tuple[int, ...]:
        more = {"reply_markup": _inline(post.buttons), **_place(post)}
        match post.media:
            case ():
                return (await self._sent("sendMessage", chat_id, _written(post, parse_mode) | more),)
            case (medium,):
                content = {medium.kind: medium.file_id} | _worded(post, parse_mode)
                return (await self._sent(f"send{medium.kind.capitalize()}", chat_id, content | more),)
            case _:
                return await self._send_album(chat_id, post, parse_mode)

    async def _send_album(self, chat_id: int, post: Post, parse_mode: str) -> tuple[int, ...]:
        words = _worded(post, parse_mode)
        album = [
            MEDIA[medium.kind](medium.file_id, **({} if number else words)) for number, medium in enumerate(post.media)
        ]
        asked = {"chat_id": chat_id, "media": album, **_place(post)}
        return message_numbers(await self._bot.ask("sendMediaGroup", asked))

    async def edit_post(self, chat_id: int, post: Post, parse_mode: str) -> tuple[int, ...]:
        place = {"chat_id": chat_id, "message_id": post.replaces, "reply_markup": _inline(post.buttons)}
        words = _worded(post, parse_mode) if post.media else _written(post, parse_mode)
        await self._bot.ask("editMessageCaption" if post.media else "editMessageText", place | words)
        return (post.replaces,)

    async def delete_messages(self, chat_id: int, messages: tuple[int, ...]) -> None:
        if len(messages) == 1:  # only this call tells what became of it
            await self._bot.ask("deleteMessage", {"chat_id": chat_id, "message_id": messages[0]})
        else:
            await self._bot.ask("deleteMessages", {"chat_id": chat_id, "message_ids": list(messages)})

    async def answer_group_tap(self, toast: Toast) -> None:
        told = {"text": toast.text or None, "url": toast.url or None}
        await self._bot.ask("answerCallbackQuery", {"callback_query_id": toast.receipt} | told)

    async def _sent(self, method: str, chat_id: int, content: dict[str, Any]) -> int:
        return message_number(await self._bot.ask(method, {"chat_id": chat_id} | content))

    async def answer_tap(self, receipt: str) -> None:
        await self._bot.answer_callback_query(receipt)

    async def get_file(self, file_id: str) -> object:
        return await self._bot.ask("getFile", {"file_id": file_id})

    async def download(self, path: str) -> bytes:
        return await self._wire.download(f"{self._bot.base_file_url}/{path}")

    async def get_me(self) -> object:
        return await self._bot.ask("getMe", {})

    async def set_commands(self, told: Introduction) -> None:
        commands = [BotCommand(name, description) for name, description in told.commands]
        await self._bot.set_my_commands(commands, language_code=told.language or None)

    async def set_chat_commands(self, chat_id: int, told: Commands) -> None:
        here = BotCommandScopeChat(chat_id)
        if told.commands:
            await self._bot.set_my_commands([BotCommand(*command) for command in told.commands], scope=here)
        else:
            await self._bot.delete_my_commands(scope=here)

    async def set_description(self, told: Introduction) -> None:
        await self._bot.set_my_description(told.description, language_code=told.language or None)

    async def set_about(self, told: Introduction) -> None:
        await self._bot.set_my_short_description(told.about, language_code=told.language or None)

    async def show_menu_button(self) -> None:
        await self._bot.set_chat_menu_button(menu_button=MenuButtonCommands())

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._bot.set_webhook(url, secret_token=secret or None, allowed_updates=WANTED_UPDATES)

    async def delete_webhook(self) -> None:
        await self._bot.delete_webhook()

    async def get_webhook_info(self) -> object:
        return await self._bot.ask("getWebhookInfo", {})

    async def close(self) -> None:
        await self._request.shutdown()


def _worded(post: Post, parse_mode: str) -> dict[str, Any]:
    return {"caption": post.html, "parse_mode": parse_mode or None} if post.html else {}


def _place(post: Post) -> dict[str, Any]:
    """Say at which pace a post goes, and to which topic of a group."""
    return {"allow_paid_broadcast": post.paid or None, "message_thread_id": post.topic or None}


def _written(text: Text | Post, parse_mode: str) -> dict[str, Any]:
    return {"text": text.html, "parse_mode": parse_mode or None, "link_preview_options": NO_PREVIEW}


def _captioned(about: Document | Picture | Drawing) -> dict[str, Any]:
    return {"caption": about.caption or None, "reply_markup": _inline(about.buttons)}


def _article(card: Card) -> InlineQueryResultArticle:
    said = InputTextMessageContent(card.html, parse_mode="HTML")
    below = _inline(card.buttons)
    markup = InlineKeyboardMarkup.de_json(below) if below else None
    return InlineQueryResultArticle(
        card.key, card.title, said, reply_markup=markup, description=card.description or None
    )


# Markups are written here as the library's own types write them, which takes as long as all the rest of a call: a test
# holds the one to the other.
def _markup(text: Text) -> Markup | None:
    """Telegram takes one of them: buttons win over keys."""
    if text.buttons:
        return _inline(text.buttons)
    if text.keys:
        return _keyboard(text.keys)
    return {"remove_keyboard": True} if text.hide_keys else None


def _inline(buttons: Buttons) -> Markup | None:
    return {"inline_keyboard": [[_button(one) for one in row] for row in buttons]} if buttons else None


def _button(button: Button) -> Mapping[str, str]:
    told = {"text": button.label, "url": button.url, "callback_data": button.data}
    return {name: value for name, value in told.items() if value or name == "text"}


def _keyboard(keys: Keys) -> Markup:
    shares = {"one_time_keyboard": True} if any(key.shares for row in keys for key in row) else {}
    return {"keyboard": [[_key(one) for one in row] for row in keys], "resize_keyboard": True} | shares


def _key(key: Key) -> Mapping[str, object]:
    asks = {"location": "request_location", "phone": "request_contact"}.get(key.shares)
    return {"text": key.label} | ({asks: True} if asks else {})


def _uploads(data: RequestData) -> Files:
    """Return the files of a call. The library hands ours over as the bytes that they came in as."""
    return {name: (str(called), bytes(content)) for name, (called, content, _) in data.multipart_data.items()}  # type: ignore[arg-type]  # never a handle: we give bytes


class WireRequest(BaseRequest):
    """The library's request over our wire: every failure has a `CallFailedError` behind it."""

    __slots__ = ("_wire",)

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    @property
    def read_timeout(self) -> float:
        return self._wire.read_s

    async def initialize(self) -> None:
        """Open nothing: the first call does."""

    async def shutdown(self) -> None:
        await self._wire.close()

    async def do_request(  # noqa: PLR0913, PLR0917  the library's signature
        self,
        url: str,
        method: str,  # noqa: ARG002  every call is a POST
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  the wire has its own
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  the same
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  the same
    ) -> tuple[int, bytes]:
        """Post one call; `read_timeout` is how much longer than usual the server may take."""
        fields = request_data.json_parameters if request_data else {}
        files = _uploads(request_data) if request_data and request_data.contains_files else NO_FILES
        longer_s = float(read_timeout) if isinstance(read_timeout, (int, float)) else 0.0
        status, body = await self._wire.post(url, fields, files=files, longer_s=longer_s)
        if status != 200:
            read_answer(status, body)
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; the library's own way would log a broken one with all that is in it."""
        return read_answer(200, payload)
