"""The person's side over HTTP: a test, a script or the chat page plays anyone, and looks at what the bot did."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps

from aiohttp import web

from sandbox.methods.profile import commands_for, menu_button_for
from sandbox.person_side import acts, acts_groups
from sandbox.person_side.acts import Done, MisusedError, Opened
from sandbox.person_side.views import card_view, chat_view, empty_chat, glance_view
from sandbox.plain_json import loads
from sandbox.refusals import RefusedError
from sandbox.state.call_log import CallLog
from sandbox.state.clock import TIME_ZONE
from sandbox.state.faults import Faults, read_fault
from sandbox.state.files import Upload
from sandbox.state.people import Json
from sandbox.state.world import World

Served = Callable[[web.Request], Awaitable[web.StreamResponse]]
Deed = Callable[[int, Json], object]
HEARTBEAT_S = 15
MOST_BULK = 100_000
_NUMBER = re.compile(r"-?\d+")


class PersonSide:
    """Serves /sandbox/... ; `on_advance` is told by how many seconds the clock was wound forward."""

    def __init__(
        self, world: World, faults: Faults, calls: CallLog, on_advance: Callable[[float], None] | None
    ) -> None:
        self._world = world
        self._faults = faults
        self._calls = calls
        self._on_advance = on_advance
        self._deeds: Mapping[str, Deed] = {
            "people/{id}/text": self._text,
            "people/{id}/start": self._start,
            "people/{id}/tap": self._tap,
            "people/{id}/location": self._location,
            "people/{id}/contact": self._contact,
            "people/{id}/file": self._file,
            "people/{id}/edit": self._edit,
            "people/{id}/inline": self._ask_inline,
            "people/{id}/inline/choose": self._choose_card,
            "people/{id}/language": self._language,
            "people/{id}/block": self._block,
            "people/{id}/unblock": self._unblock,
            "people/{id}/deactivate": self._deactivate,
            "people/{id}/read": self._read,
            "people/meet": self._meet,
            "groups": self._group_make,
            "groups/{id}/text": self._group_text,
            "groups/{id}/add_bot": self._group_add,
            "groups/{id}/remove_bot": self._group_remove,
            "groups/{id}/rights": self._group_rights,
            "groups/{id}/join": self._group_join,
            "groups/{id}/tap": self._group_tap,
            "groups/{id}/upgrade": self._group_upgrade,
            "channels/{id}/post": self._channel_post,
            "updates": self._push,
            "updates/bulk": self._bulk,
            "faults": self._order_fault,
            "clock": self._advance,
        }

    def routes(self) -> list[web.AbstractRouteDef]:
        looks = {
            "people": self._people,
            "people/{id}/chat": self._chat,
            "groups": self._groups,
            "groups/{id}/chat": self._chat,
            "channels/{id}/chat": self._chat,
            "people/{id}/commands": self._commands,
            "people/{id}/inline": self._cards,
            "bot": self._bot,
            "settings": self._settings,
            "calls": self._list_calls,
            "counts": self._counts,
            "clock": self._clock,
            "files/{file_id}": self._download,
            "events": self._events,
        }
        return [
            *(web.post(f"/sandbox/{path}", _deed(deed)) for path, deed in self._deeds.items()),
            *(web.get(f"/sandbox/{path}", _safe(look)) for path, look in looks.items()),
            web.delete("/sandbox/faults", self._clear_faults),
        ]

    def does(self, path: str, body: Json) -> object:
        """Do without HTTP what a POST to /sandbox/<path> does, and return what came of it.

        Raises `MisusedError`, or `RefusedError` for what Telegram would refuse.
        """
        number = next(filter(_NUMBER.fullmatch, path.split("/")), "0")
        return _outcome(self._deeds[path.replace(number, "{id}", 1)](int(number), body))

    def _text(self, person: int, body: Json) -> object:
        return acts.say(self._world, person, _words(body, "text"), body)

    def _start(self, person: int, body: Json) -> object:
        return acts.start(self._world, person, str(body.get("payload") or ""))

    def _tap(self, person: int, body: Json) -> object:
        return acts.tap(self._world, person, _words(body, "button"), body.get("message_id"))

    def _location(self, person: int, body: Json) -> object:
        return acts.share_location(self._world, person, body)

    def _contact(self, person: int, body: Json) -> object:
        _words(body, "phone_number")
        return acts.share_contact(self._world, person, body)

    def _file(self, person: int, body: Json) -> object:
        content = base64.b64decode(_words(body, "content_base64"), validate=True)
        kind = str(body.get("kind") or "")
        return acts.send_file(self._world, person, Upload(_words(body, "name"), content), kind, body)

    def _edit(self, person: int, body: Json) -> object:
        return acts.edit(self._world, person, body.get("message_id"), _words(body, "text"))

    def _ask_inline(self, person: int, body: Json) -> object:
        return {"update_id": acts.ask_inline(self._world, person, _words(body, "query"))}

    def _choose_card(self, person: int, body: Json) -> object:
        return acts.choose_card(self._world, person, _words(body, "id"))

    def _language(self, person: int, body: Json) -> object:
        acts.speak(self._world, person, _words(body, "language_code"))
        return {"language_code": body["language_code"]}

    def _block(self, person: int, _body: Json) -> object:
        return {"update_id": acts.block(self._world, person)}

    def _unblock(self, person: int, _body: Json) -> object:
        return {"update_id": acts.unblock(self._world, person)}

    def _deactivate(self, person: int, _body: Json) -> object:
        acts.deactivate(self._world, person)
        return {}

    def _read(self, person: int, _body: Json) -> object:
        chat = self._world.chats.get(person)
        if chat and chat.messages:
            chat.read_up_to = next(reversed(chat.messages))
        return {"unread": 0}

    def _meet(self, _person: int, body: Json) -> object:
        """Make many strangers known at once: {"first", "count"} or {"ids"}."""
        numbers = body.get("ids")
        if not isinstance(numbers, list):
            first = _number(body, "first")
            numbers = list(range(first, first + _number(body, "count")))
        self._world.meet(int(number) for number in numbers)
        return {"known": len(numbers)}

    def _group_make(self, _group: int, body: Json) -> object:
        """Make a group: {"title", "members": [..], "kind"?: "group" or "supergroup", "username"?, "is_forum"?}."""
        members = body.get("members")
        if not isinstance(members, list) or not all(type(one) is int and one > 0 for one in members):
            raise MisusedError("members must be a list of numbers")
        kind = str(body.get("kind") or "group")
        return {"id": acts_groups.make(self._world, _words(body, "title"), members, kind, body)}

    def _group_text(self, group: int, body: Json) -> object:
        return acts_groups.say(self._world, _negative(group), _number(body, "by"), _words(body, "text"))

    def _group_add(self, group: int, body: Json) -> object:
        title = str(body.get("title") or "Group")
        added = acts_groups.add_bot(self._world, _negative(group), _number(body, "by"), title, body)
        return {"update_id": added}

    def _group_rights(self, group: int, body: Json) -> object:
        """Say what the bot may do as an administrator: {"by", "rights": {..} or "administrator" or "member"}."""
        told = acts_groups.set_rights(self._world, _negative(group), _number(body, "by"), body.get("rights"))
        return {"update_id": told}

    def _group_join(self, group: int, body: Json) -> object:
        return {"update_id": acts_groups.ask_to_join(self._world, _negative(group), _number(body, "by"))}

    def _group_remove(self, group: int, body: Json) -> object:
        return {"update_id": acts_groups.remove_bot(self._world, _negative(group), _number(body, "by"))}

    def _group_tap(self, group: int, body: Json) -> object:
        button, by = _words(body, "button"), _number(body, "by")
        return acts_groups.tap(self._world, _negative(group), by, button, body.get("message_id"))

    def _group_upgrade(self, group: int, _body: Json) -> object:
        number, update_id = acts_groups.upgrade(self._world, _negative(group))
        return {"id": number, "update_id": update_id}

    def _channel_post(self, channel: int, body: Json) -> object:
        return acts.post_in_channel(self._world, _negative(channel), _words(body, "text"))

    def _push(self, _person: int, body: Json) -> object:
        update = body.get("update")
        if not isinstance(update, dict):
            raise MisusedError("update must be an object")
        return {"update_id": acts.push(self._world, update)}

    def _bulk(self, _person: int, body: Json) -> object:
        """Send many texts at once: {"person", "texts": [..]} or {"items": [{"person", "text"}, ..]}."""
        items = body.get("items")
        if not isinstance(items, list):
            person, texts = _number(body, "person"), body.get("texts")
            if not isinstance(texts, list):
                raise MisusedError("texts must be a list")
            items = [{"person": person, "text": text} for text in texts]
        if len(items) > MOST_BULK:
            raise MisusedError(f"at most {MOST_BULK} at once")
        done = [acts.say(self._world, _number(item, "person"), _words(item, "text")) for item in items]
        return {"update_ids": [one.update_id for one in done], "message_ids": [one.message_id for one in done]}

    def _order_fault(self, _person: int, body: Json) -> object:
        self._faults.order(read_fault(body))
        return {"ordered": True}

    async def _clear_faults(self, _request: web.Request) -> web.Response:
        self._faults.clear()
        return web.json_response({"ordered": False})

    def _advance(self, _person: int, body: Json) -> object:
        seconds = body.get("advance_s")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds < 0:
            raise MisusedError("advance_s must be a number of 0 or more")
        self._world.clock.advance(seconds)  # first, for it may refuse
        if self._on_advance:
            self._on_advance(seconds)
        now = self._world.clock.now().isoformat()
        self._world.events.tell(0, "clock", now=now)
        return {"now": now}

    async def _people(self, _request: web.Request) -> web.Response:
        people = [
            {"id": one.id, "name": one.name, "role": one.role, "language": self._world.person(one.id).language}
            for one in self._world.personas
        ]
        return web.json_response({"people": people})

    async def _groups(self, _request: web.Request) -> web.Response:
        groups = [
            {"id": chat.id, "title": chat.api["title"], "kind": chat.api["type"], "moved_to": chat.moved_to}
            for chat in self._world.chats.values()
            if chat.api["type"] in ("group", "supergroup")
        ]
        return web.json_response({"groups": groups})

    async def _chat(self, request: web.Request) -> web.Response:
        """Show a whole chat; `?since=REVISION` only what changed after it, `?glance=1` only the newest message."""
        chat, since = self._world.chats.get(_id(request)), int(request.query.get("since") or 0)
        if chat is None:
            return web.json_response(empty_chat())
        glance = request.query.get("glance")
        shown = glance_view(self._world, chat) if glance else chat_view(self._world, chat, since)
        return web.json_response(shown, dumps=_dumps)

    async def _cards(self, request: web.Request) -> web.Response:
        return web.json_response({"cards": [card_view(one) for one in self._world.offered.get(_id(request), [])]})

    async def _commands(self, request: web.Request) -> web.Response:
        person = _id(request)
        commands = commands_for(self._world, person, self._world.person(person).language)
        return web.json_response({"commands": commands, "menu_button": menu_button_for(self._world, person)})

    async def _bot(self, _request: web.Request) -> web.Response:
        bot = self._world.bot
        name = bot.names.get("") or bot.user["first_name"]
        described = {"description": bot.descriptions.get("", ""), "short": bot.short_descriptions.get("", "")}
        token = self._world.token  # no foreign page can read it, and whoever plays the bot needs it
        return web.json_response({"username": bot.user["username"], "name": name, **described, "token": token})

    async def _settings(self, _request: web.Request) -> web.Response:
        bot = self._world.bot
        link = f"https://t.me/{bot.user['username']}?start="
        title = bot.names.get("") or bot.user["first_name"]
        return web.json_response({"title": title, "start_link": link, "time_zone": TIME_ZONE})

    async def _list_calls(self, request: web.Request) -> web.Response:
        since = int(request.query.get("since") or 0)
        calls = self._calls.since(since, request.query.get("method"))
        return web.json_response({"calls": calls}, dumps=_dumps)

    async def _counts(self, _request: web.Request) -> web.Response:
        return web.json_response(self._calls.counts())

    async def _clock(self, _request: web.Request) -> web.Response:
        return web.json_response({"now": self._world.clock.now().isoformat()})

    async def _download(self, request: web.Request) -> web.Response:
        found = self._world.files.find(request.match_info["file_id"])
        if found is None:
            return web.json_response({"error": "there is no such file"}, status=404)
        # What a stranger sent is shown as a picture or saved, never run as a page of this origin.
        mime = found.mime if found.mime.startswith(("image/", "audio/", "video/")) else "application/octet-stream"
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; frame-ancestors 'none'"}
        return web.Response(body=found.content, content_type=mime, headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        listener = self._world.events.listen()
        try:
            await response.write(b": hello\n\n")
            while line := await _next_line(listener):
                await response.write(line)
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self._world.events.leave(listener)
        return response


async def _next_line(listener: asyncio.Queue[str]) -> bytes:
    """Return what to write next: an event, a comment that keeps the line alive, or nothing at the end."""
    try:
        async with asyncio.timeout(HEARTBEAT_S):
            event = await listener.get()
    except TimeoutError:
        return b": still here\n\n"
    return f"data: {event}\n\n".encode() if event else b""


def _deed(deed: Deed) -> Served:
    """Serve a deed: the number in the path and the JSON body go in, what came of it goes out."""

    async def served(request: web.Request) -> web.StreamResponse:
        return web.json_response(_outcome(deed(_id(request), await _json(request))))

    return _safe(served)


def _safe(serve: Served) -> Served:
    """Answer misuse with 400 and a sentence that says what was wrong."""

    @wraps(serve)
    async def served(request: web.Request) -> web.StreamResponse:
        try:
            return await serve(request)
        except RefusedError as refusal:
            return web.json_response({"error": refusal.description}, status=400)
        except (MisusedError, binascii.Error, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return served


def _outcome(came: object) -> object:
    match came:
        case Done(update_id, message_id):
            return {"update_id": update_id, "message_id": message_id}
        case Opened(action, target):
            return {action: target}
        case _:
            return came


async def _json(request: web.Request) -> Json:
    raw = await request.read()
    body = loads(raw) if raw.strip() else {}
    if not isinstance(body, dict):
        raise MisusedError("the body must be a JSON object")
    return body


def _id(request: web.Request) -> int:
    text = request.match_info.get("id", "0")
    try:
        return int(text)
    except ValueError:
        raise MisusedError(f"{text!r} is not a number") from None


def _negative(number: int) -> int:
    if number >= 0:
        raise MisusedError("groups and channels have negative numbers")
    return number


def _words(body: Json, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str):
        raise MisusedError(f"{key} must be a text")
    return value


def _number(body: Json, key: str) -> int:
    value = body.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise MisusedError(f"{key} must be a whole number")
    return value


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
