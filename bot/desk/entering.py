"""The way in: a page that shows a code, which the chat asks about, or a link from there. Looking signs nobody in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from bot.desk import drawing
from bot.desk.browsers import browser_name, network_name
from bot.desk.guard import Guard, RefusedError, check_form, form_key
from bot.desk.visits import desk_for
from bot.flows.desk_door.told import told_of_entry
from bot.flows.persons import colleague
from bot.flows.rights import organised
from bot.house import House
from bot.texts import Words, language_of, words
from bot.turn import draft_of
from storage.desk import sessions
from storage.desk.sessions import Session, Standing, Where
from storage.messages import outbox
from storage.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class Ways:
    """What the desk's routes lead to: the store, the house, its clock, and whom to wake when messages are written."""

    store: Store
    house: House
    now: Callable[[], float]
    wake: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Cookies:
    """The names of the cookies: of whoever is signed in, and of whoever is about to be."""

    session: str
    entry: str
    is_safe: bool

    def give(self, response: web.StreamResponse, name: str, value: str, max_age_s: float) -> None:
        response.set_cookie(
            name, value, max_age=round(max_age_s), path="/", httponly=True, secure=self.is_safe, samesite="Lax"
        )

    def take(self, response: web.StreamResponse, name: str) -> None:
        response.set_cookie(name, "", max_age=0, path="/", httponly=True, secure=self.is_safe, samesite="Lax")


def cookies_for(guard: Guard) -> Cookies:
    """Name the cookies; over plain http, on this machine alone, a browser takes none that begin with `__Host-`."""
    safe = guard.origin.is_safe
    return Cookies("__Host-desk" if safe else "desk", "__Host-desk-entry" if safe else "desk-entry", safe)


KEPT_S: Final = sessions.LONGEST_S


def words_of(request: web.Request, house: House) -> Words:
    """Return the words of whoever is not known yet: what the browser prefers, else the house's."""
    return words(language_of(request.headers.get("Accept-Language", "").split(",")[0].strip(), house.language))


def where_of(request: web.Request) -> Where:
    return Where(browser_name(request.headers.get("User-Agent", "")), network_name(request.remote or ""))


@dataclass(frozen=True, slots=True)
class Entering:
    """The pages of the way in."""

    guard: Guard
    cookies: Cookies
    ways: Callable[[], Ways]

    async def door(self, request: web.Request) -> web.Response:
        """Show the code that is to be written into the chat, or how to get one."""
        ways, secret = self.ways(), request.cookies.get(self.cookies.entry, "")
        now = ways.now()
        found = await ways.store.browse(lambda unit: sessions.of_browser(unit, secret, now)) if secret else None
        if found is not None and found.state is Standing.OVER:
            found = None
        told: dict[str, Any] = {
            "sign_in": found,
            "form_key": form_key(secret) if secret else "",
            "minutes": round(sessions.SIGNS_IN_S / 60),
            "bot": ways.house.bot_link,
        }
        return drawing.answered(drawing.page("door.html", words_of(request, ways.house), told))

    async def show_code(self, request: web.Request) -> web.Response:
        """Make a code for this browser."""
        ways = self.ways()
        now, secret = ways.now(), secrets.token_urlsafe(32)
        self.guard.count_newcomer(request.remote or "", now)

        def made(unit: UnitOfWork) -> None:
            sessions.drop_old(unit, now)
            sessions.show_code(unit, secret, where_of(request), now)
            unit.commit()

        await ways.store.write(made)
        response = drawing.led_to("/desk/in")
        self.cookies.give(response, self.cookies.entry, secret, sessions.SIGNS_IN_S)
        return response

    async def go_in(self, request: web.Request) -> web.Response:
        """Sign in where the chat has agreed."""
        secret = request.cookies.get(self.cookies.entry, "")
        check_form(secret, str((await request.post()).get("key", "")))
        return await self._entered(request, secret, "/desk/in")

    async def link(self, request: web.Request) -> web.Response:
        """Ask whether this is the device that the link is for; whoever only looks, or a preview, is not signed in."""
        ways, token = self.ways(), request.match_info["token"]
        now = ways.now()

        def looked(unit: UnitOfWork) -> str | None:
            found = sessions.of_browser(unit, token, now)
            if found is None or found.state is not Standing.AGREED or found.chat_id is None:
                return None
            return colleague(unit, found.chat_id, desk_for(unit, found.chat_id, ways.house, now).words)

        who = await ways.store.browse(looked)
        told = {"who": who, "where": where_of(request)}
        body = drawing.page("link.html", words_of(request, ways.house), told)
        return drawing.answered(body, 200 if who is not None else 410)

    async def go_in_by_link(self, request: web.Request) -> web.Response:
        return await self._entered(request, request.match_info["token"], request.path)

    async def _entered(self, request: web.Request, secret: str, otherwise: str) -> web.Response:
        """Make the session, once, and tell the person in the chat; else lead back."""
        ways, key = self.ways(), secrets.token_urlsafe(32)
        now = ways.now()

        def entered(unit: UnitOfWork) -> Session | None:
            session = sessions.enter(unit, secret, key, where_of(request), now)
            if session is None:
                return None
            desk = desk_for(unit, session.chat_id, ways.house, now)
            if not organised(desk):
                raise RefusedError(403, "role")
            # Not by the session's number: once a session has ended, a new one may have the number again.
            outbox.write(unit, [draft_of(f"desk:in:{secrets.token_hex(8)}", told_of_entry(session, desk), now)], now)
            unit.commit()
            return session

        session = await ways.store.write(entered) if secret else None
        if session is None:
            return drawing.led_to(otherwise)
        ways.wake()
        response = drawing.led_to("/desk/today")
        self.cookies.give(response, self.cookies.session, key, KEPT_S)
        self.cookies.take(response, self.cookies.entry)
        return response
