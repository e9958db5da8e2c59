"""Keyboards: what Telegram accepts as reply_markup, and what it shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.formatting.links import checked
from sandbox.refusals import RefusedError, bad_request
from sandbox.state.people import Json

# What an inline button can do, in the order in which the server looks: the first that is there counts.
ACTIONS = [
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "login_url",
    "web_app",
    "copy_text",
]
MOST_BUTTONS = 100
MOST_IN_ROW = 12
COPIED_MOST = 256
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
        rows = [_reply_row(row) for row in _rows(value["keyboard"], "keyboard", "ReplyKeyboardMarkup")]
        rows = [row[:MOST_IN_ROW] for row in rows if row]
        return Markup(reply={**value, "keyboard": rows}) if rows else NOTHING
    return Markup(reply=value)


def read_inline(value: object) -> Json | None:
    """Check the markup of an edit, where only an inline keyboard may stand."""
    markup = read_markup(value)
    if markup.reply is not None:
        raise bad_request("inline keyboard expected")
    return markup.inline


def _inline(value: object) -> Json | None:
    given = _rows(value, "inline_keyboard", "InlineKeyboardMarkup")
    rows = [row for row in ([_inline_button(one) for one in row] for row in given) if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _rows(value: object, name: str, kind: str) -> list[list[object]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request(f'field "{name}" of the {kind} must be an Array of Arrays')
    return value


def _inline_button(value: object) -> Json:
    if not isinstance(value, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(value.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not value["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    given = [action for action in ACTIONS if value.get(action) is not None and value[action] is not False]
    if not given:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    kept = {key: what for key, what in value.items() if what is not None and (key not in ACTIONS or key == given[0])}
    return {**kept, given[0]: _action(given[0], value[given[0]])}


def _action(action: str, value: object) -> object:
    """Return what a button does, as it is kept. Raises RefusedError (400)."""
    match action, value:
        case "callback_data", str(data) if 1 <= len(data.encode(errors="replace")) <= 64:
            return data
        case "callback_data", _:
            raise bad_request("BUTTON_DATA_INVALID")
        case "url", str(address):
            return _link(address, "URL", address)
        case "url", _:
            raise bad_request('can\'t parse inline keyboard button: Field "url" must be of type String')
        case (("web_app" | "login_url"), dict()) if isinstance(value.get("url"), str):
            called = "Web App URL" if action == "web_app" else "login URL"
            return {**value, "url": _link(value["url"], called, value["url"], only_https=True)}
        case "copy_text", dict() if not 1 <= len(str(value.get("text") or "")) <= COPIED_MOST:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case _:
            return value


def _link(address: str, called: str, shown: str, *, only_https: bool = False) -> str:
    try:
        link = checked(address)
    except ValueError as error:
        raise _no_link(called, shown, str(error)) from None
    if only_https and not link.startswith("https://"):
        raise _no_link(called, shown, "Only HTTPS links are allowed")
    return link


def _no_link(called: str, shown: str, why: str) -> RefusedError:
    return bad_request(f"inline keyboard button {called} '{shown}' is invalid: {why}")


def _reply_row(row: list[object]) -> list[object]:
    return [button for button in map(_reply_button, row) if button]


def _reply_button(value: object) -> Json:
    """Return a button as it is kept; one without words is left out, as the server does."""
    if isinstance(value, str):  # Telegram takes a bare text for a button
        value = {"text": value}
    if not isinstance(value, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    if not isinstance(value.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not value["text"].strip():
        return {}
    return {key: what for key, what in value.items() if what is not None}
