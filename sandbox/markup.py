"""Keyboards: what Telegram accepts as reply_markup, and what it shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.people import Json
from sandbox.refusals import bad_request

# What an inline button can do: exactly one of these.
ACTIONS = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
]
LINK_STARTS = ("https://", "http://", "tg://", "mailto:", "tel:")
MOST_BUTTONS = 100
KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


@dataclass(frozen=True, slots=True)
class Markup:
    """A keyboard under a message (inline), or an order about the keyboard below the chat (reply)."""

    inline: Json | None = None
    reply: Json | None = None


NOTHING = Markup()


def read_markup(value: object) -> Markup:
    """Check a reply_markup. Raises RefusedError (400) in Telegram's words."""
    if value is None:
        return NOTHING
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if not any(kind in value for kind in KINDS):
        return NOTHING
    if "inline_keyboard" in value:
        return Markup(inline=_inline(value["inline_keyboard"]))
    if "keyboard" in value:
        return Markup(reply={**value, "keyboard": [_reply_row(row) for row in _rows(value["keyboard"], "keyboard")]})
    return Markup(reply=value)


def read_inline(value: object) -> Json | None:
    """Check the markup of an edit, where only an inline keyboard may stand."""
    markup = read_markup(value)
    if markup.reply is not None:
        raise bad_request("inline keyboard expected")
    return markup.inline


def _inline(value: object) -> Json | None:
    rows = [row for row in ([_inline_button(one) for one in row] for row in _rows(value, "inline_keyboard")) if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": rows} if rows else None


def _rows(value: object, name: str) -> list[list[object]]:
    if not isinstance(value, list):
        raise bad_request(f'field "{name}" of the reply markup must be an Array of Arrays')
    for row in value:
        if not isinstance(row, list):
            raise bad_request(f'field "{name}" must be an Array of Arrays')
    return value


def _inline_button(value: object) -> Json:
    if not isinstance(value, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(value.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not value["text"].strip():
        raise bad_request("text buttons must be non-empty")
    given = [action for action in ACTIONS if value.get(action) is not None]
    if not given:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one of its optional fields must be used")
    _check_action(given[0], value[given[0]])
    return {key: what for key, what in value.items() if what is not None}


def _check_action(action: str, value: object) -> None:
    match action, value:
        case "callback_data", str(data) if 1 <= len(data.encode()) <= 64:
            return
        case "callback_data", _:
            raise bad_request("BUTTON_DATA_INVALID")
        case "url", str(address) if address.startswith(LINK_STARTS) or ("." in address and " " not in address):
            return
        case "url", _:
            raise bad_request("BUTTON_URL_INVALID")
        case _:
            return


def _reply_row(row: list[object]) -> list[object]:
    return [_reply_button(button) for button in row]


def _reply_button(value: object) -> Json:
    if isinstance(value, str):  # Telegram takes a bare text for a button
        value = {"text": value}
    if not isinstance(value, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    if not isinstance(value.get("text"), str) or not value["text"].strip():
        raise bad_request("can't parse keyboard button: text must be non-empty")
    return {key: what for key, what in value.items() if what is not None}
