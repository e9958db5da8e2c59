"""What a bot may do in a group and to others, as a member and as an administrator, and what it hears of it."""

from __future__ import annotations

import aiohttp
import pytest

from tests.sandbox.visitor import FANG, Visitor
from tests.sandbox.walk import picture

LI = 1002
GROUP = -1_000_000_006_001
TO_PIN = "not enough rights to manage pinned messages in the chat"
TO_RESTRICT = "not enough rights to restrict/unrestrict chat member"
TO_INVITE = "not enough rights to manage chat invite link"


@pytest.fixture
async def group(visitor: Visitor) -> Visitor:
    """Give a group in which the bot is a plain member and two people have spoken."""
    await visitor.post(f"groups/{GROUP}/add_bot", by=FANG, title="支部", username="branch")
    await visitor.post(f"groups/{GROUP}/text", by=FANG, text="hi")
    await visitor.post(f"groups/{GROUP}/text", by=LI, text="hi")
    return visitor


async def _theirs(visitor: Visitor) -> int:
    return int((await visitor.get(f"groups/{GROUP}/chat"))["messages"][0]["message_id"])


async def _rights(visitor: Visitor, **rights: bool) -> None:
    assert "update_id" in await visitor.post(f"groups/{GROUP}/rights", by=FANG, rights=rights or "administrator")


async def test_a_member_deletes_its_own_messages_alone(group: Visitor) -> None:
    own = (await group.done("sendMessage", chat_id=GROUP, text="x"))["message_id"]
    theirs = await _theirs(group)
    refusal = (400, "Bad Request: message can't be deleted")
    assert await group.refusal("deleteMessage", chat_id=GROUP, message_id=theirs) == refusal
    assert await group.refusal("deleteMessages", chat_id=GROUP, message_ids=[own, theirs]) == refusal
    assert await group.done("deleteMessage", chat_id=GROUP, message_id=own) is True
    await _rights(group, can_pin_messages=True)
    assert await group.refusal("deleteMessage", chat_id=GROUP, message_id=theirs) == refusal


async def test_an_administrator_deletes_anybodys_however_old(group: Visitor) -> None:
    await _rights(group, can_delete_messages=True)
    await group.post("clock", advance_s=49 * 3600)
    assert await group.done("deleteMessage", chat_id=GROUP, message_id=await _theirs(group)) is True


async def test_in_a_private_chat_what_a_person_wrote_can_be_deleted(group: Visitor) -> None:
    said = await group.does(FANG, "text", text="x")
    assert await group.done("deleteMessage", chat_id=FANG, message_id=said["message_id"]) is True


@pytest.mark.parametrize(
    ("method", "parameters", "right", "words"),
    [
        ("pinChatMessage", {}, "can_pin_messages", TO_PIN),
        ("unpinAllChatMessages", {}, "can_pin_messages", TO_PIN),
        ("banChatMember", {"user_id": LI}, "can_restrict_members", TO_RESTRICT),
        ("unbanChatMember", {"user_id": LI}, "can_restrict_members", TO_RESTRICT),
        ("restrictChatMember", {"user_id": LI, "permissions": {}}, "can_restrict_members", TO_RESTRICT),
        ("promoteChatMember", {"user_id": LI}, "can_promote_members", "not enough rights"),
        (
            "setChatPermissions",
            {"permissions": {}},
            "can_restrict_members",
            "not enough rights to change chat permissions",
        ),
        ("setChatTitle", {"title": "x"}, "can_change_info", "not enough rights to change chat title"),
        ("setChatDescription", {"description": "x"}, "can_change_info", "not enough rights to set chat description"),
        ("deleteChatPhoto", {}, "can_change_info", "not enough rights to change chat photo"),
        ("exportChatInviteLink", {}, "can_invite_users", TO_INVITE),
        ("createChatInviteLink", {}, "can_invite_users", TO_INVITE),
    ],
)
async def test_what_needs_a_right_is_refused_without_it_and_done_with_it(
    group: Visitor, method: str, parameters: dict[str, object], right: str, words: str
) -> None:
    call = {"chat_id": GROUP, "message_id": await _theirs(group), **parameters}
    assert await group.refusal(method, **call) == (400, f"Bad Request: {words}")
    await _rights(group, can_manage_chat=True)
    assert await group.refusal(method, **call) == (400, f"Bad Request: {words}")
    await _rights(group, **{right: True})
    assert await group.done(method, **call)


@pytest.mark.parametrize("method", ["banChatMember", "restrictChatMember", "promoteChatMember"])
@pytest.mark.parametrize(
    ("person", "words"),
    [(FANG, "can't remove chat owner"), (42, "self"), (0, "invalid user_id specified"), (None, "invalid user_id")],
)
async def test_owner_and_self_are_safe_from_the_bot(
    group: Visitor, method: str, person: int | None, words: str
) -> None:
    await _rights(group)
    code, said = await group.refusal(method, chat_id=GROUP, user_id=person, permissions={})
    assert (code, words in said) == (400, True)


async def test_an_administrator_is_told_and_shown_as_one(group: Visitor) -> None:
    await _rights(group, can_delete_messages=True)
    change = (await group.updates())[-1]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "administrator")
    me = await group.done("getChatMember", chat_id=GROUP, user_id=42)
    assert (me["status"], me["can_delete_messages"], me["can_pin_messages"]) == ("administrator", True, False)
    heads = await group.done("getChatAdministrators", chat_id=GROUP)
    assert {one["user"]["id"] for one in heads} == {FANG, 42}
    await group.post(f"groups/{GROUP}/rights", by=FANG, rights="member")
    assert (await group.done("getChatMember", chat_id=GROUP, user_id=42))["status"] == "member"


async def test_rights_that_nobody_knows_are_named(group: Visitor) -> None:
    said = await group.post(f"groups/{GROUP}/rights", by=FANG, rights={"can_fly": True})
    assert said["error"].startswith('rights must be "administrator" or an object of can_manage_chat, ')
    elsewhere = await group.post("groups/-77/rights", by=FANG, rights="administrator")
    assert elsewhere == {"error": "the bot is not in this group"}


async def test_messages_are_pinned_beside_each_other_and_unpinned_by_name(group: Visitor) -> None:
    await _rights(group)
    first, second = [(await group.done("sendMessage", chat_id=GROUP, text=one))["message_id"] for one in "ab"]
    for number in (first, second):
        await group.done("pinChatMessage", chat_id=GROUP, message_id=number)
    await group.done("unpinChatMessage", chat_id=GROUP, message_id=second)
    assert (await group.done("getChat", chat_id=GROUP))["pinned_message"]["message_id"] == first
    again = await group.refusal("unpinChatMessage", chat_id=GROUP, message_id=second)
    assert again == (400, "Bad Request: message to unpin not found")
    await group.done("unpinChatMessage", chat_id=GROUP)
    assert "pinned_message" not in await group.done("getChat", chat_id=GROUP)


async def test_a_chat_is_found_by_its_name_and_people_are_not(group: Visitor) -> None:
    assert (await group.done("sendMessage", chat_id="@Branch", text="x"))["chat"]["username"] == "branch"
    assert await group.refusal("sendMessage", chat_id="@fang", text="x") == (400, "Bad Request: chat not found")


async def test_each_supergroup_has_a_number_of_its_own(group: Visitor) -> None:
    first = (await group.post("groups", title="A", members=[1], kind="supergroup"))["id"]
    await group.post(f"groups/{first}/add_bot", by=1, title="A")
    second = (await group.post("groups", title="B", members=[2], kind="supergroup"))["id"]
    plain = (await group.post("groups", title="C", members=[3]))["id"]
    await group.post(f"groups/{plain}/add_bot", by=3)
    moved = (await group.post(f"groups/{plain}/upgrade"))["id"]
    third = (await group.post("groups", title="D", members=[4], kind="supergroup"))["id"]
    assert len({first, second, plain, moved, third}) == 5
    assert (await group.done("sendMessage", chat_id=first, text="x"))["chat"]["title"] == "A"
    owners = await group.done("getChatAdministrators", chat_id=first)
    assert [one["user"]["id"] for one in owners] == [1]


async def test_what_is_protected_is_neither_copied_nor_forwarded(group: Visitor) -> None:
    sent = await group.done("sendMessage", chat_id=GROUP, text="x", protect_content=True)
    where = {"chat_id": GROUP, "from_chat_id": GROUP, "message_id": sent["message_id"]}
    assert await group.refusal("copyMessage", **where) == (400, "Bad Request: message can't be copied")
    assert await group.refusal("forwardMessage", **where) == (400, "Bad Request: message can't be forwarded")
    many = {"chat_id": GROUP, "from_chat_id": GROUP, "message_ids": [sent["message_id"]]}
    assert await group.refusal("copyMessages", **many) == (400, "Bad Request: there are no messages to copy")


async def test_who_asks_to_join_is_let_in_once(group: Visitor) -> None:
    await _rights(group)
    asked = await group.post(f"groups/{GROUP}/join", by=1003)
    heard = (await group.updates(offset=-1))[0]
    assert (heard["update_id"], heard["chat_join_request"]["from"]["id"]) == (asked["update_id"], 1003)
    who = {"chat_id": GROUP, "user_id": 1003}
    assert await group.done("approveChatJoinRequest", **who) is True
    assert (await group.done("getChatMember", **who))["status"] == "member"
    assert await group.refusal("approveChatJoinRequest", **who) == (400, "Bad Request: USER_ALREADY_PARTICIPANT")


async def test_a_closed_topic_takes_no_message_and_an_unknown_one_is_named(visitor: Visitor) -> None:
    await visitor.post(f"groups/{GROUP}/add_bot", by=FANG, title="论坛", is_forum=True, rights="administrator")
    topic = (await visitor.done("createForumTopic", chat_id=GROUP, name="党课"))["message_thread_id"]
    where = {"chat_id": GROUP, "message_thread_id": topic}
    sent = await visitor.done("sendMessage", **where, text="x")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    await visitor.done("closeForumTopic", **where)
    assert await visitor.refusal("sendMessage", **where, text="x") == (400, "Bad Request: TOPIC_CLOSED")
    assert await visitor.refusal("closeForumTopic", **where) == (400, "Bad Request: TOPIC_NOT_MODIFIED")
    unknown = await visitor.refusal("sendMessage", chat_id=GROUP, message_thread_id=7, text="x")
    assert unknown == (400, "Bad Request: message thread not found")


async def test_a_large_photo_comes_in_sizes_of_which_none_is_too_large(group: Visitor) -> None:
    photo = await _sent_photo(group, picture(2000, 1000))
    assert [(one["width"], one["height"]) for one in photo] == [(90, 45), (320, 160), (800, 400), (1280, 640)]
    assert len({one["file_id"] for one in photo}) == 4
    again = await group.done("sendPhoto", chat_id=GROUP, photo=photo[0]["file_id"])
    assert again["photo"] == photo
    small = await _sent_photo(group, picture(60, 40))
    assert [(one["width"], one["height"]) for one in small] == [(60, 40)]


async def _sent_photo(visitor: Visitor, content: bytes) -> list[dict[str, object]]:
    form = aiohttp.FormData({"chat_id": str(GROUP)})
    form.add_field("photo", content, filename="no.ending")
    async with visitor.session.post(f"{visitor.origin}/bot42:test/sendPhoto", data=form) as answer:
        answered = await answer.json()
    assert answered["ok"], answered
    photo = answered["result"]["photo"]
    assert isinstance(photo, list)
    return photo
