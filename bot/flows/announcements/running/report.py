"""The report of an announcement: a picture with its figures, and a spreadsheet of those who did not get it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.chat import Button, Document, Drawing, Reply, Text
from bot.flows.announcement_titles import brief
from bot.flows.announcements.drafting import text as announcing_text
from bot.flows.announcements.running import text, why
from bot.flows.announcements.running.asking import sending
from bot.flows.desk import Desk
from bot.flows.entry_points import EntryPoint
from bot.flows.gaps import warning
from bot.papers.naming import file_name
from bot.papers.summary import Bar, Summary, Tile, summary_picture
from bot.papers.undelivered import DeliveryList, Missed, delivery_sheet
from bot.texts import Words
from domain.announcements.announcements import Standing
from domain.announcements.text import plain
from storage.announcements import ledgers
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.ledgers import Ledger, Recipient
from storage.people import deeds, members

MOST: Final = 2_000
"""So many who did not get it stand in one spreadsheet; a button leads to the next, and the picture counts them all.

Each name in it is one more link of the audit, and everybody who chats waits for the one who writes that: 2,000 take
about a second, 65,000 would take half a minute.
"""

_NOT_REACHED: Final = frozenset(Standing) - {Standing.DELIVERED}


def report(row: AnnouncementRow, desk: Desk) -> tuple[Reply, ...]:
    """Draw the figures; and list who did not get it, which is written down: it holds names."""
    ledger = ledgers.ledger(desk.unit, row.id)
    drawn = summary(row, ledger, desk)
    picture = Drawing(summary_picture(drawn), f"{drawn.unit} · {drawn.title}")
    return (*warning(desk.words, drawn.unit, drawn.title), picture, *listed(row, ledger, 0, desk))


def listed(row: AnnouncementRow, ledger: Ledger, page: int, desk: Desk) -> tuple[Document, ...]:
    """List a portion of those who did not get it; nothing where nobody is left."""
    missed = ledgers.recipients(desk.unit, row.id, _NOT_REACHED, count=MOST, skip=page * MOST)
    return (_document(row, ledger, page, missed, desk),) if missed else ()


def next_list(row: AnnouncementRow, page: int, desk: Desk) -> tuple[Reply, ...]:
    """List those behind the first `page` lists."""
    found = listed(row, ledgers.ledger(desk.unit, row.id), page, desk)
    return found or (Text(desk.words("Nobody else has missed it.")),)


def summary(row: AnnouncementRow, ledger: Ledger, desk: Desk) -> Summary:
    t, delivered = desk.words, ledger.by[Standing.DELIVERED]
    reasons = text.counted(ledgers.failures(desk.unit, row.id), t)
    return Summary(
        unit=announcing_text.unit_name(row, desk),
        title=brief(row, t),
        tiles=(
            Tile(f"{ledger.size:,}", t.plain("On the list")),
            Tile(f"{delivered:,}", t.plain("Delivered")),
            Tile(_share(delivered, ledger), t.plain("Of the list")),
        ),
        kinds_title=t.plain("Where they stand"),
        kinds=tuple(
            Bar(name, count, f"{count:,} · {_share(count, ledger)}") for name, count in text.standings(ledger, t)
        ),
        weeks_title="",
        weeks=(),
        notes=tuple(_notes(row, ledger, reasons, desk)),
    )


def _share(count: int, ledger: Ledger) -> str:
    return f"{100 * count / ledger.size:.1f}%" if ledger.size else "–"


def _notes(row: AnnouncementRow, ledger: Ledger, reasons: list[tuple[str, int]], desk: Desk) -> Iterator[str]:
    t = desk.words
    yield t.plain("As of {when}.", when=announcing_text.moment(desk.now.timestamp(), desk))
    yield plain(text.stage_line(row, desk))
    for said, count in reasons:
        yield t.plain("Why it did not arrive: {reason}, {number}", reason=said, number=count)
    if ledger.repeated:
        yield t.plain("Perhaps read twice: {number}", number=ledger.repeated)


def _document(
    row: AnnouncementRow, ledger: Ledger, page: int, missed: list[tuple[int, Recipient]], desk: Desk
) -> Document:
    t, before = desk.words, page * MOST
    _write_down(row, [chat_id for chat_id, _ in missed], desk)
    more = ledger.size - ledger.by[Standing.DELIVERED] - before - len(missed)
    parts = [announcing_text.unit_name(row, desk), brief(row, t)]
    parts += [f"{name} {count}" for name, count in text.standings(ledger, t)]
    rest = t.plain("{number} more stand in the next list", number=f"{more:,}") if more > 0 else ""
    given = DeliveryList(" · ".join(parts), _lines(row, missed, desk), rest, before + 1)
    noted = t.plain("It holds names: please keep it safe. That you have it is noted, and those in it can see it.")
    onward = (
        ((Button(t.button("The next list"), EntryPoint.ANNOUNCED.data(f"{row.id}.{page + 1}")),),) if more > 0 else ()
    )
    name = file_name("xlsx", t.plain("Who did not get it"), brief(row, t), desk.today)
    return Document(name, delivery_sheet(given, t.language), noted, onward)


def _lines(row: AnnouncementRow, missed: list[tuple[int, Recipient]], desk: Desk) -> list[Missed]:
    t, zone = desk.words, desk.now.tzinfo
    told = members.find_all(desk.unit, [chat_id for chat_id, _ in missed])
    how_far = sending(row, desk)
    return [
        Missed(
            _name(told[chat_id].details.name if chat_id in told else "", chat_id, t),
            text.standing_name(one.standing, t),
            plain(why.why(one, how_far, t, zone)),
            "" if one.at is None else f"{datetime.fromtimestamp(one.at, zone):%Y-%m-%d %H:%M}",
        )
        for chat_id, one in missed
    ]


def _name(name: str, chat_id: int, t: Words) -> str:
    if chat_id < 0:
        return t.plain("a group")
    return name or t.plain("no name, number ending in {digits}", digits=str(chat_id)[-4:])


def _write_down(row: AnnouncementRow, chat_ids: list[int], desk: Desk) -> None:
    """Write a row for the list, and one for each person in it: everybody is told who has seen what."""
    whole = desk.deed(f"{len(chat_ids)} recipients")
    deeds.write_down(desk.unit, whole, "announcement.report", f"announcement:{row.id}")
    people = (f"person:{chat_id}" for chat_id in chat_ids if chat_id > 0)
    deeds.write_down(desk.unit, desk.deed(), "member.delivery", *people)
