"""The composition root: it puts store, front, turn, sender and jobs together, and takes them apart in order."""

import asyncio
import gc
import importlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import structlog
from prometheus_client import Counter

from bot import heap, twins
from bot.chat import TELEGRAM, FetchFailedError, Front, TokenRefusedError
from bot.clock import Clock
from bot.delivery import EVERY_S as LOOKS_EVERY_S
from bot.delivery import Delivery
from bot.facts.calendar import put_in_force
from bot.flows import role_commands
from bot.handlers.door import Door
from bot.handlers.polling import USUAL as USUAL_PATIENCE
from bot.handlers.polling import poll, unless
from bot.health import Health
from bot.house import House
from bot.intake import Intake
from bot.opening import open_front, open_store, opened_desk, opened_pages
from bot.settings import Settings
from bot.standstill import Standstill
from bot.turn import Taken
from domain.affiliations.reminders import QuietHours
from scheduler import alarm
from scheduler.announcements.deeds import Rounds
from scheduler.announcements.runner import tick
from scheduler.digest import Digester
from scheduler.dispatch import Clocks
from scheduler.jobs import Job, ring, standing_jobs
from scheduler.notices.runner import EVERY_S as NOTICES_EVERY_S
from scheduler.notices.runner import ring_due
from scheduler.pacing import PAID, Pace
from scheduler.retention import forget_in_time
from scheduler.sender import NO_OTHERS, Channel, Sender, worker_name
from scheduler.watching.sendings import Sendings
from scheduler.watching.telling import end_refusal, note_refusal
from scheduler.watching.watch import Watch, Watched
from storage.calendar_days import published
from storage.pages.openings import CHANNEL as WEB
from storage.places.search import PlaceSearch
from storage.unit_of_work import Store, UnitOfWork

if TYPE_CHECKING:
    from bot.desk.desk_pages import DeskPages
    from bot.pages.pages import Pages
    from bot.web import Seat  # loaded late, see `run`

log = structlog.get_logger()

Answer = TypeVar("Answer")

_AT_ONCE: Final = Pace(per_second=2000, chat_per_second=100, chat_burst=100)
"""What goes to a page asks nobody's leave."""

OURS: Final = ("bot", "domain", "scheduler", "storage")
"""The packages of the house."""

PLAYED = Counter("waystation_updates_played", "Updates that took effect.")
REFUSED = Counter("waystation_updates_repeated", "Updates that had taken effect before.")
FAILED = Counter("waystation_updates_failed", "Updates whose step raised; `waystation failed list` shows them.")


@dataclass(frozen=True, slots=True)
class Part:
    """What `run` needs from outside: the clock, the bell that ends it, and whom to tell when the bot listens.

    `clock_is_wound`: somebody winds the clock forward, as in the demo, and wants to see what comes of it.
    """

    clock: Clock
    stop: asyncio.Event
    ready: Callable[[str], None]
    clock_is_wound: bool = False
    pages: "Pages | None" = None
    """The chat page, where somebody else serves its routes, as the demo does beside its phones."""
    desk: "DeskPages | None" = None
    """The desk, in the same case."""
    seat: "Seat | None" = None
    """Where several workers share this machine: the sockets to listen on, in the place of the settings' address."""


@dataclass(frozen=True, slots=True)
class Works:
    """What a bot is made of: the way in, the way out, and what happens by itself."""

    intake: Intake
    sender: Sender
    jobs: tuple[Job, ...]


def keep_what_was_loaded() -> None:
    """Tell Python that all there is will stay, and give back what loading took besides: once all is loaded, and ready.

    To go over it again and again would take a tenth of a second each time.
    """
    twins.let_go(*OURS)
    gc.collect()
    gc.freeze()
    heap.give_back()


async def run(settings: Settings, part: Part) -> None:
    """Serve until `part.stop` is set.

    Raises a group of `TokenRefusedError`, `ValueError` for a setting, `AlreadyRunningError`, or `OSError` where the
    port is taken.
    """
    async with AsyncExitStack() as open_things:
        agree = (lambda _ahead_s: None) if part.clock_is_wound else part.clock.agree
        store = await asyncio.to_thread(open_store, settings, worker_name(), agree)
        open_things.callback(store.close)
        front = open_front(settings, part.clock)
        open_things.push_async_callback(front.close)
        sendings, door = Sendings(), Door()
        pages, others = part.pages or opened_pages(settings), dict[str, Channel]()
        desk = part.desk or opened_desk(settings)
        part = replace(part, pages=pages)
        if pages is not None:
            pages.feeds.open(store, part.clock, settings.zone, settings.language)
            others = {WEB: Channel(pages.open(store, door.take, part.clock), _AT_ONCE)}
        delivery = Standstill("webhook" if settings.webhook_url else "polling")
        health = Health(sendings, delivery, by_webhook=bool(settings.webhook_url))
        if settings.listen:
            # Loaded late: a web server costs some megabytes, and a bot that polls may do without.
            web = importlib.import_module("bot.web")
            secret = settings.webhook_secret.get_secret_value() if settings.webhook_url else ""
            at = part.seat or settings.listen
            routes = [
                *(pages.routes() if pages and settings.web else ()),
                *(desk.routes() if desk and settings.desk else ()),
            ]
            open_things.push_async_callback(await web.serve(at, front, door.take, secret, health, routes))
        if pages is not None:
            open_things.callback(pages.close)  # whoever looks is let go before the server waits for them
        if settings.webhook_url:
            part = await open_things.enter_async_context(_draining(part, health, settings.drain_s))
        try:
            await _serve(settings, part, store, front, _Watching(sendings, delivery, health, door, desk), others)
        except* TokenRefusedError:
            await store.write(partial(note_refusal, now=part.clock()))  # for the admins, once it is taken again
            raise


@asynccontextmanager
async def _draining(part: Part, health: Health, for_s: float) -> AsyncIterator[Part]:
    """Once told to end, be not ready, and serve for so long still: a proxy finds out before the socket closes."""
    stop = asyncio.Event()

    async def drain() -> None:
        await part.stop.wait()
        health.is_draining = True
        await asyncio.sleep(for_s)
        stop.set()

    async with asyncio.TaskGroup() as tasks:
        draining = tasks.create_task(drain())
        try:
            yield replace(part, stop=stop)
        finally:
            draining.cancel()


@dataclass(frozen=True, slots=True)
class _Watching:
    """What is there before the messenger has answered, and is looked at from without."""

    sendings: Sendings
    delivery: Standstill
    health: Health
    door: Door
    desk: "DeskPages | None" = None


async def _serve(  # noqa: PLR0913, PLR0917  it is the root, as below
    settings: Settings, part: Part, store: Store, front: Front, seen: _Watching, others: Mapping[str, Channel]
) -> None:
    search = PlaceSearch()
    username, _ = await asyncio.gather(
        _patiently(lambda: front.introduce(()), part.stop, Standstill("start")),
        store.write(partial(search.find, text="")),  # reads every name now, so that nobody waits for it later
    )
    if username is None:
        return
    if part.pages is not None and settings.web:
        part.pages.name_bot(username)
    fronts = {TELEGRAM: front} | {name: channel.front for name, channel in others.items()}
    house = house_of(settings, part, username, search, fronts, seen.desk.address if seen.desk else "")
    await store.write(lambda unit: role_commands.bring_in_step(unit, house, part.clock()))
    works = assemble(settings, store, front, part, house, sendings=seen.sendings, others=others)
    seen.door.open(works.intake.take)
    if seen.desk is not None:
        seen.desk.open(store, house, part.clock, works.sender.wake)
    delivery = Delivery(settings, front, works.sender, seen.delivery, part.clock)
    watched = Watched(
        store,
        seen.sendings,
        seen.delivery,
        len(settings.keys),
        is_wound=part.clock_is_wound,
        worker=delivery.worker,
    )
    watch = seen.health.watch = Watch(watched, house, part.clock, works.sender.wake)
    if (refused := await store.write(partial(end_refusal, now=part.clock()))) is not None:
        watch.happened(refused)
    looks = (Job("webhook", LOOKS_EVERY_S, delivery.look),) if settings.webhook_url else ()
    try:
        async with asyncio.TaskGroup() as tasks:
            seen.health.loops["sender"] = tasks.create_task(works.sender.run(part.stop))
            seen.health.loops["jobs"] = tasks.create_task(ring((*works.jobs, *looks), part.stop))
            seen.health.loops["watch"] = tasks.create_task(watch.run(part.stop))
            if await delivery.join(store):
                await _patiently(delivery.tell, part.stop, seen.delivery)
            await _listen(settings, front, works.intake, part, username=username, seen=seen)
    finally:
        with suppress(Exception):  # its lock tells, too, that it has gone
            await delivery.leave(store)


def assemble(  # noqa: PLR0913  it is the root: all there is comes together here
    settings: Settings,
    store: Store,
    front: Front,
    part: Part,
    house: House,
    *,
    sendings: Sendings | None = None,
    others: Mapping[str, Channel] = NO_OTHERS,
) -> Works:
    """Put together what works for as long as the bot runs; nothing of it has begun.

    `front` is Telegram's, `others` are further channels by name; whatever comes in by any of them goes to the intake.
    """
    clocks = Clocks(part.clock, is_quiet=house.quiet.holds)
    sender = Sender(store, front, _pace(settings), clocks, sendings=sendings, language=house.language, others=others)
    intake = Intake(store, house, part.clock, _counting(sender))
    sender.give_way(lambda: intake.is_busy)
    retention = Job("retention", 86_400, lambda: forget_in_time(store, part.clock, settings.zone))
    calendar = Job("calendar", 60, lambda: store.read(lambda unit: put_in_force(published(unit))))
    jobs = (*standing_jobs(store, part.clock), retention, calendar, *_telling(store, house, part, sender))
    return Works(intake, sender, jobs)


async def _patiently(ask: Callable[[], Awaitable[Answer]], stop: asyncio.Event, standing: Standstill) -> Answer | None:
    """Ask until the server answers, for it may come up later than we do; None if `stop` comes first."""

    async def asked() -> tuple[Answer]:
        return (await ask(),)

    while not stop.is_set():
        try:
            answered = await unless(stop, asked())
        except FetchFailedError as trouble:
            standing.failed(trouble.fate, str(trouble), at_once=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(max(trouble.wait_s, USUAL_PATIENCE.after(standing.failures))):
                    await stop.wait()
        else:
            if answered:
                standing.went()
                return answered[0]
    return None


def house_of(  # noqa: PLR0913, PLR0917  all that a house is comes together here
    settings: Settings,
    part: Part,
    username: str,
    search: PlaceSearch,
    fronts: Mapping[str, Front],
    desk_address: str = "",
) -> House:
    """Say who the bot is, once the messenger has told its name, and what its channels can do.

    It is never quiet where somebody winds the clock.
    """
    return House(
        language=settings.language,
        zone=settings.zone,
        bot_id=settings.bot_id,
        bot_link=f"https://t.me/{username}",
        quiet_hours=None if part.clock_is_wound else QuietHours(),
        paid_broadcast=settings.paid_broadcast,
        clock_is_wound=part.clock_is_wound,
        search=search,
        abilities={name: front.abilities for name, front in fronts.items()},
        desk_address=desk_address,
        page=part.pages.address if part.pages else settings.web.rstrip("/"),
        city=settings.city,
    )


def _telling(store: Store, house: House, part: Part, sender: Sender) -> tuple[Job, ...]:
    """Name the jobs that write messages, and wake the sender for them; a clock that is wound is looked at often."""
    clock, wound = part.clock, part.clock_is_wound
    rounds = Rounds(redrawn_every_s=1.0 if wound else 3.0)

    async def rung() -> int:
        return (await ring_due(store, house, clock)).said

    def job(name: str, every_s: float, work: Callable[[], Awaitable[int]]) -> Job:
        async def work_and_wake() -> None:
            if await work():
                sender.wake()

        return Job(name, every_s, work_and_wake)

    def written(write: Callable[[UnitOfWork, House, float], int]) -> Callable[[], Awaitable[int]]:
        return lambda: store.write(lambda unit: write(unit, house, clock()))

    return (
        job("notices", 0.25 if wound else NOTICES_EVERY_S, rung),
        job("announcements", 0.25 if wound else 1.0, lambda: tick(store, house, clock, rounds)),
        job("digest", 0.25 if wound else 1.0, written(Digester().write_some)),
        job("alarm", 20, written(alarm.sound)),
        job("commands", 300, written(role_commands.bring_in_step)),
    )


def _pace(settings: Settings) -> Pace:
    return Pace(
        per_second=settings.per_second,
        paid_per_second=PAID.paid_per_second if settings.paid_broadcast else 0,
        chat_per_second=settings.chat_per_second,
        group_per_minute=settings.group_per_minute,
    )


def _counting(sender: Sender) -> Callable[[Taken], None]:
    def after(taken: Taken) -> None:
        PLAYED.inc(taken.played)
        REFUSED.inc(taken.refused)
        FAILED.inc(len(taken.failed))
        for reference in taken.failed:
            log.error("update_failed", reference=reference)
        if taken.lanes:
            sender.wake(taken.lanes)

    return after


async def _listen(  # noqa: PLR0913  as above
    settings: Settings, front: Front, intake: Intake, part: Part, *, username: str, seen: _Watching
) -> None:
    log.info("listening", bot=username, framework=settings.framework, webhook=bool(settings.webhook_url))
    seen.health.is_open = True
    part.ready(username)
    if settings.webhook_url:
        await part.stop.wait()
    else:
        await poll(front, intake.take, stop=part.stop, standing=seen.delivery)
