"""Updates as no messenger sends them: real ones with a value of another kind, too much of something, or nothing."""

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any, Final

WHO: Final = 7001
"""Whom all of them come from."""

_FANG: Final[dict[str, Any]] = {"id": WHO, "is_bot": False, "first_name": "芳", "language_code": "zh-hans"}
_ALONE: Final[dict[str, Any]] = {"id": WHO, "type": "private", "first_name": "芳"}
_GROUP: Final[dict[str, Any]] = {"id": -100200, "type": "supergroup", "title": "浦东"}
_ORIGIN: Final = {"type": "hidden_user", "date": 1, "sender_user_name": "强"}
_SPOT: Final[dict[str, Any]] = {"latitude": 31.23, "longitude": 121.47}
_FILE: Final[dict[str, Any]] = {"file_id": "f", "file_unique_id": "u", "file_size": 9}
_TOPIC: Final = {"message_thread_id": 3, "is_topic_message": True}
_SAID: Final[dict[str, Any]] = {"message_id": 5, "date": 1796090400, "chat": _ALONE, "from": _FANG}
_REAL: Final[tuple[dict[str, Any], ...]] = (
    {"message": _SAID | {"text": "附近有什么", "reply_to_message": {"message_id": 4, "date": 1, "chat": _ALONE}}},
    {"message": _SAID | {"text": "/start o_1", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}},
    {"message": _SAID | {"location": {"latitude": 31.23, "longitude": 121.47}}},
    {"message": _SAID | {"contact": {"phone_number": "13800000000", "first_name": "芳", "user_id": WHO}}},
    {"message": _SAID | {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 9}]}},
    {"message": _SAID | {"text": "转发", "forward_origin": _ORIGIN}},
    {"message": _SAID | _TOPIC | {"chat": _GROUP, "text": "/start@waystation_bot"}},
    {"message": _SAID | {"chat": _GROUP, "migrate_to_chat_id": -100300}},
    {"message": _SAID | {"location": _SPOT | {"live_period": 60, "horizontal_accuracy": 9.5, "heading": 3}}},
    {"message": _SAID | {"venue": {"location": _SPOT, "title": "站", "address": "路"}, "location": _SPOT}},
    {"message": _SAID | {"document": _FILE | {"file_name": "../../名单.xlsx", "mime_type": "text/x"}, "caption": "看"}},
    {"message": _SAID | {"voice": _FILE | {"duration": 3}, "media_group_id": "7", "has_media_spoiler": True}},
    {"message": _SAID | {"video": _FILE | {"width": 9, "height": 9, "duration": 3}, "media_group_id": "7"}},
    {"message": _SAID | {"sticker": _FILE | {"type": "regular", "width": 9, "height": 9, "emoji": "👍"}}},
    {"message": _SAID | {"dice": {"emoji": "🎲", "value": 6}, "via_bot": {"id": 77, "is_bot": True}}},
    {"message": _SAID | {"poll": {"id": "1", "question": "?", "options": [{"text": "a", "voter_count": 0}]}}},
    {"message": _SAID | {"text": "引", "quote": {"text": "附", "position": 0}, "external_reply": {"origin": {}}}},
    {"message": _SAID | {"chat": _GROUP, "sender_chat": _GROUP, "text": "附近", "is_automatic_forward": True}},
    {"message": _SAID | {"chat": _GROUP, "new_chat_members": [{"id": 77, "is_bot": True, "first_name": "b"}]}},
    {"channel_post": _SAID | {"chat": _GROUP | {"type": "channel"}, "text": "通知"}},
    {"message_reaction": {"chat": _ALONE, "message_id": 5, "date": 1, "user": _FANG, "new_reaction": [{}]}},
    {"chosen_inline_result": {"result_id": "1", "from": _FANG, "query": "党课"}},
    {"callback_query": {"id": "1", "from": _FANG, "inline_message_id": "x", "data": "=activity.1"}},
    {"edited_message": _SAID | {"location": _SPOT | {"live_period": 60}, "edit_date": 1796090401}},
    {"edited_message": _SAID | {"text": "改", "edit_date": 1796090401}},
    {"callback_query": {"id": "1", "from": _FANG, "message": _SAID, "data": "m.1.more"}},
    {"callback_query": {"id": "1", "from": _FANG, "message": _SAID, "data": "=jw.1.999999999999999999"}},
    {"callback_query": {"id": "1", "from": _FANG, "message": _SAID | {"chat": _GROUP}, "data": "=activity.1"}},
    {"inline_query": {"id": "1", "from": _FANG, "query": "党课", "offset": ""}},
    {"my_chat_member": {"chat": _ALONE, "from": _FANG, "date": 1796090400, "new_chat_member": {"status": "kicked"}}},
    {"my_chat_member": {"chat": _GROUP, "from": _FANG, "date": 1796090400, "new_chat_member": {"status": "member"}}},
)  # fmt: skip
_ODD: Final[tuple[Any, ...]] = (
    *(True, False, None, 0, -1, -7001, 2**31, 2**53, 2**63 - 1, 2**63, 10**30, -(10**30), 0.5, 1e300, float("nan")),
    *("", " ", "\0", "\ud800", "谢" * 4095 + "x", "=jw.1.999999999999999999", "m.zzzzzzzzzzzzzz.more", "[]", "9" * 60),
    *([], {}, [[]], {"id": True}, [None]),
)


def updates(random: Random) -> Iterator[str]:
    """Yield the JSON of real updates of which one to three values were changed or taken away, without end."""
    number = 0
    while True:
        number += 1
        update = deepcopy(random.choice(_REAL)) | {"update_id": number}
        for _ in range(random.choice((1, 1, 2, 3))):
            _change(update, random)
        yield json.dumps(update)


def _change(update: dict[str, Any], random: Random) -> None:
    places = list(_places(update))
    if not places:
        return
    holder, key = random.choice(places)
    if random.random() < 0.15:
        del holder[key]
    else:
        holder[key] = deepcopy(random.choice(_ODD))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield value, key
        yield from _places(part)
