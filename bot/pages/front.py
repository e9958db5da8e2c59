"""What is sent to a page: a line that is written, and that whoever looks at the page is told of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, final

import structlog

from bot.abilities import WEB
from bot.chat import ON_A_PAGE, Brought, Fate, FetchFailedError, NoFileError, Outcome, Outgoing, Unsend
from bot.pages import media, shown
from bot.pages.hub import Hub
from bot.pages.media import StrangePictureError
from bot.pages.shown import Drawn, Hanging
from bot.pages.together import Together, in_order
from bot.silent_front import Silent
from storage.pages import files, lines, openings
from storage.pages.files import File
from storage.pages.lines import Line, NoPageError, Wanted
from storage.troubles import trouble_with
from storage.unit_of_work import Store, UnitOfWork

log = structlog.get_logger()

_NO_PAGE: Final = Outcome(Fate.UNREACHABLE, reason="the page is gone")
_NOTHING: Final = Outcome(Fate.ACCEPTED)


@dataclass(frozen=True, slots=True)
class _Written:
    outcome: Outcome
    lines: tuple[Line, ...] = ()
    number: int = 0


@final
class PageFront(Silent):
    """Writes lines. A row of the outbox that comes a second time is there already, and is not written again."""

    abilities = WEB

    def __init__(self, store: Store, hub: Hub, now: Callable[[], float]) -> None:
        self._store = store
        self._hub = hub
        self._now = now
        # That a row has gone out is not written to the disk before this is: both are lost together, or neither.
        self._writing = Together(store.write_hastily, self._all_written)

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Write a message of ours. Never raises: every trouble is an outcome."""
        try:
            written = await self._writing.do(outgoing)
        except NoPageError:
            return _NO_PAGE
        except Exception as trouble:  # noqa: BLE001  the store raises what its driver raises; the row stays, and is tried again
            log.warning("page_not_written", why=trouble_with(trouble), kind=type(trouble).__name__)
            return Outcome(Fate.NOT_CONNECTED, reason=type(trouble).__name__)
        for line in written.lines:
            self._hub.tell(written.number, line)
        return written.outcome

    async def bring(self, file_id: str) -> Brought:
        handle = file_id.removeprefix(ON_A_PAGE)
        try:
            file = await self._store.read(lambda unit: files.anyones(unit, handle))
        except Exception as trouble:
            raise FetchFailedError(type(trouble).__name__) from trouble
        if file is None:
            raise NoFileError("the file is gone")
        return Brought(file.name, file.content)

    def _all_written(self, unit: UnitOfWork, several: Sequence[Outgoing]) -> Sequence[_Written]:
        known = openings.named(unit, {one.name for one in several})
        numbers = [known.get(one.name, 0) for one in several]
        written = in_order(numbers, lambda place: self._written(unit, numbers[place], several[place]))
        unit.commit()
        return written

    def _written(self, unit: UnitOfWork, number: int, outgoing: Outgoing) -> _Written:
        message = outgoing.reply
        if not number:
            return _Written(_NO_PAGE)
        if isinstance(message, Unsend):
            done = _taken_back(unit, number, message)
        elif (told := shown.drawn(message)) is None:
            done = _Written(_NOTHING)
        else:
            done = self._drawn(unit, number, outgoing, told)
        return replace(done, number=number)

    def _drawn(self, unit: UnitOfWork, number: int, outgoing: Outgoing, told: Drawn) -> _Written:
        now = self._now()
        if told.replaces and told.files and _is_there(unit, number, told.replaces):
            told = _with_files(unit, number, told, now)
        content = shown.as_json(told.shown)
        if told.replaces and (line := lines.rewrite(unit, number, told.replaces, content)) is not None:
            return _Written(Outcome(Fate.ACCEPTED, line.line), (line,))
        source = f"o{outgoing.row_id}.{outgoing.part}"
        if told.files and (there := lines.from_source(unit, number, source)) is not None:
            return _Written(Outcome(Fate.ACCEPTED, there))
        if told.files:
            content = shown.as_json(_with_files(unit, number, told, now).shown)
        line, is_new = lines.add(unit, Wanted(number, source, is_own=False, content=content), now)
        return _Written(Outcome(Fate.ACCEPTED, line.line), (line,) if is_new else ())


def _is_there(unit: UnitOfWork, number: int, line: int) -> bool:
    return lines.shown(unit, number, line) is not None


def _with_files(unit: UnitOfWork, number: int, told: Drawn, now: float) -> Drawn:
    """Keep the files that the line brings, and let it name all that hang on it."""
    told.shown["files"] = [named for file in told.files if (named := _named(unit, number, file, now))]
    return told


def _named(unit: UnitOfWork, number: int, file: Hanging, now: float) -> dict[str, object] | None:
    if file.handle:
        # It may hang on another's page: that one's copy stays theirs alone, and this page gets one of its own.
        kept = files.anyones(unit, file.handle)
        if kept is None:
            return None
    else:
        kept = File(file.kind, file.name, _without_traces(file.content))
    handle = files.keep(unit, number, kept, now)
    return {"handle": handle, "name": kept.name, "kind": kept.kind, "size": len(kept.content)}


def _without_traces(content: bytes) -> bytes:
    """Return a file without what a camera wrote into it: it may come out of another channel, as somebody sent it."""
    try:
        return media.without_traces(content)
    except StrangePictureError:
        return content


def _taken_back(unit: UnitOfWork, number: int, message: Unsend) -> _Written:
    gone = (lines.rewrite(unit, number, one, None) for one in message.messages)
    return _Written(_NOTHING, tuple(line for line in gone if line is not None))
