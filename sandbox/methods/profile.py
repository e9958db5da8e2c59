"""Bot API methods about the bot itself: who it is, what it says about itself, its commands and menu button."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sandbox.methods.send import uploaded
from sandbox.refusals import bad_request
from sandbox.state.people import Json
from sandbox.state.rights import known_rights, person_in
from sandbox.state.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
MOST_COMMANDS = 100
MOST_CHARACTERS = {"name": 64, "description": 512, "short_description": 120}
SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)
ABILITIES: Json = {
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(world: World, _p: Json) -> Json:
    return {**world.bot.user, **ABILITIES}


def set_my_commands(world: World, p: Json) -> bool:
    commands = p.get("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.bot.commands[_place(world, p)] = [_command(one) for one in commands]
    world.events.tell(0, "people")
    return True


def get_my_commands(world: World, p: Json) -> list[Json]:
    return world.bot.commands.get(_place(world, p), [])


def delete_my_commands(world: World, p: Json) -> bool:
    world.bot.commands.pop(_place(world, p), None)
    world.events.tell(0, "people")
    return True


def commands_for(world: World, person: int, language: str) -> list[Json]:
    """Return the commands somebody sees in the private chat, in the order the documentation gives for scopes."""
    short = language[:2].lower()
    for scope in (f"chat {person}", "all_private_chats", "default"):
        for spoken in (short, ""):
            if found := world.bot.commands.get((scope, spoken)):
                return found
    return []


def set_chat_menu_button(world: World, p: Json) -> bool:
    button = p.get("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("MenuButton has unsupported type")
    world.bot.menu_buttons[_menu_place(world, p)] = button
    world.events.tell(0, "people")
    return True


def get_chat_menu_button(world: World, p: Json) -> Json:
    place = _menu_place(world, p)
    button = menu_button_for(world, place)
    return {"type": "commands"} if place == 0 and button["type"] == "default" else button


def menu_button_for(world: World, person: int) -> Json:
    """Return the button of a chat; one that says "default" follows the bot's own."""
    buttons = world.bot.menu_buttons
    own = buttons.get(person, {"type": "default"})
    return own if own["type"] != "default" else buttons.get(0, {"type": "default"})


def set_my_name(world: World, p: Json) -> bool:
    return _say(world, world.bot.names, p, "name")


def get_my_name(world: World, p: Json) -> Json:
    return {"name": _said(world.bot.names, p) or world.bot.user["first_name"]}


def set_my_description(world: World, p: Json) -> bool:
    return _say(world, world.bot.descriptions, p, "description")


def get_my_description(world: World, p: Json) -> Json:
    return {"description": _said(world.bot.descriptions, p)}


def set_my_short_description(world: World, p: Json) -> bool:
    return _say(world, world.bot.short_descriptions, p, "short_description")


def get_my_short_description(world: World, p: Json) -> Json:
    return {"short_description": _said(world.bot.short_descriptions, p)}


def set_my_default_administrator_rights(world: World, p: Json) -> bool:
    rights, for_channels = p.get("rights") or {}, p.get("for_channels") is True
    if not isinstance(rights, dict):
        raise bad_request("can't parse administrator rights: expected an Object")
    world.bot.default_rights[for_channels] = _rights(rights, for_channels=for_channels)
    return True


def get_my_default_administrator_rights(world: World, p: Json) -> Json:
    for_channels = p.get("for_channels") is True
    return world.bot.default_rights.get(for_channels) or _rights({}, for_channels=for_channels)


def _rights(given: Json, *, for_channels: bool) -> Json:
    names = known_rights("channel" if for_channels else "supergroup")
    named: Json = {name: given.get(name) is True for name in names}
    return {"is_anonymous": given.get("is_anonymous") is True and not for_channels, **named}


def set_my_profile_photo(world: World, p: Json) -> bool:
    photo = p.get("photo")
    if not isinstance(photo, dict) or photo.get("type") not in ("static", "animated"):
        raise bad_request("can't parse InputProfilePhoto: expected an Object with a type")
    kind, name = ("photo", "photo") if photo["type"] == "static" else ("animation", "animation")
    stored = uploaded(world, {**p, name: photo.get(name)}, name, kind)
    world.bot.photo = stored if kind == "photo" else None
    return True


def remove_my_profile_photo(world: World, _p: Json) -> bool:
    world.bot.photo = None
    return True


def get_user_profile_photos(world: World, p: Json) -> Json:
    """Return the pictures of somebody: the bot may have one, and nobody else here has."""
    if person_in(p) != world.bot_id or world.bot.photo is None:
        return {"total_count": 0, "photos": []}
    return {"total_count": 1, "photos": [world.bot.photo.content_field()["photo"]]}


def leave_server(_world: World, _p: Json) -> bool:
    """Answer logOut and close: there is no other server to go to."""
    return True


def _say(world: World, said: dict[str, str], p: Json, name: str) -> bool:
    text = str(p.get(name) or "")
    if len(text) > MOST_CHARACTERS[name]:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    said[_language(p)] = text
    world.events.tell(0, "people")
    return True


def _said(said: Mapping[str, str], p: Json) -> str:
    return said.get(_language(p)) or said.get("", "")


def _language(p: Json) -> str:
    language = str(p.get("language_code") or "")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _place(world: World, p: Json) -> tuple[str, str]:
    """Return under what commands are kept: their scope and language."""
    scope = p.get("scope") or {"type": "default"}
    if not isinstance(scope, dict) or str(scope.get("type")) not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type")
    if not str(scope["type"]).startswith("chat"):
        return str(scope["type"]), _language(p)
    number = scope.get("chat_id")
    chat = world.find_chat(int(number) if isinstance(number, str) and number.lstrip("-").isdigit() else number)
    who = f" {scope.get('user_id')}" if scope["type"] == "chat_member" else ""
    return f"{scope['type']} {chat.id}{who}", _language(p)


def _menu_place(world: World, p: Json) -> int:
    return world.find_chat(p["chat_id"]).id if p.get("chat_id") is not None else 0


def _command(value: object) -> Json:
    if not isinstance(value, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command, description = str(value.get("command", "")).removeprefix("/"), str(value.get("description", ""))
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}
