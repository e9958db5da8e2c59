"""Calendars that phones ask for, beside the chat page.

GET  /calendar/SECRET.ics   the calendar; 304 where nothing has changed, 404 where there is none, 410 where it has ended
GET  /calendar/SECRET       the same for a tap: phones that know `webcal` offer to subscribe

Whoever has the address reads the calendar: it is 256 random bits, the store has its hash, and no log has it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, final
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.flows.desk import spoken
from bot.pages import desk_calendar, own_calendar, resource_calendar
from bot.pages.guard import HEADERS, REFUSED, Guard, Limit, RefusedError
from bot.papers import subscription
from bot.papers.subscription import Head
from bot.texts import Words, words
from domain.people.roles import may_organise
from domain.times.calendar_entries import Entry, Shown, follow
from storage.booking import resources
from storage.people import calendar_feeds, people, roles
from storage.people.calendar_feeds import DESK, NOTED_S, PERSON, RESOURCE, Feed
from storage.places import places
from storage.tokens import token_hash
from storage.troubles import trouble_with
from storage.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()

_OFTEN: Final = (60, 3_600.0)
"""So many requests in so many seconds for one address: calendars ask hourly at the most, and who tries it by hand."""

_RETRY_S: Final = 60.0
_SECRET: Final = "{secret:[0-9A-Za-z_-]{43}}"  # noqa: S105  a route's pattern


@dataclass(frozen=True, slots=True)
class Now:
    """The moment that a calendar is written for, the house's zone, and its language."""

    at: float
    zone: ZoneInfo
    language: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a calendar is called, and what is to stand in it."""

    name: str
    entries: Iterable[Entry]


Source = Callable[[UnitOfWork, str, Now], Told | None]
"""Tells what stands in the calendar of a subject, by its number; None: it is not theirs (any more)."""


def _of_person(unit: UnitOfWork, number: str, now: Now) -> Told:
    chat_id = int(number)
    t = _words_of(unit, chat_id, now)
    whose = own_calendar.Whose(chat_id, now.at, now.zone, t)
    return Told(t.paper("Waystation"), own_calendar.entries(unit, whose))


def _words_of(unit: UnitOfWork, chat_id: int, now: Now) -> Words:
    return words(spoken(people.find(unit, chat_id), "", now.language))


def _of_resource(unit: UnitOfWork, number: str, now: Now) -> Told:
    t, row = words(now.language), resources.find(unit, int(number))
    if row is None:
        return Told(t.paper("Waystation"), ())
    which = resource_calendar.Which(row, now.at, t)
    return Told(resource_calendar.called(row, t), resource_calendar.entries(unit, which))


def _of_desk(unit: UnitOfWork, numbers: str, now: Now) -> Told | None:
    """Tell what a unit holds and lends, for as long as this person organises it."""
    chat_id, unit_id = (int(number) for number in numbers.split(":"))
    t, row = _words_of(unit, chat_id, now), places.unit(unit, unit_id)
    path = places.path_of(unit, unit_id)
    if row is None or not may_organise((one.grant for one in roles.held(unit, chat_id)), path):
        return None
    return Told(desk_calendar.called(row, t), desk_calendar.entries(unit, desk_calendar.Which(path, now.at, t)))


SOURCES: Final[Mapping[str, Source]] = {PERSON: _of_person, RESOURCE: _of_resource, DESK: _of_desk}
"""By what a subject begins with (`storage.people.calendar_feeds`)."""


@dataclass(frozen=True, slots=True)
class _Ways:
    store: Store
    now: Callable[[], float]
    zone: ZoneInfo
    language: str


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was found for an address: what it showed before, what it shows now, and what it is called."""

    feed: Feed
    before: Mapping[str, Shown]
    after: tuple[Shown, ...]
    name: str


@final
class Feeds:
    """All calendars of one origin."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._ways: _Ways | None = None
        self._asks = Limit(*_OFTEN)

    def open(self, store: Store, now: Callable[[], float], zone: ZoneInfo, language: str) -> None:
        self._ways = _Ways(store, now, zone, language)

    def all(self) -> list[web.RouteDef]:
        told = ((f"/calendar/{_SECRET}.ics", self._calendar), (f"/calendar/{_SECRET}", self._by_a_tap))
        return [web.get(path, self._guarded(handler)) for path, handler in told]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                self._guard.admit(request)
                return await handler(request)
            except RefusedError as refusal:
                return _refused(refusal)
            except Exception as trouble:  # noqa: BLE001  the store raises what its driver raises; calendars ask again
                log.error("calendar_not_served", kind=type(trouble).__name__, why=trouble_with(trouble))  # noqa: TRY400  the address is a secret
                return _refused(RefusedError(503, "later", _RETRY_S))

        return guarded

    async def _by_a_tap(self, request: web.Request) -> web.StreamResponse:
        where = f"webcal://{request.host}/calendar/{request.match_info['secret']}.ics"
        return web.Response(status=302, headers={**HEADERS, "Location": where, "Cache-Control": "no-store"})

    async def _calendar(self, request: web.Request) -> web.StreamResponse:
        if self._ways is None:
            raise RefusedError(503, "later", _RETRY_S)
        secret = request.match_info["secret"]
        looked = await self._looked(self._ways, secret)
        head = Head(looked.name, self._guard.origin.host.partition(":")[0], self._ways.zone)
        body = subscription.write(head, looked.after)
        return _answer(request, body, looked.after)

    async def _looked(self, ways: _Ways, secret: str) -> _Looked:
        """Find what the calendar shows now, and write down what has changed; mostly nothing has.

        Raises `RefusedError` where there is none.
        """
        looked = await ways.store.read(lambda unit: _look(unit, secret, _now(ways)))
        if looked is None:
            raise RefusedError(404, "gone")
        if looked.feed.ended_at is not None:
            raise RefusedError(410, "gone")
        if wait_s := self._asks.spend(token_hash(secret), ways.now()):
            raise RefusedError(429, "fast", wait_s)
        if not _is_noted(looked, ways.now()):
            return await ways.store.write(lambda unit: _noted(unit, secret, _now(ways)))
        return looked


def _now(ways: _Ways) -> Now:
    return Now(ways.now(), ways.zone, ways.language)


def _look(unit: UnitOfWork, secret: str, now: Now) -> _Looked | None:
    feed = calendar_feeds.find(unit, secret)
    if feed is None:
        return None
    if feed.ended_at is not None:
        return _Looked(feed, {}, (), "")
    kind, _, number = feed.subject.partition(":")
    told = SOURCES[kind](unit, number, now)
    if told is None:
        raise RefusedError(410, "gone")
    before = calendar_feeds.shown(unit, feed.subject)
    return _Looked(feed, before, follow(before, told.entries, now.at), told.name)


def _is_noted(looked: _Looked, now: float) -> bool:
    asked = looked.feed.asked_at
    return asked is not None and now - asked < NOTED_S and looked.before == {one.entry.key: one for one in looked.after}


def _noted(unit: UnitOfWork, secret: str, now: Now) -> _Looked:
    """Look again, now that nobody else writes, and write down what is shown from now on."""
    looked = _look(unit, secret, now)
    if looked is None or looked.feed.ended_at is not None:
        raise RefusedError(410, "gone")
    calendar_feeds.keep(unit, looked.feed.subject, looked.before, looked.after)
    calendar_feeds.note(unit, secret, now.at)
    unit.commit()
    return looked


def _answer(request: web.Request, body: bytes, shown: Iterable[Shown]) -> web.Response:
    tag = sha256(body).hexdigest()[:32]
    headers = {
        **HEADERS,
        "ETag": f'"{tag}"',
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="waystation.ics"',
    }
    if changed := max((one.changed_at for one in shown), default=0.0):
        headers["Last-Modified"] = f"{datetime.fromtimestamp(changed, UTC):%a, %d %b %Y %H:%M:%S} GMT"
    if any(one.value in {tag, "*"} for one in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)


def _refused(refusal: RefusedError) -> web.Response:
    REFUSED.labels(refusal.why).inc()
    headers = dict(HEADERS)
    if refusal.retry_after_s:
        headers["Retry-After"] = str(max(1, round(refusal.retry_after_s)))
    return web.Response(status=refusal.status, text=refusal.why, headers=headers)
