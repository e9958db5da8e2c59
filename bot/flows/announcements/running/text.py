"""An announcement on its way, in words: how far it is, how many stand where, and why some did not get it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.flows.announcements.audience import text as audience_text
from bot.flows.announcements.drafting import text
from bot.flows.announcements.drafting.text import moment
from bot.flows.announcements.running import reasons as announced_reasons
from bot.flows.desk import Desk
from bot.flows.persons import colleague, when_they_look
from bot.texts import Words
from domain.announcements.announcements import Stage, Standing
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.ledgers import Ledger

_REASONS_SHOWN: Final = 5
_BAR: Final = 16


def card(row: AnnouncementRow, ledger: Ledger, reasons: Mapping[str, int], desk: Desk) -> str:
    t = desk.words
    about, *rest = text.about(row, desk)
    lines = [
        f"<b>{about}</b>",
        *rest,
        t("For: {who}", who=audience_text.summary(row.audience, t, desk.unit, desk.now.tzinfo)),
        stage_line(row, desk),
        *_answered_for(row, desk),
        *_bar(row, ledger),
        listed(row, ledger, t),
        *(t("· {standing}: {number}", standing=name, number=f"{count:,}") for name, count in standings(ledger, t)),
        *(
            t("Why it did not arrive: {reason}, {number}", reason=said, number=count)
            for said, count in counted(reasons, t)[:_REASONS_SHOWN]
        ),
        *([when_they_look(ledger.unseen, t)] if ledger.unseen else []),
        *([t("Perhaps read twice: {number}", number=ledger.repeated)] if ledger.repeated else []),
    ]
    return "\n".join(line for line in lines if line)


def _answered_for(row: AnnouncementRow, desk: Desk) -> Iterator[str]:
    """Say who approved it, and that other words wait for approval."""
    t = desk.words
    if row.approved_by is not None:
        yield t("Approved by {who}.", who=colleague(desk.unit, row.approved_by, t))
    if row.proposed is not None and row.proposed_by is not None:
        yield t("A correction by {who} waits for approval.", who=colleague(desk.unit, row.proposed_by, t))


def listed(row: AnnouncementRow, ledger: Ledger, t: Words) -> str:
    """Say how long the list is; where groups are on it, it is one of chats."""
    number = f"{ledger.size:,}"
    if row.to_groups:
        return t("On the list: {number} chats, of people and of groups", number=number)
    return t("On the list: {number}", number=number)


def stage_line(row: AnnouncementRow, desk: Desk) -> str:
    """Say how far it is."""
    t = desk.words
    match row.stage:
        case Stage.SENDING:
            return t("Being sent since {when}.", when=_when(row.began_at, desk))
        case Stage.PAUSED:
            return t("Paused: nothing more leaves until it is resumed.")
        case Stage.STOPPED:
            return t("Stopped: {when}.", when=_when(row.ended_at, desk))
        case Stage.RECALLED:
            return t("Taken back: {when}.", when=_when(row.ended_at, desk))
    return t("Sent: {when}.", when=_when(row.ended_at, desk))


def _bar(row: AnnouncementRow, ledger: Ledger) -> Iterator[str]:
    if row.stage in {Stage.SENDING, Stage.PAUSED} and ledger.size:
        full = _BAR * ledger.done // ledger.size
        yield f"{'▰' * full}{'▱' * (_BAR - full)} {100 * ledger.done // ledger.size}%"


def _when(at: float | None, desk: Desk) -> str:
    return moment(desk.now.timestamp() if at is None else at, desk)


def standing_name(standing: Standing, t: Words) -> str:
    return {
        Standing.DELIVERED: t.plain("Delivered"),
        Standing.NOT_YET: t.plain("Not yet"),
        Standing.OPTED_OUT: t.plain("Want none of this topic"),
        Standing.BLOCKED: t.plain("Have stopped the bot"),
        Standing.EXPIRED: t.plain("Too late for them"),
        Standing.FAILED: t.plain("Not delivered"),
        Standing.UNKNOWN: t.plain("Perhaps delivered"),
        Standing.STOPPED: t.plain("Stopped before"),
    }[standing]


def standings(ledger: Ledger, t: Words) -> Sequence[tuple[str, int]]:
    """Return how many stand where, in the order of the report; where nobody stands is left out."""
    found = ((one, ledger.by.get(one, 0)) for one in _ORDER)
    return [(standing_name(one, t), count) for one, count in found if count]


_ORDER: Final = (
    Standing.DELIVERED,
    Standing.NOT_YET,
    Standing.OPTED_OUT,
    Standing.BLOCKED,
    Standing.EXPIRED,
    Standing.FAILED,
    Standing.UNKNOWN,
    Standing.STOPPED,
)


def counted(reasons: Mapping[str, int], t: Words) -> list[tuple[str, int]]:
    """Add up what the messenger said by what it means, the most frequent first."""
    found: dict[str, int] = {}
    for reason, count in reasons.items():
        said = announced_reasons.in_words(reason, t)
        found[said] = found.get(said, 0) + count
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))
