"""The Bot API over HTTP: who may call, which method, what trouble is on order, and the answer."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from sandbox import methods_chat, methods_edit, methods_profile, methods_send
from sandbox.call_log import CallLog
from sandbox.faults import NGINX_PAGE, Fault, Faults
from sandbox.files import Upload
from sandbox.parameters import read_parameters, typed
from sandbox.people import Json
from sandbox.refusals import RefusedError
from sandbox.webhook import Webhook, read_address
from sandbox.world import World

Method = Callable[[World, Json], object]
METHODS: Mapping[str, Method] = {
    "getMe": methods_profile.get_me,
    "logOut": methods_profile.leave_server,
    "close": methods_profile.leave_server,
    "sendMessage": methods_send.send_message,
    "sendLocation": methods_send.send_location,
    "sendVenue": methods_send.send_venue,
    "sendContact": methods_send.send_contact,
    "sendPhoto": partial(methods_send.send_file, kind="photo"),
    "sendDocument": partial(methods_send.send_file, kind="document"),
    "sendVideo": partial(methods_send.send_file, kind="video"),
    "sendVoice": partial(methods_send.send_file, kind="voice"),
    "sendMediaGroup": methods_send.send_media_group,
    "sendChatAction": methods_send.send_chat_action,
    "copyMessage": methods_send.copy_message,
    "forwardMessage": methods_send.forward_message,
    "editMessageText": methods_edit.edit_message_text,
    "editMessageMedia": methods_edit.edit_message_media,
    "editMessageCaption": methods_edit.edit_message_caption,
    "editMessageReplyMarkup": methods_edit.edit_message_reply_markup,
    "deleteMessage": methods_edit.delete_message,
    "deleteMessages": methods_edit.delete_messages,
    "pinChatMessage": methods_edit.pin_chat_message,
    "unpinChatMessage": methods_edit.unpin_chat_message,
    "answerCallbackQuery": methods_chat.answer_callback_query,
    "answerInlineQuery": methods_chat.answer_inline_query,
    "getChat": methods_chat.get_chat,
    "getChatMember": methods_chat.get_chat_member,
    "getChatAdministrators": methods_chat.get_chat_administrators,
    "leaveChat": methods_chat.leave_chat,
    "getFile": methods_chat.get_file,
    "setMyCommands": methods_profile.set_my_commands,
    "getMyCommands": methods_profile.get_my_commands,
    "deleteMyCommands": methods_profile.delete_my_commands,
    "setChatMenuButton": methods_profile.set_chat_menu_button,
    "getChatMenuButton": methods_profile.get_chat_menu_button,
    "setMyName": methods_profile.set_my_name,
    "getMyName": methods_profile.get_my_name,
    "setMyDescription": methods_profile.set_my_description,
    "getMyDescription": methods_profile.get_my_description,
    "setMyShortDescription": methods_profile.set_my_short_description,
    "getMyShortDescription": methods_profile.get_my_short_description,
}
WAITING_METHODS = ("getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo")
NAMES = {name.lower(): name for name in (*METHODS, *WAITING_METHODS)}
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
ENDED_BY_WEBHOOK = "Conflict: terminated by setWebhook request"
JSON_HEADERS = {"Content-Type": "application/json"}
LONGEST_POLL_S = 50

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class BotApi:
    """Serves /bot<token>/<method> and /file/bot<token>/<path>."""

    def __init__(self, world: World, faults: Faults, calls: CallLog) -> None:
        self.webhook = Webhook(world.updates, world.clock.stamp, self.call)
        self._world = world
        self._faults = faults
        self._calls = calls

    async def serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        method = NAMES.get(name.lower(), name)
        parameters: Json = {}
        fault: Fault | None = None
        try:
            self._admit(request.match_info["token"])
            parameters = await read_parameters(request)
            fault = self._faults.take(method)
            answer = ordered(fault) if fault and fault.error_code else await self._carried_out(method, parameters)
        except RefusedError as refusal:
            answer = refused(refusal)
        dropped = fault is not None and fault.drop_after is not None
        self._calls.add(method, shown(parameters), answer.status, answer.body, dropped=dropped)
        if fault:
            await _trouble(request, fault)
        kind = JSON_HEADERS if answer.body[:1] == b"{" else {"Content-Type": "text/html"}
        return web.Response(body=answer.body, status=answer.status, headers=kind)

    async def call(self, method: str, parameters: Json) -> Answer:
        """Carry out a call that came without HTTP: a webhook's answer, or one of this process.

        It meets the refusals that are on order; there is no line that could be slow or drop.
        """
        name = NAMES.get(method.lower(), method)
        try:
            fault = self._faults.take(name)
            answer = ordered(fault) if fault and fault.error_code else await self._carried_out(name, typed(parameters))
        except RefusedError as refusal:
            answer = refused(refusal)
        self._calls.add(name, shown(parameters), answer.status, answer.body)
        return answer

    async def download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._admit(request.match_info["token"])
        except RefusedError as refusal:
            return web.json_response(refusal.body(), status=refusal.code)
        found = self._world.files.at(request.match_info["path"])
        if found is None:
            return web.json_response(RefusedError(404, "Not Found").body(), status=404)
        return web.Response(body=found.content, content_type="application/octet-stream")

    def _admit(self, token: str) -> None:
        if not hmac.compare_digest(token.encode(errors="replace"), self._world.token.encode()):
            raise RefusedError(401, "Unauthorized")

    async def _carried_out(self, method: str, p: Json) -> Answer:
        known = METHODS.get(method)
        if known:
            return Answer(200, f'{{"ok":true,"result":{encode(known(self._world, p))}}}'.encode())
        match method:
            case "getUpdates":
                return Answer(200, f'{{"ok":true,"result":[{",".join(await self._poll(p))}]}}'.encode())
            case "setWebhook":
                return Answer(200, encode(await self._set_webhook(p)).encode())
            case "deleteWebhook":
                return Answer(200, encode(await self._delete_webhook(p)).encode())
            case "getWebhookInfo":
                return Answer(200, encode({"ok": True, "result": self.webhook.info()}).encode())
            case _:
                raise RefusedError(404, "Not Found: method not found")

    async def _poll(self, p: Json) -> list[str]:
        if self.webhook.address:
            raise RefusedError(409, WEBHOOK_ACTIVE)
        if "allowed_updates" in p:
            self._world.updates.allow(p["allowed_updates"])
        limit, offset, timeout = (_whole(p, name) for name in ("limit", "offset", "timeout"))
        seconds = min(LONGEST_POLL_S, max(0, timeout))
        return await self._world.updates.poll(offset, min(100, limit) if limit > 0 else 100, seconds)

    async def _set_webhook(self, p: Json) -> Json:
        if not p.get("url"):
            return await self._delete_webhook(p)
        address = read_address(p)
        if "allowed_updates" in p:
            self._world.updates.allow(p["allowed_updates"])
        if p.get("drop_pending_updates") is True:
            self._world.updates.clear()
        self._world.updates.end_poll(ENDED_BY_WEBHOOK)
        await self.webhook.set(address)
        return {"ok": True, "result": True, "description": "Webhook was set"}

    async def _delete_webhook(self, p: Json) -> Json:
        was_set = self.webhook.address is not None
        await self.webhook.set(None)
        if p.get("drop_pending_updates") is True:
            self._world.updates.clear()
        words = "Webhook was deleted" if was_set else "Webhook is already deleted"
        return {"ok": True, "result": True, "description": words}


def refused(refusal: RefusedError) -> Answer:
    return Answer(refusal.code, encode(refusal.body()).encode())


def ordered(fault: Fault) -> Answer:
    """Return the refusal that a test has ordered; 502 is the page of a web server in front of Telegram."""
    if fault.error_code == 502:
        return Answer(502, NGINX_PAGE.encode())
    return Answer(fault.error_code or 500, encode(fault.body()).encode())


def shown(parameters: Json) -> Json:
    """Return parameters as the log keeps them: of a file its name and size."""
    if not any(isinstance(value, Upload) for value in parameters.values()):
        return parameters
    return {
        name: {"file": value.name, "size": len(value.content)} if isinstance(value, Upload) else value
        for name, value in parameters.items()
    }


async def _trouble(request: web.Request, fault: Fault) -> None:
    """Let the answer be late, or close the connection instead of answering."""
    await asyncio.sleep(fault.delay_s + (fault.drop_after or 0))
    if fault.drop_after is not None and request.transport:
        request.transport.abort()


def _whole(p: Json, name: str) -> int:
    value = p.get(name)
    return value if isinstance(value, int) else 0
