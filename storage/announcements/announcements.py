"""Announcements: drafted, approved, sent, corrected, recalled; every verb is written down with who did it.

What follows from a verb over many rows is not done here but by the clock, in short transactions: a verb only says when
it is to look (`look_at`), and what an organiser has asked for that no mailing carries yet (`errand`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypedDict, Unpack

from sqlalchemy import Row, Select, bindparam, func, or_, select, update

from domain.announcements.announcements import Content, MailingState, Purpose, Stage, Verb, after
from domain.announcements.audiences import AtCompanies, Audience, Criterion
from domain.announcements.topics import Topic
from domain.lifecycle import NotPossibleError
from domain.people.deeds import By, Deed
from domain.people.two_people import TABLE, Act, check
from storage.announcements import mailings
from storage.announcements.codec import read_audience, read_content, write_audience, write_content
from storage.once import once
from storage.people import audit, deeds, employers
from storage.places.scopes import within
from storage.rows import read
from storage.sealed import Seal
from storage.tables.announcements import announcements
from storage.tables.places import units
from storage.unit_of_work import UnitOfWork

CONTENT: Final = b"announcements.content"
"""The purpose for which what it says is sealed."""

RETURNED_BECAUSE: Final = b"announcements.returned_because"
"""And the reason for which it was returned."""

CORRECTABLE: Final = frozenset({Stage.SENDING, Stage.PAUSED, Stage.DONE, Stage.STOPPED})
"""Where somebody may have read it already, and may read it still."""

HASH: Final = b"announcements.content_hash"

_row: Final = announcements.c

_FIND: Final = select(announcements).where(_row.id == bindparam("this"))
_LOCK: Final = _FIND.with_for_update()


class ChangedMeanwhileError(Exception):
    """It is no longer the version that was looked at; nothing has changed."""


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    """An announcement as it stands; times in seconds since 1970.

    `created_by` answers for it: whoever wrote it, or was the last to change it or to submit it. `errand` is what was
    asked for and no mailing carries yet. Each time it is sent again is one more `turn`, whose progress is told anew.
    `proposed` is what it is to say instead once somebody other than `proposed_by` approves.
    """

    id: int
    unit_id: int
    stage: Stage
    version: int
    topic: Topic
    obligatory: bool
    urgent: bool
    paid: bool
    to_groups: bool
    audience: Audience
    content: Content
    starts_at: float | None
    not_after: float | None
    created_by: int
    created_at: float
    submitted_at: float | None = None
    approved_by: int | None = None
    approved_at: float | None = None
    returned_because: str = ""
    began_at: float | None = None
    ended_at: float | None = None
    progress_shown: int = 0
    errand: Purpose | None = None
    turn: int = 1
    proposed: Content | None = None
    proposed_by: int | None = None


class Amendment(TypedDict, total=False):
    """What may be changed in a draft."""

    content: Content
    audience: Audience
    topic: Topic
    obligatory: bool
    urgent: bool
    paid: bool
    to_groups: bool
    starts_at: float | None
    not_after: float | None
    unit_id: int


@once(announcements)
def find(unit: UnitOfWork, announcement_id: int) -> AnnouncementRow | None:
    row = unit.connection.execute(_FIND, {"this": announcement_id}).one_or_none()
    return None if row is None else announcement_row(unit, row)


@once(announcements)
def locked(unit: UnitOfWork, announcement_id: int) -> AnnouncementRow | None:
    """Return it as it stands, and let nobody else change it until the transaction ends.

    A caller that writes to the audit in the same transaction calls `audit.hold` first.
    """
    row = unit.connection.execute(_LOCK, {"this": announcement_id}).one_or_none()
    found = None if row is None else announcement_row(unit, row)
    find.know(unit, found, announcement_id)
    return found


def draft(unit: UnitOfWork, unit_id: int, audience: Audience, deed: Deed) -> AnnouncementRow:
    """Begin one that says nothing yet, in the name of this unit; only its organisers see it."""
    values = _said(unit, Content({})) | {
        "unit_id": unit_id,
        "stage": Stage.DRAFT,
        "version": 1,
        "topic": Topic.NOTICES,
        "obligatory": False,
        "urgent": False,
        "paid": False,
        "to_groups": False,
        "audience": write_audience(audience),
        "created_by": deed.by.chat_id,
        "created_at": deed.now,
    }
    row = unit.connection.execute(announcements.insert().values(values).returning(*_row)).one()
    return announcement_row(unit, row)


def change(unit: UnitOfWork, announcement_id: int, by: int, **fields: Unpack[Amendment]) -> AnnouncementRow:
    """Change a draft; whoever does so answers for it from now on. Raises `NotPossibleError` for other stages."""
    row = _there(announcement_id, locked(unit, announcement_id))
    if row.stage is not Stage.DRAFT:
        raise NotPossibleError(f"what is {row.stage} is not changed any more")
    values: dict[str, Any] = {name: value for name, value in fields.items() if name not in {"content", "audience"}}
    if "content" in fields:
        values |= _said(unit, fields["content"])
    if "audience" in fields:
        values["audience"] = write_audience(fields["audience"])
    return _changed(unit, row.id, values | {"version": row.version + 1, "created_by": by})


def do(
    unit: UnitOfWork, announcement_id: int, verb: Verb, deed: Deed, *, version: int | None = None
) -> AnnouncementRow:
    """Do it, if it is possible now, and write it down. `version`: the one that whoever does it has looked at.

    Raises `NotPossibleError`, also for approving one's own, and `ChangedMeanwhileError`.
    """
    audit.hold(unit)
    row = _there(announcement_id, locked(unit, announcement_id))
    if version is not None and version != row.version:
        raise ChangedMeanwhileError(f"announcement {row.id} is at version {row.version}, not {version}")
    stage = after(row.stage, verb)
    _check(row, verb, deed.by)
    deeds.write_down(unit, deed, f"announcement.{verb}", f"announcement:{row.id}")
    _hold_or_release(unit, row.id, verb)
    return _changed(unit, row.id, {"stage": stage, **_follows(unit, row, verb, deed)})


def correct(unit: UnitOfWork, announcement_id: int, content: Content, deed: Deed) -> AnnouncementRow:
    """Put other words in its place, in every chat that has it and for all who will still get it.

    The clock does so, in its own time. What hangs on it stays: a message can be rewritten, not reshaped. Raises
    `NotPossibleError` for what has not begun or is recalled, for other media, and for what somebody had to approve:
    that is proposed first.
    """
    audit.hold(unit)
    row = _correctable(unit, announcement_id, content)
    if row.approved_by is not None:
        raise NotPossibleError("what was approved is corrected with an approval")
    return row if content == row.content else _corrected(unit, row, content, deed)


def propose(unit: UnitOfWork, announcement_id: int, content: Content, deed: Deed) -> AnnouncementRow:
    """Keep other words for somebody else to approve, instead of any that were proposed before.

    Raises `NotPossibleError` as `correct` does, and where they are no others.
    """
    audit.hold(unit)
    row = _correctable(unit, announcement_id, content)
    if content == row.content:
        raise NotPossibleError("it says so already")
    deeds.write_down(unit, deed, TABLE[Act.CORRECT].first, f"announcement:{row.id}")
    written = unit.seal.close(write_content(content), CONTENT)
    proposed = {"version": row.version + 1, "proposed": written, "proposed_by": deed.by.chat_id}
    return _changed(unit, row.id, proposed)


def approve_proposed(unit: UnitOfWork, announcement_id: int, deed: Deed, *, version: int) -> AnnouncementRow:
    """Put the proposed words in place, as `correct` does. Raises `NotPossibleError`, also for one's own proposal."""
    audit.hold(unit)
    row = _proposed(unit, announcement_id, version)
    check(Act.CORRECT, row.proposed_by, deed.by.chat_id)
    return _corrected(unit, row, row.proposed or row.content, deed)


def drop_proposed(unit: UnitOfWork, announcement_id: int, deed: Deed, *, version: int) -> AnnouncementRow:
    """Leave the words as they are. Raises `NotPossibleError` where nothing is proposed (any more)."""
    audit.hold(unit)
    row = _proposed(unit, announcement_id, version)
    deeds.write_down(unit, deed, "announcement.keep", f"announcement:{row.id}")
    return _changed(unit, row.id, {"version": row.version + 1, **_NO_PROPOSAL})


_NO_PROPOSAL: Final = {"proposed": None, "proposed_by": None}


def _proposed(unit: UnitOfWork, announcement_id: int, version: int) -> AnnouncementRow:
    row = _there(announcement_id, locked(unit, announcement_id))
    if row.proposed is None or row.version != version or row.stage not in CORRECTABLE:
        raise NotPossibleError(f"nothing is proposed at version {version} of announcement {row.id}")
    return row


def _correctable(unit: UnitOfWork, announcement_id: int, content: Content) -> AnnouncementRow:
    row = _there(announcement_id, locked(unit, announcement_id))
    if row.stage not in CORRECTABLE:
        raise NotPossibleError(f"what is {row.stage} cannot be corrected")
    if content.media != row.content.media or not content.html:
        raise NotPossibleError("a correction has other words and the same media")
    return row


def _corrected(unit: UnitOfWork, row: AnnouncementRow, content: Content, deed: Deed) -> AnnouncementRow:
    deeds.write_down(unit, deed, "announcement.correct", f"announcement:{row.id}")
    asked = {"version": row.version + 1, "errand": Purpose.CORRECT, "look_at": deed.now, **_NO_PROPOSAL}
    return _changed(unit, row.id, _said(unit, content) | asked)


def _there(announcement_id: int, row: AnnouncementRow | None) -> AnnouncementRow:
    if row is None:
        raise NotPossibleError(f"there is no announcement {announcement_id}")
    return row


def _check(row: AnnouncementRow, verb: Verb, by: By) -> None:
    if verb in {Verb.SUBMIT, Verb.SCHEDULE} and not (row.content.html or row.content.media):
        raise NotPossibleError("it says nothing yet")
    if verb is Verb.APPROVE:
        check(Act.ANNOUNCE, row.created_by, by.chat_id)


_NOTHING_YET: Final = {"submitted_at": None, "approved_by": None, "approved_at": None, "began_at": None}


def _follows(unit: UnitOfWork, row: AnnouncementRow, verb: Verb, deed: Deed) -> dict[str, Any]:  # noqa: C901, PLR0911  each verb with what it changes
    """Return the columns that a verb fills, apart from the stage."""
    by, now = deed.by.chat_id, deed.now
    match verb:
        case Verb.SUBMIT:
            return {"submitted_at": now, "created_by": by, "returned_because": None, "look_at": None}
        case Verb.SCHEDULE:
            return {"returned_because": None, "look_at": _beginning(row, now)}
        case Verb.APPROVE:
            return {"approved_by": by, "approved_at": now, "look_at": _beginning(row, now)}
        case Verb.RETURN | Verb.EMPTY:
            because = unit.seal.close_text(deed.reason, RETURNED_BECAUSE)
            return {**_NOTHING_YET, "returned_because": because, "look_at": None}
        case Verb.DISCARD:
            return {"ended_at": now, "look_at": None}
        case Verb.BEGIN:
            return {"began_at": now, "look_at": now}
        case Verb.FINISH | Verb.STOP:
            return {"ended_at": now, "look_at": now}
        case Verb.RECALL:
            return {"ended_at": now, "look_at": now, "errand": Purpose.RECALL, **_NO_PROPOSAL}
        case Verb.AGAIN:
            return {"ended_at": None, "look_at": now, "turn": row.turn + 1, "progress_shown": 0}
        case Verb.PAUSE | Verb.RESUME:
            return {"look_at": now}


def _beginning(row: AnnouncementRow, now: float) -> float:
    return now if row.starts_at is None else row.starts_at


def _hold_or_release(unit: UnitOfWork, announcement_id: int, verb: Verb) -> None:
    """Hold the sending in the transaction that says so: after it nothing more is claimed. The clock does the rest."""
    sending = mailings.of(unit, announcement_id)
    if sending is None:
        return
    if verb in {Verb.PAUSE, Verb.STOP, Verb.RECALL}:
        mailings.hold(unit, sending.id)
    elif verb is Verb.RESUME and not is_being_corrected(unit, announcement_id):
        mailings.release(unit, sending.id)


def is_being_corrected(unit: UnitOfWork, announcement_id: int) -> bool:
    """Tell whether the sending is held until all who are to read other words are on a list."""
    asked = unit.connection.scalar(select(_row.errand).where(_row.id == announcement_id)) is not None
    correction = mailings.of(unit, announcement_id, Purpose.CORRECT)
    return asked or (correction is not None and correction.state is MailingState.FREEZING)


def _changed(unit: UnitOfWork, announcement_id: int, values: Mapping[str, Any]) -> AnnouncementRow:
    changed = update(announcements).where(_row.id == announcement_id).values(values).returning(*_row)
    row = announcement_row(unit, unit.connection.execute(changed).one())
    find.know(unit, row, announcement_id)
    return row


def of_units(unit: UnitOfWork, paths: Sequence[str], skip: int = 0, count: int = 10) -> list[AnnouncementRow]:
    """Return a page of the announcements of these units and those below, the newest first; none that was discarded."""
    page = _listed(paths).order_by(_row.created_at.desc(), _row.id.desc()).offset(skip).limit(count)
    return [announcement_row(unit, row) for row in unit.connection.execute(page)]


def count_of_units(unit: UnitOfWork, paths: Sequence[str]) -> int:
    return unit.connection.scalar(_listed(paths).with_only_columns(func.count())) or 0


def of_ids(unit: UnitOfWork, ids: Collection[int]) -> dict[int, AnnouncementRow]:
    """Return those of these that there are, by number, in one statement."""
    rows = unit.connection.execute(select(announcements).where(_row.id.in_(ids))) if ids else ()
    return {row.id: announcement_row(unit, row) for row in rows}


def awaiting(unit: UnitOfWork, paths: Sequence[str]) -> list[AnnouncementRow]:
    """Return what waits for approval at these units and below, the longest waiting first."""
    waiting = [row for row in _to_approve(unit, tuple(paths)) if row.stage is Stage.AWAITING]
    return sorted(waiting, key=lambda row: (row.submitted_at or 0.0, row.id))


def proposals(unit: UnitOfWork, paths: Sequence[str]) -> list[AnnouncementRow]:
    """Return those of these units and below for which other words wait for approval."""
    return [row for row in _to_approve(unit, tuple(paths)) if row.proposed_by is not None]


@once(announcements, units)
def _to_approve(unit: UnitOfWork, paths: tuple[str, ...]) -> Sequence[AnnouncementRow]:
    """Return what waits for somebody else's approval, words that are new and words that are other, by their numbers."""
    waits = or_(_row.stage == Stage.AWAITING, _row.proposed_by.is_not(None))
    rows = unit.connection.execute(_listed(paths).where(waits).order_by(_row.id))
    return tuple(announcement_row(unit, row) for row in rows)


def _listed(paths: Sequence[str]) -> Select[Any]:
    query = select(announcements).join_from(announcements, units, _row.unit_id == units.c.id)
    return query.where(within(paths), _row.stage != Stage.DISCARDED)


def _said(unit: UnitOfWork, content: Content) -> dict[str, Any]:
    """Turn what it says into the columns that it fills."""
    written = write_content(content)
    return {"content": unit.seal.close(written, CONTENT), "content_hash": content_hash(unit.seal, written)}


def content_hash(seal: Seal, content: bytes) -> str:
    """Return what the same words and media are found by."""
    return seal.digest(essence(read_content(content)), HASH)


def essence(content: Content) -> str:
    """Say what makes two announcements the same to whoever reads them: words and media, not the buttons."""
    words = {language: " ".join(html.split()) for language, html in content.html.items()}
    return write_content(Content(words, content.media)).decode()


def to_companies(unit: UnitOfWork) -> Sequence[int]:
    """Return those whose audience names companies, by their hashes."""
    return unit.connection.scalars(select(_row.id).where(_row.audience.like('%"companies"%')).order_by(_row.id)).all()


def address_anew(unit: UnitOfWork, announcement_id: int) -> None:
    """Let the audience name its companies by the newest key; one whom nobody works for any more keeps its hash."""
    this = _row.id == announcement_id
    written = unit.connection.scalar(select(_row.audience).where(this).with_for_update())
    if written is not None:
        anew = write_audience(_audience(unit, written))
        unit.connection.execute(update(announcements).where(this).values(audience=anew))


def _audience(unit: UnitOfWork, written: str) -> Audience:
    """Read an audience, its companies by the newest key."""
    audience = read_audience(written)

    def anew(one: Criterion) -> Criterion:
        if not isinstance(one, AtCompanies):
            return one
        return AtCompanies(frozenset(employers.hashes_of(unit, given)[0] for given in one.employer_hashes))

    return replace(audience, all_of=tuple(map(anew, audience.all_of)), none_of=tuple(map(anew, audience.none_of)))


def announcement_row(unit: UnitOfWork, row: Row[Any]) -> AnnouncementRow:
    return read(
        AnnouncementRow,
        row,
        stage=Stage(row.stage),
        topic=Topic(row.topic),
        audience=_audience(unit, row.audience),
        content=read_content(unit.seal.open(row.content, CONTENT)),
        returned_because=unit.seal.open_text(row.returned_because, RETURNED_BECAUSE),
        errand=None if row.errand is None else Purpose(row.errand),
        proposed=None if row.proposed is None else read_content(unit.seal.open(row.proposed, CONTENT)),
    )
