"""What came of one activity, for its organisers: who came, what they say of it, and the signed list."""

from html import escape
from typing import Final

from bot.chat import Button, Document, Text
from bot.flows.activities import rights, text
from bot.flows.activities.in_hand import ActivitiesInHand
from bot.flows.afterwards.steps import ActivityReport
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import two_a_row
from bot.flows.moments import local
from bot.flows.typed import readable
from bot.papers.attendance import LISTED, export_list
from bot.papers.naming import file_name
from bot.texts import Words
from storage.activities import ratings, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.ratings import Verdict

_WORDS_SHOWN: Final = 10
_WORDS_LONG: Final = 200


def opened(opened: Opened, desk: Desk) -> Move | None:
    if not opened.row_id:
        return None
    row = rights.seen(opened.row_id, desk)
    return rights.forbid(opened.row_id, desk) if row is None else Go(ActivityReport(row.id))


def hear(step: ActivityReport, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("list"):
            return Go(step, before=(attendance_list(row, desk),))
        case Chose("back"):
            return Go(ActivitiesInHand(past=row.ends_at <= desk.now.timestamp()))
    return None


def attendance_list(row: ActivityRow, desk: Desk) -> Document:
    """Write the list of one activity: to print and sign before it, afterwards who came and who did not."""
    t = desk.words
    content = export_list(desk.unit, row, desk.deed(), desk.now.tzinfo, t.language)
    noted = t.plain("It holds names: please keep it safe. That you have it is noted, and those in it can see it.")
    name = file_name("xlsx", t.plain("Attendance list"), row.title, local(row.starts_at, desk.now.tzinfo).date())
    return Document(name, content, noted)


def show(_step: ActivityReport, row: ActivityRow, desk: Desk) -> Text:
    t, counts = desk.words, signup_reading.counts(desk.unit, [row.id])[row.id]
    lines = [
        f"<b>{escape(text.headline(row, desk.now.tzinfo, t), quote=False)}</b>",
        text.came(counts, t),
        t("On leave: {number}", number=counts.on_leave),
        *_rated(ratings.verdict(desk.unit, row.id), t),
    ]
    enter = () if counts.came else (Button(t.button("Check-in"), EntryPoint.CHECK_IN.data(row.id)),)
    listed = (Button(t.button("Attendance list"), "list"),) if any(getattr(counts, state) for state in LISTED) else ()
    return Text("\n".join(lines), (*two_a_row([*enter, *listed, Button(t.button("Back"), "back")]),))


def _rated(said: Verdict, t: Words) -> list[str]:
    """Say how it was rated; the latest come not last, so that nobody can tell whose the words are."""
    if not said.count:
        return [t("Nobody has rated it yet.")]
    if said.average is None:
        return [
            t.plural(
                "{number} rating so far; from three on you see what they say.",
                "{number} ratings so far; from three on you see what they say.",
                said.count,
            )
        ]
    average = t.plural(
        "Rated {average} of 5 by {number}",
        "Rated {average} of 5 by {number}",
        said.count,
        average=f"{said.average:.1f}",
    )
    words = [t("· “{words}”", words=readable(one, _WORDS_LONG)) for one in said.words[:_WORDS_SHOWN]]
    more = len(said.words) - _WORDS_SHOWN
    return [average, *words, *([t("and {number} more", number=more)] if more > 0 else [])]
