"""Names in one message: whom they surely mean is checked in, and who is meant by the others is asked."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Button, Text
from bot.flows.check_in import rights
from bot.flows.check_in.names import AWAITED, heard, known, labels, name_of
from bot.flows.check_in.steps import CheckInDesk, Doubt, TellingApart
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.typed import readable
from domain.activities.seats import HERE
from domain.said.answers import roll
from domain.said.answers.roll import Finding, Match, Roll
from storage.activities import attendance, signup_reading
from storage.activities.activities import ActivityRow
from storage.activities.attendance import Seen
from storage.activities.signup_reading import SignupRow


def typed_names(typed: str, row: ActivityRow, desk: Desk) -> Move | None:
    """Read names out; without the words that begin a roll call, only where one of them is known here."""
    called = roll.called(typed)
    if called is not None:
        return read_out(called, row, desk)
    bare, among = roll.read(typed), known(_everybody(row, desk), desk)
    is_known = any(roll.match(heard(name), among).keys for name in (*bare.present, *bare.away))
    return read_out(bare, row, desk) if is_known else None


def awaited(row: ActivityRow, desk: Desk) -> list[SignupRow]:
    """Return those who are called, in the order in which they signed up."""
    return sorted(signup_reading.of_activity(desk.unit, row.id, AWAITED), key=lambda one: one.id)


def _everybody(row: ActivityRow, desk: Desk) -> list[SignupRow]:
    """Return those who are called and those who are here."""
    return [*awaited(row, desk), *attendance.seen(desk.unit, row.id)]


def read_out(called: Roll, row: ActivityRow, desk: Desk) -> Move:
    """Check in whom these names surely mean, say what came of each, and ask about the others; nobody who is away."""
    if not rights.is_open(row, desk):
        return Remain((Text(rights.not_now(row, desk)),))
    rows = {one.id: one for one in _everybody(row, desk)}
    among = known(list(rows.values()), desk)
    found = [roll.match(heard(name), among) for name in called.present]
    sure = dict.fromkeys(key for one in found if one.finding is Finding.SURE for key in one.keys)
    first = {key: rights.check_in(row, rows[key].chat_id, desk).first for key in sure}
    lines = _result(found, first, labels(list(rows.values()), desk), desk)
    lines += _left_out(called.away, desk)
    said = Text("\n".join(lines or [desk.words("I could not read a name there.")]))
    doubts = tuple(Doubt(readable(one.said), one.keys) for one in found if one.finding is Finding.SEVERAL)
    return Go(TellingApart(row.id, doubts) if doubts else CheckInDesk(row.id), before=(said,))


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
    return [line for those, line in lines if those]


def _left_out(away: Sequence[str], desk: Desk) -> list[str]:
    """Name once those whom the message calls away."""
    t, names = desk.words, [readable(name) for name in away]
    return [t("Not checked in, as you say they are away: {names}", names=t.plain(", ").join(names))] if names else []


def hear(step: TellingApart, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    doubt, rest = step.doubts[0], step.doubts[1:]
    after: TellingApart | CheckInDesk = replace(step, doubts=rest) if rest else CheckInDesk(row.id)
    match event:
        case Chose("back", message_id):
            return Go(CheckInDesk(row.id), replaces=message_id)
        case Chose("none", message_id):
            return Go(after, replaces=message_id)
        case Chose() if event.row_id in doubt.signups and (mine := signup(row, event.row_id, desk)):
            seen = rights.check_in(row, mine.chat_id, desk)
            return Go(after, before=(checked_in(seen, event.message_id, desk),))
    return None


def show(step: TellingApart, row: ActivityRow, desk: Desk) -> Text:
    t, doubt = desk.words, step.doubts[0]
    rows = [mine for number in doubt.signups if (mine := signup(row, number, desk)) is not None]
    names = labels(rows, desk)
    choices = tuple((Button(_with_state(one, names[one.id], desk), str(one.id)),) for one in rows)
    asked = t("“{name}”: who is meant?", name=doubt.said)
    return Text(asked, (*choices, (Button(t.button("Nobody of these"), "none"), Button(t.button("Back"), "back"))))


def _with_state(row: SignupRow, name: str, desk: Desk) -> str:
    return desk.words.button("{name} · here", name=name) if row.state in HERE else name


def signup(row: ActivityRow, signup_id: int, desk: Desk) -> SignupRow | None:
    """Return a sign-up of this activity; None: there is none of this number."""
    found = signup_reading.by_id(desk.unit, signup_id) if signup_id else None
    return found if found is not None and found.activity_id == row.id else None


def checked_in(seen: Seen, message_id: int, desk: Desk) -> Text:
    t, name = desk.words, name_of(seen.row, desk)
    said = t("✅ {name} is checked in.", name=name) if seen.first else t("{name} was here already.", name=name)
    return Text(said, replaces=message_id)
