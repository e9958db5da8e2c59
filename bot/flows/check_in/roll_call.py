"""The roll call: names page by page, a tap checks in and never out; or all names in one message; and taking back.

Whoever runs the check-in sees full names here: how else should they call them. Each opening is written down.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chat import Button, Buttons, Said, Text
from bot.flows.activities import tells as activity_tells
from bot.flows.check_in import rights
from bot.flows.check_in.steps import CheckInDesk, Doubt, RollCall, TakingBack, TellingApart
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.keyboards import two_a_row
from bot.flows.moments import local, moment
from bot.flows.paging import page_buttons
from bot.flows.typed import readable
from domain import roll
from domain.roll import Finding, Known, Match, Name
from domain.seats import COMING, HERE, State
from storage.activities import attendance, signups
from storage.activities.activities import ActivityRow
from storage.activities.attendance import Seen
from storage.activities.signups import SignupRow
from storage.people import deeds, members
from storage.places.pinyin import syllables

PAGE: Final = 10
AWAITED: Final = frozenset({State.EXPECTED, *COMING, State.OFFERED, State.ABSENT})
"""Who is called: all who may come, and after the end those who were not seen."""

_LABEL: Final = 40
_NAME: Final = 24


def opened(step: RollCall | TakingBack, row: ActivityRow, message_id: int, desk: Desk) -> Move:
    """Open a list of names, which is written down, unless it is too early or too late for this person."""
    if not rights.is_open(row, desk):
        return Remain((Text(not_now(row, desk)),))
    note_look(row, desk)
    return Go(step, replaces=message_id)


def note_look(row: ActivityRow, desk: Desk) -> None:
    deeds.write_down(desk.unit, rights.deed(desk), "attendance.roll", f"activity:{row.id}")


def not_now(row: ActivityRow, desk: Desk) -> str:
    """Say why nobody can be checked in now."""
    t = desk.words
    if desk.now.timestamp() < row.starts_at:
        opens = moment(local(row.starts_at - rights.OPENS_S, desk.now.tzinfo), t)
        return t("Check-in opens at {when}.", when=opens)
    return t("It is over. Its organiser can still enter who was there.")


def hear(step: RollCall | TakingBack | TellingApart, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    if isinstance(event, Chose) and event.choice == "back":
        return Go(CheckInDesk(row.id), replaces=event.message_id)
    if isinstance(event, Chose | Said) and not rights.is_open(row, desk):
        return None if isinstance(event, Chose) and event.choice == "menu" else Go(CheckInDesk(row.id))
    match step:
        case RollCall():
            return _calling(step, row, event, desk)
        case TakingBack():
            return _taking_back(step, row, event, desk)
    return _apart(step, row, event, desk)


def screen(step: RollCall | TakingBack | TellingApart, row: ActivityRow, desk: Desk) -> Text:
    if not rights.is_open(row, desk):
        return Text(not_now(row, desk), (_back(desk),))
    match step:
        case RollCall():
            return _roll(step, row, desk)
        case TakingBack():
            return _here(step, row, desk)
    return _question(step, row, desk)


# ---------------------------------------------------------------- tapping names


def _calling(step: RollCall, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("next", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case Chose("previous", message_id):
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case Chose() if mine := _of(row, event.row_id, desk):
            rights.check_in(row, mine.chat_id, desk)
            return Go(replace(step, last=mine.id), replaces=event.message_id)
        case Said(typed):
            return _typed(typed, row, desk)
    return None


def _of(row: ActivityRow, signup_id: int, desk: Desk) -> SignupRow | None:
    found = signups.by_id(desk.unit, signup_id) if signup_id else None
    return found if found is not None and found.activity_id == row.id else None


def _awaited(row: ActivityRow, desk: Desk) -> list[SignupRow]:
    """Return those who are called, in the order in which they signed up."""
    return sorted(signups.of_activity(desk.unit, row.id, AWAITED), key=lambda one: one.id)


def _roll(step: RollCall, row: ActivityRow, desk: Desk) -> Text:
    t, awaited = desk.words, _awaited(row, desk)
    lines = _done(step, row, desk)
    left = t("Not here yet: {number}. Tap those who are here.", number=len(awaited))
    lines.append(left if awaited else t("Nobody is missing."))
    return Text("\n".join(lines), (*_page(awaited, step.page, desk), _back(desk)))


def _done(step: RollCall, row: ActivityRow, desk: Desk) -> list[str]:
    last = _of(row, step.last, desk)
    if last is None or last.state not in HERE:
        return []
    return [desk.words("✅ {name} is checked in.", name=name_of(last, desk))]


def _page(rows: Sequence[SignupRow], page: int, desk: Desk) -> Buttons:
    shown = labels(rows, desk)
    page = min(page, max(0, len(rows) - 1) // PAGE)  # whoever is tapped leaves the list, which grows shorter
    on_page = rows[page * PAGE : (page + 1) * PAGE]
    return (
        *two_a_row([Button(shown[one.id], str(one.id)) for one in on_page]),
        *page_buttons(page, PAGE, len(rows), desk),
    )


def _back(desk: Desk) -> tuple[Button, ...]:
    return Button(desk.words.button("Back"), "back"), Button(desk.words.button("Menu"), "menu")


def labels(rows: Sequence[SignupRow], desk: Desk) -> dict[int, str]:
    """Name everybody, by sign-up; who share a name also by its number and since when: that gives nothing away."""
    named = known(rows, desk)
    twice = roll.namesakes(named)
    marks = {one.id: _mark(one, desk) for one in rows if one.id in twice}
    return {one.key: readable(one.name.written + marks.get(one.key, ""), _LABEL) for one in named}


def name_of(mine: SignupRow, desk: Desk) -> str:
    """Name one of those who are called or here."""
    return labels(signups.of_activity(desk.unit, mine.activity_id, AWAITED | HERE), desk)[mine.id]


def _mark(row: SignupRow, desk: Desk) -> str:
    t, since = desk.words, local(row.since, desk.now.tzinfo)
    if row.state in HERE:  # since when they are here is no help
        return f" · {t.plain('no. {number}', number=row.id)}"
    said = t.plain("no. {number}, {day} {clock}", number=row.id, day=t.month_day(since.date()), clock=t.clock(since))
    return f" · {said}"


def known(rows: Sequence[SignupRow], desk: Desk) -> list[Known]:
    told = members.find_all(desk.unit, [one.chat_id for one in rows])
    details = {chat_id: one.details.name for chat_id, one in told.items()}
    return [Known(one.id, heard(_called(details.get(one.chat_id, ""), one.chat_id, desk))) for one in rows]


def _called(name: str, chat_id: int, desk: Desk) -> str:
    shown = readable(name, _NAME)
    return shown or desk.words.plain("no name, number ending in {digits}", digits=str(chat_id)[-4:])


def heard(name: str) -> Name:
    return Name(name, syllables(name))


# ---------------------------------------------------------------- names in one message


def _typed(typed: str, row: ActivityRow, desk: Desk) -> Move | None:
    """Read names out; without the words that begin a roll call, only where one of them is known here."""
    names = roll.called(typed)
    if names is not None:
        return read_out(names, row, desk)
    bare, among = roll.names(typed), known(_everybody(row, desk), desk)
    is_known = any(roll.match(heard(name), among).keys for name in bare)
    return read_out(bare, row, desk) if is_known else None


def _everybody(row: ActivityRow, desk: Desk) -> list[SignupRow]:
    """Return those who are called and those who are here."""
    return [*_awaited(row, desk), *attendance.seen(desk.unit, row.id)]


def read_out(names: Sequence[str], row: ActivityRow, desk: Desk) -> Move:
    """Check in whom these names surely mean, say what came of each, and ask about the others."""
    if not rights.is_open(row, desk):
        return Remain((Text(not_now(row, desk)),))
    rows = {one.id: one for one in _everybody(row, desk)}
    among = known(list(rows.values()), desk)
    found = [roll.match(heard(name), among) for name in names]
    first = {key: rights.check_in(row, rows[key].chat_id, desk).first for key in _sure(found)}
    said = Text("\n".join(_result(found, first, labels(list(rows.values()), desk), desk)))
    doubts = tuple(Doubt(readable(one.said), one.keys) for one in found if one.finding is Finding.SEVERAL)
    if doubts:
        return Go(TellingApart(row.id, doubts), before=(said,))
    return Go(CheckInDesk(row.id), before=(said,))


def _sure(found: Sequence[Match]) -> list[int]:
    return list(dict.fromkeys(key for one in found if one.finding is Finding.SURE for key in one.keys))


def _result(found: Sequence[Match], first: dict[int, bool], names: dict[int, str], desk: Desk) -> list[str]:
    t = desk.words
    now_here = [names[key] for key, is_first in first.items() if is_first]
    before = [names[key] for key, is_first in first.items() if not is_first]
    nobody = [readable(one.said) for one in found if one.finding is Finding.NONE]
    doubtful = [readable(one.said) for one in found if one.finding is Finding.SEVERAL]
    between = t.plain(", ")
    lines = [
        (now_here, t("✅ Checked in: {names}", names=between.join(now_here))),
        (before, t("Were here already: {names}", names=between.join(before))),
        (doubtful, t("To be asked about: {names}", names=between.join(doubtful))),
        (nobody, t("Not found among those expected: {names}", names=between.join(nobody))),
    ]
    return [line for those, line in lines if those] or [t("I could not read a name there.")]


# ---------------------------------------------------------------- two of one name


def _apart(step: TellingApart, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    doubt, rest = step.doubts[0], step.doubts[1:]
    after: TellingApart | CheckInDesk = replace(step, doubts=rest) if rest else CheckInDesk(row.id)
    match event:
        case Chose("none", message_id):
            return Go(after, replaces=message_id)
        case Chose() if event.row_id in doubt.signups and (mine := _of(row, event.row_id, desk)):
            seen = rights.check_in(row, mine.chat_id, desk)
            return Go(after, before=(checked_in(seen, event.message_id, desk),))
    return None


def checked_in(seen: Seen, message_id: int, desk: Desk) -> Text:
    t, name = desk.words, name_of(seen.row, desk)
    said = t("✅ {name} is checked in.", name=name) if seen.first else t("{name} was here already.", name=name)
    return Text(said, replaces=message_id)


def _question(step: TellingApart, row: ActivityRow, desk: Desk) -> Text:
    t, doubt = desk.words, step.doubts[0]
    rows = [mine for number in doubt.signups if (mine := _of(row, number, desk)) is not None]
    names = labels(rows, desk)
    choices = tuple((Button(_with_state(one, names[one.id], desk), str(one.id)),) for one in rows)
    asked = t("“{name}”: who is meant?", name=doubt.said)
    return Text(asked, (*choices, (Button(t.button("Nobody of these"), "none"), Button(t.button("Back"), "back"))))


def _with_state(row: SignupRow, name: str, desk: Desk) -> str:
    return desk.words.button("{name} · here", name=name) if row.state in HERE else name


# ---------------------------------------------------------------- taking back


def _taking_back(step: TakingBack, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("next", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case Chose("previous", message_id):
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case Chose() if mine := _of(row, event.row_id, desk):
            return _take_back(step, row, mine, event.message_id, desk)
    return None


def _take_back(step: TakingBack, row: ActivityRow, mine: SignupRow, message_id: int, desk: Desk) -> Move:
    if mine.state not in HERE:
        return Go(step, replaces=message_id)
    t, name = desk.words, name_of(mine, desk)
    undone = attendance.undo(desk.unit, row.id, mine.chat_id, rights.deed(desk))
    offers = undone.offers if undone else ()
    tells = activity_tells.offers(offers, desk.unit, desk.words_for, desk.now)
    said = t("Taken back: {name}. It is noted that you did it.", name=name)
    return Go(step, before=(Text(said, replaces=message_id),), tells=tells)


def _here(step: TakingBack, row: ActivityRow, desk: Desk) -> Text:
    t, rows = desk.words, attendance.seen(desk.unit, row.id)
    said = t("Whose check-in was a mistake? Tap the name.") if rows else t("Nobody is checked in yet.")
    return Text(said, (*_page(rows, step.page, desk), _back(desk)))
