"""A walk through every method of the Bot API that the sandbox can carry out, by whatever carries the calls.

The same typical calls go over plain HTTP, where answers are held against Telegram's schema, and through both Telegram
libraries, whose models read them.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from tests.sandbox.schema import NEWER
from tests.sandbox.visitor import FANG, Visitor

LI = 1002
GROUP, FORUM, CHANNEL = -1_000_000_007_001, -1_000_000_007_002, -1_000_000_007_003
STICKERS = "walk_by_waystation_sandbox_bot"
# What this Telegram has not, so that every call of it is refused in the words for an account without.
REFUSED = frozenset(
    [
        "convertGiftToStars",
        "deleteBusinessMessages",
        "deleteStory",
        "editMessageChecklist",
        "editStory",
        "getBusinessAccountGifts",
        "getBusinessAccountStarBalance",
        "getBusinessConnection",
        "postStory",
        "readBusinessMessage",
        "removeBusinessAccountProfilePhoto",
        "repostStory",
        "sendChecklist",
        "setBusinessAccountBio",
        "setBusinessAccountGiftSettings",
        "setBusinessAccountName",
        "setBusinessAccountProfilePhoto",
        "setBusinessAccountUsername",
        "transferBusinessAccountStars",
        "transferGift",
        "upgradeGift",
        "verifyUser",
        "verifyChat",
        "removeUserVerification",
        "removeChatVerification",
        "sendGift",
        "giftPremiumSubscription",
        "refundStarPayment",
        "editUserStarSubscription",
        "getManagedBotToken",
        "replaceManagedBotToken",
        "getManagedBotAccessSettings",
        "setManagedBotAccessSettings",
        "answerShippingQuery",
        "answerPreCheckoutQuery",
        "answerWebAppQuery",
        "answerGuestQuery",
        "answerChatJoinRequestQuery",
        "sendChatJoinRequestWebApp",
        "approveSuggestedPost",
        "declineSuggestedPost",
        "sendRichMessage",
        "sendRichMessageDraft",
        "setUserEmojiStatus",
    ]
)
LABEL = {"label": "席位", "amount": 100}
BOLD = {"type": "bold", "offset": 0, "length": 1}
KEYBOARD = {"inline_keyboard": [[{"text": "来", "callback_data": "yes"}, {"text": "看", "url": "https://x.cn"}]]}

Carrier = Callable[..., Awaitable[Any]]


def picture(width: int = 900, height: int = 600) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), (190, 30, 45)).save(written, "PNG")
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class Walk:
    """`call` carries a call out, by its method and parameters, and must fail where it is refused or read wrongly."""

    visitor: Visitor
    call: Carrier

    async def whole(self) -> None:
        await self._people()
        await self._words_and_places()
        await self._files()
        await self._games_and_bills()
        await self._changes()
        await self._itself()
        await self._stickers()
        await self._group()
        await self._forum()
        await self._what_nobody_has()
        await self._leaving()

    async def _done(self, method: str, **parameters: object) -> Any:
        """Call, and return the answer as it went over the wire."""
        await self.call(method, **parameters)
        calls = (await self.visitor.get(f"calls?method={method}"))["calls"]
        return calls[-1]["answer"]["result"]

    async def _people(self) -> None:
        for person in (FANG, LI):
            await self.visitor.does(person, "start", payload="point_1")
        admin = {"by": FANG, "rights": "administrator"}
        await self.visitor.post(f"groups/{GROUP}/add_bot", title="支部", username="walk_group", **admin)
        await self.visitor.post(f"groups/{FORUM}/add_bot", title="论坛", is_forum=True, **admin)
        await self.visitor.post(f"groups/{CHANNEL}/add_bot", title="频道", kind="channel", **admin)
        await self.visitor.post(f"groups/{GROUP}/text", by=LI, text="hi")

    async def _words_and_places(self) -> None:
        keys = {"keyboard": [[{"text": "位置", "request_location": True}]], "resize_keyboard": True}
        html = '<b>a</b><a href="x.cn">b</a><pre><code class="language-py">c</code></pre><a href="tg://user?id=5">d</a>'
        await self.call("sendMessage", chat_id=FANG, text=html, parse_mode="HTML", reply_markup=keys)
        look = {"is_disabled": True}
        said = await self._done(
            "sendMessage", chat_id=FANG, text="*a* _b_", parse_mode="MarkdownV2", link_preview_options=look
        )
        answer = {"message_id": said["message_id"], "quote": "a"}
        await self.call("sendMessage", chat_id=FANG, text="[x](x.cn)", parse_mode="Markdown", reply_parameters=answer)
        await self.call("sendMessage", chat_id="@walk_group", text="x", protect_content=True, entities=[BOLD])
        place = {"chat_id": FANG, "latitude": 31.2, "longitude": 121.4}
        moving = await self._done("sendLocation", **place, live_period=600, horizontal_accuracy=5, heading=90)
        where = {"chat_id": FANG, "message_id": moving["message_id"]}
        await self.call("editMessageLiveLocation", **where, latitude=31.3, longitude=121.5)
        await self.call("stopMessageLiveLocation", **where)
        await self.call("sendVenue", **place, title="驿站", address="路", foursquare_id="4", google_place_id="g")
        await self.call("sendContact", chat_id=FANG, phone_number="+86138", first_name="芳", last_name="王", vcard="V")
        await self.call("sendChatAction", chat_id=FANG, action="typing")
        await self.call("sendMessageDraft", chat_id=FANG, draft_id=1, text="稍等")
        source = {"chat_id": FANG, "from_chat_id": FANG}
        for method in ("copyMessage", "forwardMessage"):
            await self.call(method, **source, message_id=said["message_id"])
        for method in ("copyMessages", "forwardMessages"):
            await self.call(method, **source, message_ids=[said["message_id"], moving["message_id"]])
        await self.call(
            "setMessageReaction",
            chat_id=FANG,
            message_id=said["message_id"],
            reaction=[{"type": "emoji", "emoji": "👍"}],
        )

    async def _files(self) -> None:
        files = {name: await self._given(name) for name in ("photo", "document", "video", "voice", "sticker")}
        for kind in ("audio", "animation", "video_note"):
            files[kind] = await self._given(kind)
        look = {"caption": "<i>a</i>", "parse_mode": "HTML"}
        for kind in ("photo", "document", "video", "voice", "audio", "animation"):
            await self.call(f"send{kind.title()}", chat_id=FANG, **{kind: files[kind]}, **look)
        await self.call("sendPhoto", chat_id=FANG, photo=files["photo"], has_spoiler=True)
        await self.call("sendVideoNote", chat_id=FANG, video_note=files["video_note"], length=240, duration=3)
        await self.call("sendSticker", chat_id=FANG, sticker=files["sticker"])
        await self.call("sendLivePhoto", chat_id=FANG, live_photo=files["video"], photo=files["photo"])
        pair = [{"type": "photo", "media": files["photo"]}, {"type": "video", "media": files["video"], "caption": "b"}]
        await self.call("sendMediaGroup", chat_id=FANG, media=pair)
        await self.call("sendPaidMedia", chat_id=FANG, star_count=5, media=pair[:1])
        await self.call("getFile", file_id=files["photo"])

    async def _given(self, kind: str) -> str:
        """Let somebody send a file of a kind, and return its file_id."""
        content = base64.b64encode(picture() if kind == "photo" else b"x").decode()
        await self.visitor.does(
            FANG, "file", name="a.png" if kind == "photo" else f"a.{kind}", content_base64=content, kind=kind
        )
        message = (await self.visitor.updates(offset=-1))[0]["message"]
        return str(message["photo"][-1]["file_id"] if kind == "photo" else message[kind]["file_id"])

    async def _games_and_bills(self) -> None:
        await self.call("sendDice", chat_id=FANG, emoji="🎯")
        options = [{"text": "周四"}, {"text": "周五"}]
        poll = await self._done("sendPoll", chat_id=FANG, question="哪天", options=options, open_period=60)
        await self.call(
            "sendPoll",
            chat_id=FANG,
            question="?",
            options=options,
            type="quiz",
            correct_option_ids=[1],
            explanation="x",
        )
        await self.call("stopPoll", chat_id=FANG, message_id=poll["message_id"])
        game = await self._done("sendGame", chat_id=FANG, game_short_name="walk")
        where = {"chat_id": FANG, "message_id": game["message_id"], "user_id": FANG}
        await self.call("setGameScore", **where, score=3)
        await self.call("getGameHighScores", **where)
        bill = {"title": "费", "description": "费", "payload": "p", "currency": "XTR", "prices": [LABEL]}
        await self.call("sendInvoice", chat_id=FANG, **bill)
        await self.call("createInvoiceLink", **bill)

    async def _changes(self) -> None:
        text = await self._done("sendMessage", chat_id=FANG, text="x", reply_markup=KEYBOARD)
        where = {"chat_id": FANG, "message_id": text["message_id"]}
        await self.call("editMessageText", **where, text="<b>y</b>", parse_mode="HTML")
        await self.call("editMessageReplyMarkup", **where, reply_markup=KEYBOARD)
        await self.visitor.does(FANG, "tap", button="来")
        query = next(one["callback_query"] for one in await self.visitor.updates() if "callback_query" in one)
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text="好")
        await self.visitor.does(FANG, "inline", query="党课")
        asked = (await self.visitor.updates(offset=-1))[0]["inline_query"]
        await self.call("answerInlineQuery", inline_query_id=asked["id"], results=[ARTICLE])
        photo = (await self.visitor.get("calls?method=sendPhoto"))["calls"][-1]["answer"]["result"]
        where = {"chat_id": FANG, "message_id": photo["message_id"]}
        await self.call("editMessageCaption", **where, caption="b", show_caption_above_media=True)
        await self.call("editMessageMedia", **where, media={"type": "photo", "media": photo["photo"][0]["file_id"]})
        await self.call("pinChatMessage", **where)
        await self.call("getChat", chat_id=FANG)
        await self.call("unpinChatMessage", chat_id=FANG)
        await self.call("unpinAllChatMessages", chat_id=FANG)
        await self.call("deleteMessage", **where)
        await self.call("deleteMessages", chat_id=FANG, message_ids=[text["message_id"]])

    async def _itself(self) -> None:
        await self.call("getMe")
        command = {"command": "near", "description": "找服务点"}
        for scope in ({"type": "default"}, {"type": "chat_member", "chat_id": GROUP, "user_id": FANG}):
            await self.call("setMyCommands", commands=[command], scope=scope, language_code="zh")
            await self.call("getMyCommands", scope=scope, language_code="zh")
        await self.call("deleteMyCommands")
        await self.call("setChatMenuButton", chat_id=FANG, menu_button={"type": "commands"})
        await self.call("getChatMenuButton", chat_id=FANG)
        for what, name in (("Name", "name"), ("Description", "description"), ("ShortDescription", "short_description")):
            await self.call(f"setMy{what}", **{name: "驿站"})
            await self.call(f"getMy{what}")
        rights = {**dict.fromkeys(RIGHTS, False), "can_delete_messages": True}
        await self.call("setMyDefaultAdministratorRights", rights=rights)
        await self.call("getMyDefaultAdministratorRights")

    async def _stickers(self) -> None:
        sticker = await self._given("sticker")
        one = {"sticker": sticker, "format": "static", "emoji_list": ["👍"]}
        named = {"user_id": FANG, "name": STICKERS}
        await self.call("createNewStickerSet", **named, title="徽章", stickers=[one])
        await self.call("addStickerToSet", **named, sticker=one)
        await self.call("getStickerSet", name=STICKERS)
        await self.call("setStickerPositionInSet", sticker=sticker, position=0)
        await self.call("setStickerEmojiList", sticker=sticker, emoji_list=["🎉"])
        await self.call("setStickerKeywords", sticker=sticker, keywords=["党"])
        await self.call("setStickerSetTitle", name=STICKERS, title="新徽章")
        await self.call("setStickerSetThumbnail", **named, format="static", thumbnail=sticker)
        await self.call("replaceStickerInSet", **named, old_sticker=sticker, sticker=one)
        await self.call("setChatStickerSet", chat_id=GROUP, sticker_set_name=STICKERS)
        await self.call("deleteChatStickerSet", chat_id=GROUP)
        await self.call("deleteStickerFromSet", sticker=sticker)
        await self.call("deleteStickerSet", name=STICKERS)
        for kind, name in (("mask", f"m_{STICKERS}"), ("custom_emoji", f"e_{STICKERS}")):
            await self.call(
                "createNewStickerSet", user_id=FANG, name=name, title="x", stickers=[one], sticker_type=kind
            )
        mask = {"point": "eyes", "x_shift": 1.0, "y_shift": 1.0, "scale": 2.0}
        await self.call("setStickerMaskPosition", sticker=sticker, mask_position=mask)
        await self.call("setCustomEmojiStickerSetThumbnail", name=f"e_{STICKERS}")
        await self.call("getCustomEmojiStickers", custom_emoji_ids=["5434144690511290129"])

    async def _group(self) -> None:
        li = {"chat_id": GROUP, "user_id": LI}
        for person in (FANG, LI, 42):
            await self.call("getChatMember", chat_id=GROUP, user_id=person)
        await self.call("promoteChatMember", **li, can_delete_messages=True)
        await self.call("setChatAdministratorCustomTitle", **li, custom_title="书记")
        await self.call("getChatAdministrators", chat_id=GROUP)
        await self.call("promoteChatMember", **li)
        await self.call("setChatMemberTag", **li, tag="新")
        await self.call("restrictChatMember", **li, permissions={"can_send_messages": False})
        await self.call("getChatMember", **li)
        await self.call("banChatMember", **li)
        await self.call("getChatMember", **li)
        await self.call("unbanChatMember", **li)
        await self.visitor.post(f"groups/{GROUP}/join", by=LI)
        await self.call("approveChatJoinRequest", **li)
        await self.visitor.post(f"groups/{GROUP}/join", by=1003)
        await self.call("declineChatJoinRequest", chat_id=GROUP, user_id=1003)
        for method in ("banChatSenderChat", "unbanChatSenderChat"):
            await self.call(method, chat_id=GROUP, sender_chat_id=CHANNEL)
        await self.call("setChatPermissions", chat_id=GROUP, permissions={"can_send_messages": True})
        await self.call("setChatTitle", chat_id=GROUP, title="第一支部")
        await self.call("setChatDescription", chat_id=GROUP, description="支部的群")
        await self.call("getChatMemberCount", chat_id=GROUP)
        await self.call("getUserChatBoosts", **li)
        for method in ("deleteMessageReaction", "deleteAllMessageReactions"):
            await self.call(
                method, chat_id=GROUP, user_id=LI, **({"message_id": 1} if method.endswith("Reaction") else {})
            )
        await self.call("deleteChatPhoto", chat_id=GROUP)
        await self.call("getChat", chat_id=GROUP)
        await self._links()

    async def _links(self) -> None:
        await self.call("exportChatInviteLink", chat_id=GROUP)
        link = await self._done("createChatInviteLink", chat_id=GROUP, name="新人", member_limit=5)
        where = {"chat_id": GROUP, "invite_link": link["invite_link"]}
        await self.call("editChatInviteLink", **where, creates_join_request=True)
        await self.call("revokeChatInviteLink", **where)
        paid = {"subscription_period": 2_592_000, "subscription_price": 1}
        link = await self._done("createChatSubscriptionInviteLink", chat_id=CHANNEL, **paid)
        await self.call("editChatSubscriptionInviteLink", chat_id=CHANNEL, invite_link=link["invite_link"], name="x")

    async def _forum(self) -> None:
        await self.call("getForumTopicIconStickers")
        topic = await self._done("createForumTopic", chat_id=FORUM, name="党课")
        where = {"chat_id": FORUM, "message_thread_id": topic["message_thread_id"]}
        await self.call("editForumTopic", **where, name="学习")
        await self.call("sendMessage", **where, text="x")
        for method in ("closeForumTopic", "reopenForumTopic", "unpinAllForumTopicMessages", "deleteForumTopic"):
            await self.call(method, **where)
        await self.call("editGeneralForumTopic", chat_id=FORUM, name="大厅")
        for deed in ("close", "reopen", "hide", "unhide"):
            await self.call(f"{deed}GeneralForumTopic", chat_id=FORUM)
        await self.call("unpinAllGeneralForumTopicMessages", chat_id=FORUM)

    async def _what_nobody_has(self) -> None:
        for method in ("getAvailableGifts", "getMyStarBalance", "getStarTransactions"):
            await self.call(method)
        for method in ("getUserGifts", "getUserProfilePhotos", "getUserProfileAudios"):
            await self.call(method, user_id=FANG)
        await self.call("getUserPersonalChatMessages", user_id=FANG, limit=1)
        await self.call("getChatGifts", chat_id=CHANNEL)
        await self.call("setPassportDataErrors", user_id=FANG, errors=[])
        await self.call("savePreparedInlineMessage", user_id=FANG, result=ARTICLE, allow_user_chats=True)
        await self.call(
            "savePreparedKeyboardButton", user_id=FANG, button={"text": "x", "request_users": {"request_id": 1}}
        )

    async def _leaving(self) -> None:
        await self.call("getUpdates", timeout=0)
        await self.call("leaveChat", chat_id=GROUP)
        await self.call("setWebhook", url="http://127.0.0.1:9/", allowed_updates=["message"], max_connections=3)
        await self.call("getWebhookInfo")
        await self.call("deleteWebhook", drop_pending_updates=True)
        await self.call("logOut")
        await self.call("close")


RIGHTS = (
    *("is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", *NEWER),
)
ARTICLE = {
    "type": "article",
    "id": "o7",
    "title": "党课",
    "input_message_content": {"message_text": "<b>党课</b>", "parse_mode": "HTML"},
}
# What is only done with a file that comes along in the call.
WITH_UPLOAD = frozenset({"setChatPhoto", "uploadStickerFile", "setMyProfilePhoto", "removeMyProfilePhoto"})
