"""Tells the admins of what they can do something about: once when it is there, once when it is over."""

from collections.abc import Iterable, Mapping
from functools import partial

from bot.house import House
from scheduler import admins
from scheduler.watching import texts
from scheduler.watching.concerns import PATIENCE_S, Detail, Episode, Lasting, Past, may_tell
from storage.unit_of_work import UnitOfWork
from storage.upkeep import troubles_told
from storage.upkeep.troubles_told import Told


def tell(
    unit: UnitOfWork, house: House, now: float, present: Mapping[Lasting, Detail] | None, past: Iterable[Episode]
) -> int | None:
    """Write what is to be said of troubles that last and of those that were, commit, and return how many messages.

    `present` is None where another worker says what lasts: two that see different things would contradict each other.
    None: there is no admin, and nothing is noted as told; it waits for one.
    """
    if not admins.are_there(unit):
        return None
    known = troubles_told.all_told(unit)
    written = 0
    for kind in Lasting:
        if present is not None and (kind in present or known.get(kind, Told()).since is not None):
            written += _lasting(unit, house, now, kind, present.get(kind))
    for episode in past:
        written += _past(unit, house, now, episode)
    unit.commit()
    return written


def _lasting(unit: UnitOfWork, house: House, now: float, kind: Lasting, detail: Detail | None) -> int:
    told = troubles_told.locked(unit, kind)
    if detail is None:
        troubles_told.keep(unit, kind, Told(None, told.told_at))
        over = partial(texts.is_over, kind)
        return admins.write_to_all(unit, house, f"over:{kind}", over, now) if told.is_told else 0
    since = now if told.since is None or told.since > now else told.since
    is_due = not told.is_told and now - since >= PATIENCE_S[kind] and may_tell(told.told_at, now)
    if since != told.since or is_due:
        troubles_told.keep(unit, kind, Told(since, now if is_due else told.told_at))
    lasts = partial(texts.lasts, kind, detail, house.local(since))
    return admins.write_to_all(unit, house, f"trouble:{kind}", lasts, now) if is_due else 0


def _past(unit: UnitOfWork, house: House, now: float, episode: Episode) -> int:
    told = troubles_told.locked(unit, episode.kind)
    if not may_tell(told.told_at, now):
        return 0
    troubles_told.keep(unit, episode.kind, Told(told.since, now))
    was = partial(texts.was, episode, house.local(episode.begin), house.local(episode.end))
    return admins.write_to_all(unit, house, f"was:{episode.kind}", was, now)


def note_refusal(unit: UnitOfWork, now: float) -> None:
    """Note that the messenger refuses the token, and commit: the process ends with it, and the next one tells of it."""
    told = troubles_told.locked(unit, Past.TOKEN)
    if told.since is None:
        troubles_told.keep(unit, Past.TOKEN, Told(now, told.told_at))
    unit.commit()


def end_refusal(unit: UnitOfWork, now: float) -> Episode | None:
    """Return the time in which the token was refused, if it was, and forget it; commits."""
    told = troubles_told.locked(unit, Past.TOKEN)
    if told.since is not None:
        troubles_told.keep(unit, Past.TOKEN, Told(None, told.told_at))
    unit.commit()
    return None if told.since is None else Episode(Past.TOKEN, min(told.since, now), now)
