"""The parameters of a Bot API call, from any body Telegram accepts, as values of their documented types."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.files import Upload
from sandbox.people import Json
from sandbox.refusals import RefusedError, bad_request

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
SURROGATE_BYTES = re.compile(SURROGATE.pattern.encode())

Reader = Callable[[str, object], object]


async def read_parameters(request: web.Request) -> Json:
    """Read query and body. Raises RefusedError (400) when a value cannot be what its name says."""
    raw: Json = dict(parse_qsl(request.query_string, keep_blank_values=True)) if request.query_string else {}
    if request.body_exists:
        raw.update(await _body(request))
    return typed(raw)


def typed(raw: Mapping[str, object]) -> Json:
    """Return the values as their names demand; null is absence, a name that no method knows is ignored as it is."""
    found: Json = {}
    for name, value in raw.items():
        if value is not None:
            reader = READERS.get(name)
            found[name] = reader(name, value) if reader else value
    return found


def loads(text: str | bytes) -> object:
    """Parse JSON whose strings must be possible as UTF-8. Raises ValueError."""
    value: object = json.loads(text)
    if (SURROGATE_BYTES.search(text) if isinstance(text, bytes) else SURROGATE.search(text)) is not None:
        json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate is a UnicodeEncodeError, a ValueError too
    return value


async def _body(request: web.Request) -> Json:
    match request.content_type:
        case "application/json":
            return _json_body(await request.read())
        case "multipart/form-data":
            fields = await request.post()
            return {name: _part(value) for name, value in fields.items()}
        case "application/x-www-form-urlencoded":
            return dict(parse_qsl((await request.read()).decode(errors="replace"), keep_blank_values=True))
        case _:
            return {}


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


def _part(value: object) -> object:
    if isinstance(value, FileField):
        with value.file as content:
            return Upload(value.filename, content.read())
    return value.decode(errors="replace") if isinstance(value, (bytes, bytearray)) else value


def _wrong(name: str, wanted: str) -> RefusedError:
    return bad_request(f'parameter "{name}" must be of type {wanted}')


def _text(name: str, value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(name, "String")
    return str(value)


def _whole(name: str, value: object) -> object:
    if type(value) is int:
        return value
    try:
        return int(value) if isinstance(value, str) else _whole_float(name, value)
    except ValueError:
        raise _wrong(name, "Integer") from None


def _whole_float(name: str, value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise _wrong(name, "Integer")


def _decimal(name: str, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise _wrong(name, "Float")
    try:
        return float(value)
    except ValueError:
        raise _wrong(name, "Float") from None


def _yes_or_no(name: str, value: object) -> object:
    if isinstance(value, bool):
        return value
    match str(value).lower():
        case "true" | "1" | "yes":
            return True
        case "false" | "0" | "no" | "":
            return False
        case _:
            raise _wrong(name, "Boolean")


def _chat(name: str, value: object) -> object:
    """Read a chat's number, or the @name of a public one, which stays text."""
    if type(value) is int:
        return value
    if not isinstance(value, str):
        raise _wrong(name, "Integer or String")
    number = value.strip()
    return int(number) if number.removeprefix("-").isascii() and number.removeprefix("-").isdigit() else number


def _structure(name: str, value: object) -> object:
    """Read an object or an array; in a form they come as JSON text."""
    if isinstance(value, str):
        try:
            value = loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
    if not isinstance(value, (dict, list)):
        raise bad_request(f"object expected as {name.replace('_', ' ')}")
    return value


def _file(name: str, value: object) -> object:
    return value if isinstance(value, Upload) else _text(name, value)


def _names(reader: Reader, names: str) -> dict[str, Reader]:
    return dict.fromkeys(names.split(), reader)


# The type of a name is the same in every method we know, so one table does; a test holds it against the schema.
READERS: dict[str, Reader] = {
    **_names(_chat, "chat_id from_chat_id"),
    **_names(
        _whole,
        "message_id user_id offset limit timeout max_connections heading live_period proximity_alert_radius cache_time"
        " direct_messages_topic_id message_thread_id video_start_timestamp reply_to_message_id start_timestamp duration"
        " width height",
    ),
    **_names(_decimal, "latitude longitude horizontal_accuracy"),
    **_names(
        _yes_or_no,
        "allow_paid_broadcast disable_notification protect_content show_alert drop_pending_updates is_personal"
        " disable_content_type_detection has_spoiler show_caption_above_media return_bots supports_streaming",
    ),
    **_names(
        _structure,
        "reply_markup entities caption_entities reply_parameters link_preview_options allowed_updates message_ids"
        " commands scope menu_button media results button suggested_post_parameters rich_message",
    ),
    **_names(_file, "photo document video voice thumbnail certificate cover"),
    **_names(
        _text,
        "text caption parse_mode action address title phone_number first_name last_name vcard url secret_token"
        " ip_address name description short_description language_code callback_query_id inline_query_id file_id"
        " inline_message_id next_offset foursquare_id foursquare_type google_place_id google_place_type"
        " business_connection_id message_effect_id",
    ),
}
