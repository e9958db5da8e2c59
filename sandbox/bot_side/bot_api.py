"""The Bot API over HTTP: who may call, which method, what trouble is on order, and the answer."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from sandbox.bot_side.parameters import read_parameters, typed
from sandbox.bot_side.webhook import Webhook, read_address
from sandbox.methods import chat as methods_chat
from sandbox.methods import edit as methods_edit
from sandbox.methods import groups as methods_groups
from sandbox.methods import members as methods_members
from sandbox.methods import profile as methods_profile
from sandbox.methods import send as methods_send
from sandbox.methods import special as methods_special
from sandbox.methods import stickers as methods_stickers
from sandbox.methods import topics as methods_topics
from sandbox.methods.absent import ABSENT
from sandbox.refusals import RefusedError
from sandbox.state.call_log import CallLog
from sandbox.state.faults import NGINX_PAGE, Fault, Faults
from sandbox.state.files import Upload
from sandbox.state.people import Json
from sandbox.state.world import World

Method = Callable[[World, Json], object]
FILES = ("photo", "document", "video", "voice", "audio", "animation", "video_note", "sticker")
METHODS: Mapping[str, Method] = {
    "logOut": methods_profile.leave_server,
    "close": methods_profile.leave_server,
    **{f"send{kind.title().replace('_', '')}": partial(methods_send.send_file, kind=kind) for kind in FILES},
    "getMe": methods_profile.get_me,
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
    "setMyDefaultAdministratorRights": methods_profile.set_my_default_administrator_rights,
    "getMyDefaultAdministratorRights": methods_profile.get_my_default_administrator_rights,
    "setMyProfilePhoto": methods_profile.set_my_profile_photo,
    "removeMyProfilePhoto": methods_profile.remove_my_profile_photo,
    "getUserProfilePhotos": methods_profile.get_user_profile_photos,
    "sendMessage": methods_send.send_message,
    "sendLocation": methods_send.send_location,
    "sendVenue": methods_send.send_venue,
    "sendContact": methods_send.send_contact,
    "sendMediaGroup": methods_send.send_media_group,
    "sendChatAction": methods_send.send_chat_action,
    "copyMessage": methods_send.copy_message,
    "forwardMessage": methods_send.forward_message,
    "copyMessages": methods_send.copy_messages,
    "forwardMessages": methods_send.forward_messages,
    "sendPoll": methods_special.send_poll,
    "sendDice": methods_special.send_dice,
    "sendGame": methods_special.send_game,
    "setGameScore": methods_special.set_game_score,
    "getGameHighScores": methods_special.get_game_high_scores,
    "sendInvoice": methods_special.send_invoice,
    "createInvoiceLink": methods_special.create_invoice_link,
    "sendPaidMedia": methods_special.send_paid_media,
    "sendLivePhoto": methods_special.send_live_photo,
    "sendMessageDraft": methods_special.send_message_draft,
    "editMessageText": methods_edit.edit_message_text,
    "editMessageMedia": methods_edit.edit_message_media,
    "editMessageCaption": methods_edit.edit_message_caption,
    "editMessageReplyMarkup": methods_edit.edit_message_reply_markup,
    "editMessageLiveLocation": methods_edit.edit_message_live_location,
    "stopMessageLiveLocation": methods_edit.stop_message_live_location,
    "stopPoll": methods_edit.stop_poll,
    "deleteMessage": methods_edit.delete_message,
    "deleteMessages": methods_edit.delete_messages,
    "pinChatMessage": methods_edit.pin_chat_message,
    "unpinChatMessage": methods_edit.unpin_chat_message,
    "unpinAllChatMessages": methods_edit.unpin_all_chat_messages,
    "setMessageReaction": methods_edit.set_message_reaction,
    "answerCallbackQuery": methods_chat.answer_callback_query,
    "answerInlineQuery": methods_chat.answer_inline_query,
    "getChat": methods_chat.get_chat,
    "getChatMember": methods_chat.get_chat_member,
    "getChatMemberCount": methods_chat.get_chat_member_count,
    "getChatAdministrators": methods_chat.get_chat_administrators,
    "leaveChat": methods_chat.leave_chat,
    "getFile": methods_chat.get_file,
    "banChatMember": methods_members.ban_chat_member,
    "unbanChatMember": methods_members.unban_chat_member,
    "restrictChatMember": methods_members.restrict_chat_member,
    "promoteChatMember": methods_members.promote_chat_member,
    "setChatAdministratorCustomTitle": methods_members.set_chat_administrator_custom_title,
    "setChatMemberTag": methods_members.set_chat_member_tag,
    "banChatSenderChat": methods_members.ban_chat_sender_chat,
    "unbanChatSenderChat": methods_members.unban_chat_sender_chat,
    "setChatPermissions": methods_members.set_chat_permissions,
    "approveChatJoinRequest": methods_members.approve_chat_join_request,
    "declineChatJoinRequest": methods_members.decline_chat_join_request,
    "getUserChatBoosts": methods_members.get_user_chat_boosts,
    "setChatTitle": methods_groups.set_chat_title,
    "setChatDescription": methods_groups.set_chat_description,
    "setChatPhoto": methods_groups.set_chat_photo,
    "deleteChatPhoto": methods_groups.delete_chat_photo,
    "setChatStickerSet": methods_groups.set_chat_sticker_set,
    "deleteChatStickerSet": methods_groups.delete_chat_sticker_set,
    "exportChatInviteLink": methods_groups.export_chat_invite_link,
    "createChatInviteLink": methods_groups.create_chat_invite_link,
    "createChatSubscriptionInviteLink": methods_groups.create_chat_subscription_invite_link,
    "editChatInviteLink": methods_groups.edit_chat_invite_link,
    "editChatSubscriptionInviteLink": methods_groups.edit_chat_subscription_invite_link,
    "revokeChatInviteLink": methods_groups.revoke_chat_invite_link,
    "createForumTopic": methods_topics.create_forum_topic,
    "editForumTopic": methods_topics.edit_forum_topic,
    "closeForumTopic": methods_topics.close_forum_topic,
    "reopenForumTopic": methods_topics.reopen_forum_topic,
    "deleteForumTopic": methods_topics.delete_forum_topic,
    "unpinAllForumTopicMessages": methods_topics.unpin_all_forum_topic_messages,
    "unpinAllGeneralForumTopicMessages": methods_topics.unpin_all_general_forum_topic_messages,
    "editGeneralForumTopic": methods_topics.edit_general_forum_topic,
    "closeGeneralForumTopic": methods_topics.close_general_forum_topic,
    "reopenGeneralForumTopic": methods_topics.reopen_general_forum_topic,
    "hideGeneralForumTopic": methods_topics.hide_general_forum_topic,
    "unhideGeneralForumTopic": methods_topics.unhide_general_forum_topic,
    "getForumTopicIconStickers": methods_topics.get_forum_topic_icon_stickers,
    "getStickerSet": methods_stickers.get_sticker_set,
    "getCustomEmojiStickers": methods_stickers.get_custom_emoji_stickers,
    "uploadStickerFile": methods_stickers.upload_sticker_file,
    "createNewStickerSet": methods_stickers.create_new_sticker_set,
    "addStickerToSet": methods_stickers.add_sticker_to_set,
    "replaceStickerInSet": methods_stickers.replace_sticker_in_set,
    "deleteStickerFromSet": methods_stickers.delete_sticker_from_set,
    "setStickerPositionInSet": methods_stickers.set_sticker_position_in_set,
    "setStickerEmojiList": methods_stickers.set_sticker_emoji_list,
    "setStickerKeywords": methods_stickers.set_sticker_keywords,
    "setStickerMaskPosition": methods_stickers.set_sticker_mask_position,
    "setStickerSetTitle": methods_stickers.set_sticker_set_title,
    "setStickerSetThumbnail": methods_stickers.set_sticker_set_thumbnail,
    "setCustomEmojiStickerSetThumbnail": methods_stickers.set_custom_emoji_sticker_set_thumbnail,
    "deleteStickerSet": methods_stickers.delete_sticker_set,
    **ABSENT,
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
        return web.Response(body=answer.body, status=answer.status, headers=_headers(answer))

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
            return Answer(200, f'{{"ok":true,"result":{encode(known(self._world, p))}}}'.encode(errors="replace"))
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
    return Answer(refusal.code, encode(refusal.body()).encode(errors="replace"))


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


def _headers(answer: Answer) -> dict[str, str]:
    """Return the headers of an answer; one that asks for patience says how much there too, as Telegram's do."""
    if answer.body[:1] != b"{":
        return {"Content-Type": "text/html"}
    if answer.status != 429:
        return JSON_HEADERS
    asked = json.loads(answer.body).get("parameters", {}).get("retry_after", 1)
    return {**JSON_HEADERS, "Retry-After": str(asked)}


async def _trouble(request: web.Request, fault: Fault) -> None:
    """Let the answer be late, or close the connection instead of answering."""
    await asyncio.sleep(fault.delay_s + (fault.drop_after or 0))
    if fault.drop_after is not None and request.transport:
        request.transport.abort()


def _whole(p: Json, name: str) -> int:
    value = p.get(name)
    return value if isinstance(value, int) else 0
