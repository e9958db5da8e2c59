"""Bot API methods about stickers and their sets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sandbox.methods.send import uploaded
from sandbox.methods.topics import ICONS, icon
from sandbox.refusals import bad_request
from sandbox.state.files import StoredFile
from sandbox.state.people import Json
from sandbox.state.rights import person_in
from sandbox.state.world import World

SET_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*", re.ASCII)
MOST_STICKERS = 120
TITLE_MOST = 64
FORMATS = {"static": {}, "animated": {"is_animated": True}, "video": {"is_video": True}}
TYPES = ("regular", "mask", "custom_emoji")


def get_sticker_set(world: World, p: Json) -> Json:
    found = _set(world, p)
    return {key: what for key, what in found.items() if key != "owner"}


def get_custom_emoji_stickers(_world: World, p: Json) -> list[Json]:
    numbers = p.get("custom_emoji_ids")
    if not isinstance(numbers, list) or len(numbers) > 200:
        raise bad_request("can't parse custom emoji identifiers JSON object")
    return [icon(number, ICONS[number]) for number in map(str, numbers) if number in ICONS]


def upload_sticker_file(world: World, p: Json) -> Json:
    person_in(p)
    _format(p.get("sticker_format"))
    return uploaded(world, p, "sticker", "sticker").file()


def create_new_sticker_set(world: World, p: Json) -> bool:
    owner, name, title = person_in(p), str(p.get("name") or ""), str(p.get("title") or "")
    if not SET_NAME.fullmatch(name) or not name.lower().endswith(f"_by_{world.bot.user['username']}".lower()):
        raise bad_request("invalid sticker set name is specified")
    if not 1 <= len(title) <= TITLE_MOST:
        raise bad_request("sticker set title is empty" if not title else "PACK_TITLE_INVALID")
    if name in world.sticker_sets:
        raise bad_request("sticker set name is already occupied")
    kind = p.get("sticker_type") or "regular"
    if kind not in TYPES:
        raise bad_request("unsupported sticker type specified")
    given = p.get("stickers")
    if not isinstance(given, list) or not 1 <= len(given) <= 50:
        raise bad_request("STICKERS_EMPTY" if not given else "STICKERS_TOO_MUCH")
    stickers = [_sticker(world, p, one, name, str(kind)) for one in given]
    world.sticker_sets[name] = {
        "name": name, "title": title, "sticker_type": kind, "stickers": stickers, "owner": owner
    }  # fmt: skip
    return True


def add_sticker_to_set(world: World, p: Json) -> bool:
    found = _owned(world, p)
    stickers = _stickers(found)
    if len(stickers) >= MOST_STICKERS:
        raise bad_request("STICKERS_TOO_MUCH")
    stickers.append(_sticker(world, p, p.get("sticker"), str(found["name"]), str(found["sticker_type"])))
    return True


def replace_sticker_in_set(world: World, p: Json) -> bool:
    found = _owned(world, p)
    old = _in_set(world, p.get("old_sticker"))
    stickers = _stickers(found)
    if old not in stickers:
        raise bad_request("STICKER_INVALID")
    new = _sticker(world, p, p.get("sticker"), str(found["name"]), str(found["sticker_type"]))
    stickers[stickers.index(old)] = new
    return True


def delete_sticker_from_set(world: World, p: Json) -> bool:
    sticker = _in_set(world, p.get("sticker"))
    _stickers(world.sticker_sets[str(sticker["set_name"])]).remove(sticker)
    return True


def set_sticker_position_in_set(world: World, p: Json) -> bool:
    sticker, place = _in_set(world, p.get("sticker")), p.get("position")
    if not isinstance(place, int) or place < 0:
        raise bad_request("position is empty" if place is None else "wrong sticker position specified")
    stickers = _stickers(world.sticker_sets[str(sticker["set_name"])])
    stickers.remove(sticker)
    stickers.insert(place, sticker)
    return True


def set_sticker_emoji_list(world: World, p: Json) -> bool:
    sticker = _in_set(world, p.get("sticker"))
    sticker["emoji"] = _emoji(p.get("emoji_list"))
    return True


def set_sticker_keywords(world: World, p: Json) -> bool:
    _in_set(world, p.get("sticker"))
    words = p.get("keywords") or []
    if not isinstance(words, list) or len(words) > 20 or sum(len(str(one)) for one in words) > 64:
        raise bad_request("too many sticker keywords specified")
    return True


def set_sticker_mask_position(world: World, p: Json) -> bool:
    sticker = _in_set(world, p.get("sticker"))
    if world.sticker_sets[str(sticker["set_name"])]["sticker_type"] != "mask":
        raise bad_request("STICKER_MASK_COORDS_NOT_SUPPORTED")
    sticker.pop("mask_position", None)
    if isinstance(p.get("mask_position"), dict):
        sticker["mask_position"] = p["mask_position"]
    return True


def set_sticker_set_title(world: World, p: Json) -> bool:
    found, title = _set(world, p), str(p.get("title") or "")
    if not 1 <= len(title) <= TITLE_MOST:
        raise bad_request("PACK_TITLE_INVALID")
    found["title"] = title
    return True


def set_sticker_set_thumbnail(world: World, p: Json) -> bool:
    found = _owned(world, p)
    _format(p.get("format"))
    found.pop("thumbnail", None)
    if p.get("thumbnail"):
        stored = uploaded(world, p, "thumbnail", "sticker")
        found["thumbnail"] = {**stored.ids(), "width": 100, "height": 100}
    return True


def set_custom_emoji_sticker_set_thumbnail(world: World, p: Json) -> bool:
    if _set(world, p)["sticker_type"] != "custom_emoji":
        raise bad_request("STICKERSET_INVALID")
    return True


def delete_sticker_set(world: World, p: Json) -> bool:
    del world.sticker_sets[str(_set(world, p)["name"])]
    return True


def _set(world: World, p: Json) -> Json:
    found = world.sticker_sets.get(str(p.get("name") or ""))
    if found is None:
        raise bad_request("STICKERSET_INVALID")
    return found


def _owned(world: World, p: Json) -> Json:
    owner, found = person_in(p), _set(world, p)
    if owner not in (found["owner"], world.bot_id):
        raise bad_request("STICKERSET_INVALID")
    return found


def _stickers(found: Json) -> list[Json]:
    stickers = found["stickers"]
    assert isinstance(stickers, list)  # noqa: S101  for the type checker: we wrote it ourselves
    return stickers


def _in_set(world: World, file_id: object) -> Json:
    """Find a sticker of a set that the bot has made. Raises RefusedError (400)."""
    sets = world.sticker_sets.values()
    found = next((one for stickers in map(_stickers, sets) for one in stickers if one["file_id"] == file_id), None)
    if found is None:
        raise bad_request("STICKER_INVALID" if file_id else "sticker is not specified")
    return found


def _sticker(world: World, p: Json, value: object, name: str, kind: str) -> Json:
    if not isinstance(value, dict):
        raise bad_request("can't parse sticker: expected an Object")
    looks = _format(value.get("format"))
    stored: StoredFile = uploaded(world, {**p, "sticker": value.get("sticker")}, "sticker", "sticker")
    sticker = {**stored.view(), **looks, "type": kind, "emoji": _emoji(value.get("emoji_list")), "set_name": name}
    if kind == "mask" and isinstance(value.get("mask_position"), dict):
        sticker["mask_position"] = value["mask_position"]
    return sticker


def _format(value: object) -> Json:
    if str(value) not in FORMATS:
        raise bad_request("invalid sticker format specified")
    return dict(FORMATS[str(value)])


def _emoji(value: object) -> str:
    if not isinstance(value, Sequence) or isinstance(value, str) or not 1 <= len(value) <= 20:
        raise bad_request("sticker must have from 1 to 20 emoji")
    if not all(isinstance(one, str) and one for one in value):
        raise bad_request("invalid emoji specified")
    return str(value[0])
