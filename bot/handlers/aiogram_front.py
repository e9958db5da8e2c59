"""The front over aiogram: its `Bot` and its method types make the calls, over our wire."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import BotCommandScopeType, InlineQueryResultType, InputMediaType, MenuButtonType
from aiogram.methods import (
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    GetFile,
    GetMe,
    GetUpdates,
    GetWebhookInfo,
    Response,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendVenue,
    SendVideo,
    SendVoice,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultUnion,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    InputTextMessageContent,
    KeyboardButton,
    LinkPreviewOptions,
    MediaUnion,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.chat import (
    Buttons,
    Card,
    Cards,
    Commands,
    Document,
    Drawing,
    Front,
    Introduction,
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
from bot.handlers.wire import READ_S, Wire
from domain.announcements.announcements import Medium

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
MEDIA: Mapping[str, type[InputMediaPhoto | InputMediaVideo | InputMediaDocument]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
}


def open_front(token: str, bot_api: str, *, now: Callable[[], datetime] = utc_now, read_s: float = READ_S) -> Front:
    """Make a front for the bot of this token on the server at `bot_api`. Raises `TokenRefusedError`.

    `now` dates what carries no time, `read_s` is how long an answer may take (long polling has its own time on top).
    """
    wire = Wire(bot_api, read_s=read_s)
    session = WireSession(wire, api=TelegramAPIServer.from_base(bot_api))
    return BotApiFront(AiogramCalls(Bot(check_token(token), session), wire), now)


class PlainMe(GetMe):
    """`getMe`, its answer left as it is: other servers leave out what aiogram wants and we do not need."""

    __returning__: ClassVar[Any] = Any


class PlainWebhookInfo(GetWebhookInfo):
    """`getWebhookInfo`, likewise."""

    __returning__: ClassVar[Any] = Any


class PlainFile(GetFile):
    """`getFile`, likewise."""

    __returning__: ClassVar[Any] = Any


class PlainUpdates(GetUpdates):
    """`getUpdates`, its updates left as they are, so that one that aiogram cannot read hides no other."""

    __returning__ = list[Any]


# Of the message that a send brings back, its number is all we need: the whole of it costs as much as the send.
class SendText(SendMessage):
    __returning__: ClassVar[Any] = Any


class SendPin(SendVenue):
    __returning__: ClassVar[Any] = Any


class SendFile(SendDocument):
    __returning__: ClassVar[Any] = Any


class SendPicture(SendPhoto):
    __returning__: ClassVar[Any] = Any


class SendFilm(SendVideo):
    __returning__: ClassVar[Any] = Any


class SendRecording(SendVoice):
    __returning__: ClassVar[Any] = Any


class SendAlbum(SendMediaGroup):
    __returning__: ClassVar[Any] = Any


class EditText(EditMessageText):
    __returning__: ClassVar[Any] = Any


class EditCaption(EditMessageCaption):
    __returning__: ClassVar[Any] = Any


class EditPicture(EditMessageMedia):
    """`editMessageMedia` with the new file beside it, as "attach://picture" names it."""

    __returning__: ClassVar[Any] = Any
    picture: BufferedInputFile


class AiogramCalls:
    """The calls, typed by aiogram; see `bot.handlers.front.Calls`."""

    def __init__(self, bot: Bot, wire: Wire) -> None:
        self._bot = bot
        self._wire = wire

    async def get_updates(self, offset: int, wait_s: int) -> object:
        call = PlainUpdates(offset=offset, timeout=wait_s, allowed_updates=WANTED_UPDATES)
        return await self._bot(call, request_timeout=wait_s)

    async def send_text(self, chat_id: int, text: Text, parse_mode: str) -> int:
        call = SendText(
            chat_id=chat_id,
            text=text.html,
            parse_mode=parse_mode or None,
            link_preview_options=NO_PREVIEW,
            reply_markup=_markup(text),
            message_thread_id=text.topic or None,
        )
        return message_number(await self._bot(call))

    async def edit_text(self, chat_id: int, text: Text, parse_mode: str) -> int:
        call = EditText(
            chat_id=chat_id,
            message_id=text.replaces,
            text=text.html,
            parse_mode=parse_mode or None,
            link_preview_options=NO_PREVIEW,
            reply_markup=_inline(text.buttons),
        )
        await self._bot(call)
        return text.replaces

    async def send_venue(self, chat_id: int, pin: Pin) -> int:
        call = SendPin(
            chat_id=chat_id,
            latitude=pin.latitude,
            longitude=pin.longitude,
            title=pin.title,
            address=pin.address,
            reply_markup=_inline(pin.buttons),
        )
        return message_number(await self._bot(call))

    async def send_document(self, chat_id: int, document: Document) -> int:
        file = BufferedInputFile(document.content, document.name)
        return await self._send_file(chat_id, file, document)

    async def send_picture(self, chat_id: int, picture: Picture) -> int:
        call = SendPicture(
            chat_id=chat_id,
            photo=picture.file_id,
            caption=picture.caption or None,
            reply_markup=_inline(picture.buttons),
        )
        return message_number(await self._bot(call))

    async def send_picture_as_file(self, chat_id: int, picture: Picture) -> int:
        return await self._send_file(chat_id, picture.file_id, picture)

    async def _send_file(self, chat_id: int, file: BufferedInputFile | str, about: Document | Picture) -> int:
        call = SendFile(
            chat_id=chat_id, document=file, caption=about.caption or None, reply_markup=_inline(about.buttons)
        )
        return message_number(await self._bot(call))

    async def send_drawing(self, chat_id: int, drawing: Drawing) -> int:
        call = SendPicture(
            chat_id=chat_id,
            photo=BufferedInputFile(drawing.content, PICTURE_NAME),
            caption=drawing.caption or None,
            reply_markup=_inline(drawing.buttons),
        )
        return message_number(await self._bot(call))

    async def edit_drawing(self, chat_id: int, drawing: Drawing) -> int:
        call = EditPicture(
            chat_id=chat_id,
            message_id=drawing.replaces,
            media=InputMediaPhoto(type=InputMediaType.PHOTO, media="attach://picture", caption=drawing.caption or None),
            picture=BufferedInputFile(drawing.content, PICTURE_NAME),
            reply_markup=_inline(drawing.buttons),
        )
        await self._bot(call)
        return drawing.replaces

    async def offer_cards(self, cards: Cards) -> None:
        results: list[InlineQueryResultUnion] = [_article(card) for card in cards.cards]
        await self._bot.answer_inline_query(cards.receipt, results, cache_time=CARDS_S, is_personal=True)

    async def send_post(self, chat_id: int, post: Post, parse_mode: str) -> tuple[int, ...]:
        if len(post.media) > 1:
            media: list[MediaUnion] = [_in_album(post, number, parse_mode) for number in range(len(post.media))]
            album = SendAlbum(chat_id=chat_id, media=media, **_place(post))
            return message_numbers(await self._bot(album))
        return (message_number(await self._bot(_alone(chat_id, post, parse_mode))),)

    async def edit_post(self, chat_id: int, post: Post, parse_mode: str) -> tuple[int, ...]:
        if not post.media:
            await self.edit_text(chat_id, Text(post.html, post.buttons, replaces=post.replaces), parse_mode)
            return (post.replaces,)
        call = EditCaption(
            chat_id=chat_id,
            message_id=post.replaces,
            caption=post.html or None,
            parse_mode=parse_mode or None,
            reply_markup=_inline(post.buttons),
        )
        await self._bot(call)
        return (post.replaces,)

    async def delete_messages(self, chat_id: int, messages: tuple[int, ...]) -> None:
        if len(messages) == 1:  # only this call tells what became of it
            await self._bot(DeleteMessage(chat_id=chat_id, message_id=messages[0]))
        else:
            await self._bot(DeleteMessages(chat_id=chat_id, message_ids=list(messages)))

    async def answer_group_tap(self, toast: Toast) -> None:
        await self._bot.answer_callback_query(toast.receipt, text=toast.text or None, url=toast.url or None)

    async def answer_tap(self, receipt: str) -> None:
        await self._bot.answer_callback_query(receipt)

    async def get_file(self, file_id: str) -> object:
        return await self._bot(PlainFile(file_id=file_id))

    async def download(self, path: str) -> bytes:
        return await self._wire.download(self._bot.session.api.file_url(self._bot.token, path))

    async def get_me(self) -> object:
        return await self._bot(PlainMe())

    async def set_commands(self, told: Introduction) -> None:
        commands = [BotCommand(command=name, description=description) for name, description in told.commands]
        await self._bot.set_my_commands(commands, language_code=told.language or None)

    async def set_chat_commands(self, chat_id: int, told: Commands) -> None:
        here = BotCommandScopeChat(type=BotCommandScopeType.CHAT, chat_id=chat_id)
        if told.commands:
            commands = [BotCommand(command=name, description=description) for name, description in told.commands]
            await self._bot.set_my_commands(commands, scope=here)
        else:
            await self._bot.delete_my_commands(scope=here)

    async def set_description(self, told: Introduction) -> None:
        await self._bot.set_my_description(told.description, language_code=told.language or None)

    async def set_about(self, told: Introduction) -> None:
        await self._bot.set_my_short_description(told.about, language_code=told.language or None)

    async def show_menu_button(self) -> None:
        await self._bot.set_chat_menu_button(menu_button=MenuButtonCommands(type=MenuButtonType.COMMANDS))

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._bot.set_webhook(url, secret_token=secret or None, allowed_updates=WANTED_UPDATES)

    async def delete_webhook(self) -> None:
        await self._bot.delete_webhook()

    async def get_webhook_info(self) -> object:
        return await self._bot(PlainWebhookInfo())

    async def close(self) -> None:
        await self._bot.session.close()


def _place(post: Post) -> dict[str, Any]:
    """Say at which pace a post goes, and to which topic of a group."""
    return {"allow_paid_broadcast": post.paid or None, "message_thread_id": post.topic or None}


def _alone(chat_id: int, post: Post, parse_mode: str) -> SendText | SendPicture | SendFilm | SendRecording | SendFile:
    """Make the call for a post of no media, or of one."""
    more: dict[str, Any] = {
        "chat_id": chat_id,
        "parse_mode": (parse_mode or None) if post.html else None,
        "reply_markup": _inline(post.buttons),
        **_place(post),
    }
    caption = post.html or None
    match post.media:
        case ():
            return SendText(text=post.html, link_preview_options=NO_PREVIEW, **more)
        case (Medium("photo", file_id),):
            return SendPicture(photo=file_id, caption=caption, **more)
        case (Medium("video", file_id),):
            return SendFilm(video=file_id, caption=caption, **more)
        case (Medium("voice", file_id),):
            return SendRecording(voice=file_id, caption=caption, **more)
        case _:
            return SendFile(document=post.media[0].file_id, caption=caption, **more)


def _in_album(post: Post, number: int, parse_mode: str) -> InputMediaPhoto | InputMediaVideo | InputMediaDocument:
    """Make one of an album; the first one carries the words of all."""
    medium = post.media[number]
    words = {"caption": post.html, "parse_mode": parse_mode or None} if post.html and not number else {}
    kind = InputMediaType(medium.kind)  # what is left at its default is not sent
    return MEDIA[medium.kind].model_validate({"type": kind, "media": medium.file_id, **words})


def _article(card: Card) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        type=InlineQueryResultType.ARTICLE,  # what is left at its default is not sent
        id=card.key,
        title=card.title,
        description=card.description or None,
        input_message_content=InputTextMessageContent(message_text=card.html, parse_mode="HTML"),
        reply_markup=_inline(card.buttons),
    )


def _markup(text: Text) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """Telegram takes one of them: buttons win over keys."""
    if text.buttons:
        return _inline(text.buttons)
    if text.keys:
        return _keyboard(text.keys)
    return ReplyKeyboardRemove(remove_keyboard=True) if text.hide_keys else None


def _inline(buttons: Buttons) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text=button.label, url=button.url or None, callback_data=button.data or None)
                for button in row
            ]
            for row in buttons
        ]
    )


def _keyboard(keys: Keys) -> ReplyKeyboardMarkup:
    return ReplyKeyboardMarkup(
        keyboard=[
            [
                KeyboardButton(
                    text=key.label,
                    request_location=key.shares == "location" or None,
                    request_contact=key.shares == "phone" or None,
                )
                for key in row
            ]
            for row in keys
        ],
        resize_keyboard=True,
        one_time_keyboard=any(key.shares for row in keys for key in row) or None,
    )


class WireSession(AiohttpSession):
    """aiogram's session over our wire: every failure is a `CallFailedError`."""

    def __init__(self, wire: Wire, api: TelegramAPIServer) -> None:
        super().__init__(api=api)
        self._wire = wire

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  aiogram's signature
    ) -> TelegramType:
        """Post one call; `timeout` is how much longer than usual the server may take."""
        told = ((name, getattr(method, name)) for name in method.model_fields_set)
        files = {name: _uploaded(value) for name, value in told if isinstance(value, BufferedInputFile)}
        given = method.model_dump(mode="json", exclude=set(files), exclude_unset=True, exclude_none=True)
        fields = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        answer = read_answer(*await self._wire.post(url, fields, files=files, longer_s=timeout or 0))
        if method.__returning__ is Any:  # what else an answer says must not make a send that was taken uncertain
            return cast("TelegramType", answer["result"])
        typed = _response(method.__returning__).model_validate(answer, context={"bot": bot})
        return cast("TelegramType", typed.result)

    async def close(self) -> None:
        await self._wire.close()


@cache
def _response(returning: Any) -> type[Response[Any]]:  # noqa: ANN401  as aiogram has it
    """Return the form of an answer that brings this.

    Pydantic keeps such a class only while somebody else does, and to make one anew costs more than the call itself.
    """
    return Response[returning]


def _uploaded(file: BufferedInputFile) -> tuple[str, bytes]:
    return file.filename or "", file.data
