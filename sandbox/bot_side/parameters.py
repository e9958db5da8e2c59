"""The parameters of a Bot API call, from any body Telegram accepts, as values of their documented types."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.bot_side.multipart import read_multipart
from sandbox.plain_json import loads
from sandbox.refusals import RefusedError, bad_request
from sandbox.state.files import Upload
from sandbox.state.people import Json

Reader = Callable[[str, object], object]
WHOLE = re.compile(r"\s*-?\d{1,20}", re.ASCII)
BEYOND = 2**63  # Telegram's numbers have 64 bits


async def read_parameters(request: web.Request) -> Json:
    """Read query and body. Raises RefusedError (400, 413) when a body or a structure in it cannot be read."""
    raw: Json = dict(parse_qsl(request.query_string, keep_blank_values=True)) if request.query_string else {}
    if request.body_exists:
        raw.update(await _body(request))
    return typed(raw)


def typed(raw: Mapping[str, object]) -> Json:
    """Return the values as their names demand; null is absence, a name that no method knows is ignored as it is.

    A wrong value is what Telegram's own server makes of it: no number is 0, no Boolean is false, and what then lacks is
    for the method to say.
    """
    found: Json = {}
    for name, value in raw.items():
        reader = READERS.get(name)
        read = reader(name, value) if reader and value is not None else value
        if read is not None:
            found[name] = read
    return found


async def _body(request: web.Request) -> Json:
    body = await _bytes(request)
    match request.content_type:
        case "application/json":
            return _json_body(body)
        case "multipart/form-data":
            return read_multipart(request.headers.get("Content-Type", ""), body)
        case "application/x-www-form-urlencoded":
            return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        case _:
            return {}


async def _bytes(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise RefusedError(413, "Request Entity Too Large") from None


def _json_body(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        value = loads(body)
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(value, dict):
        raise bad_request("object expected as JSON body")
    return value


def _text(_name: str, value: object) -> object:
    if isinstance(value, str):
        return value
    return "" if isinstance(value, Upload) else json.dumps(value, ensure_ascii=False)


def _whole(_name: str, value: object) -> object:
    match value:
        case bool():
            return 0
        case int():
            number = value
        case float():
            number = int(value)
        case str():
            hit = WHOLE.match(value)
            number = int(hit.group()) if hit else 0
        case _:
            return 0
    return number if abs(number) < BEYOND else 0


def _decimal(_name: str, value: object) -> object:
    try:
        number = float(value) if isinstance(value, (int, float, str)) else 0.0
    except (ValueError, OverflowError):
        return 0.0
    return number if math.isfinite(number) else 0.0


def _yes_or_no(_name: str, value: object) -> object:
    return value if isinstance(value, bool) else str(value).strip().lower() in ("true", "yes", "1")


def _chat(name: str, value: object) -> object:
    """Read a chat's number, or the @name of a public one, which stays text, as nothing does."""
    text = value.strip() if isinstance(value, str) else None
    return text if text is not None and text[:1] in ("@", "") else _whole(name, value)


def _structure(name: str, value: object) -> object:
    """Read an object or an array; in a form they come as JSON text, and an empty text is none."""
    if isinstance(value, str):
        if not value.strip():
            return None
        try:
            value = loads(value)
        except ValueError:
            raise bad_request(f"can't parse {STRUCTURES.get(name, name.replace('_', ' '))} JSON object") from None
    if not isinstance(value, (dict, list)):
        raise bad_request(f"object expected as {name.replace('_', ' ')}")
    return value


def _allowed(_name: str, value: object) -> object:
    """Read which updates are wanted; what cannot be read leaves it as it was."""
    try:
        kinds = loads(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if not isinstance(kinds, list) or not all(isinstance(one, str) for one in kinds):
        return None
    return [str(one).lower() for one in kinds]


def _file(name: str, value: object) -> object:
    return value if isinstance(value, Upload) else _text(name, value)


def _file_or_structure(name: str, value: object) -> object:
    """Read what is a file in one method and an object in another."""
    if isinstance(value, (dict, list)) or (isinstance(value, str) and value.lstrip().startswith("{")):
        return _structure(name, value)
    return _file(name, value)


def _names(reader: Reader, names: str) -> dict[str, Reader]:
    return dict.fromkeys(names.split(), reader)


# What Telegram calls a structure that it cannot parse, where it is not the parameter's name.
STRUCTURES = {
    "reply_markup": "reply keyboard markup",
    "caption_entities": "entities",
    "message_ids": "message identifiers",
    "results": "inline query results",
    "scope": "BotCommandScope",
    "reaction": "reaction types",
}
# The type of a name is the same in every method but few, so one table does; a test holds it against the schema.
READERS: dict[str, Reader] = {
    **_names(_chat, "chat_id from_chat_id"),
    **_names(
        _whole,
        "active_period actor_chat_id cache_time close_date direct_messages_topic_id draft_id duration"
        " emoji_status_expiration_date expire_date from_story_id heading height icon_color length limit live_period"
        " max_connections max_tip_amount member_limit message_id message_thread_id month_count new_owner_chat_id offset"
        " open_period photo_height photo_size photo_width position proximity_alert_radius reply_to_message_id score"
        " send_date sender_chat_id star_count start_timestamp story_id subscription_period subscription_price timeout"
        " until_date user_id video_start_timestamp width",
    ),
    **_names(_decimal, "latitude longitude horizontal_accuracy"),
    **_names(
        _yes_or_no,
        "allow_adding_options allow_bot_chats allow_channel_chats allow_group_chats allow_paid_broadcast"
        " allow_user_chats allows_multiple_answers allows_revoting can_change_info can_delete_messages"
        " can_delete_stories can_edit_messages can_edit_stories can_invite_users can_manage_chat"
        " can_manage_direct_messages can_manage_tags can_manage_topics can_manage_video_chats can_pin_messages"
        " can_post_messages can_post_stories can_promote_members can_restrict_members creates_join_request"
        " disable_content_type_detection disable_edit_message disable_notification drop_pending_updates"
        " exclude_from_blockchain exclude_limited_non_upgradable exclude_limited_upgradable exclude_saved"
        " exclude_unique exclude_unlimited exclude_unsaved for_channels force has_spoiler hide_results_until_closes"
        " is_access_restricted is_anonymous is_big is_canceled is_closed is_flexible is_personal is_public"
        " keep_original_details members_only need_email need_name need_phone_number need_shipping_address"
        " needs_repainting ok only_if_banned pay_for_upgrade post_to_chat_page protect_content remove_caption"
        " return_bots revoke_messages send_email_to_provider send_phone_number_to_provider show_alert"
        " show_caption_above_media show_gift_button shuffle_options sort_by_price supports_streaming"
        " use_independent_chat_permissions",
    ),
    **_names(
        _structure,
        "accepted_gift_types added_user_ids areas button caption_entities checklist commands content"
        " correct_option_ids country_codes custom_emoji_ids description_entities emoji_list entities errors"
        " explanation_entities explanation_media keywords link_preview_options mask_position media menu_button"
        " message_ids options permissions prices question_entities reaction reply_markup reply_parameters results"
        " rich_message rights scope shipping_options stickers suggested_post_parameters suggested_tip_amounts"
        " text_entities",
    ),
    **_names(_allowed, "allowed_updates"),
    **_names(_file, "animation audio certificate cover document live_photo thumbnail video video_note voice"),
    **_names(_file_or_structure, "photo sticker result"),
    **_names(
        _text,
        "action address bio business_connection_id callback_query_id caption chat_join_request_query_id comment"
        " currency custom_description custom_emoji_id custom_title description description_parse_mode emoji"
        " emoji_status_custom_emoji_id error_message explanation explanation_parse_mode file_id first_name format"
        " foursquare_id foursquare_type game_short_name gift_id google_place_id google_place_type guest_query_id"
        " icon_custom_emoji_id inline_message_id inline_query_id invite_link ip_address language_code last_name"
        " message_effect_id name next_offset old_sticker owned_gift_id parse_mode payload performer phone_number"
        " photo_url pre_checkout_query_id provider_data provider_token question question_parse_mode secret_token"
        " shipping_query_id short_description start_parameter sticker_format sticker_set_name sticker_type tag"
        " telegram_payment_charge_id text text_parse_mode title type url username vcard web_app_query_id web_app_url",
    ),
}
