"""An organiser calls the volunteers: who helps the unit is asked for every duty that still needs somebody."""

from bot.chat import Button, Text
from bot.flows.activities import rights, text
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.duties import tells as duty_tells
from bot.flows.duties.steps import CallingVolunteers, DutyList
from bot.flows.duties.text import Matter
from bot.planning import duties as duty_clock
from domain.activities.activities import Stage
from storage.activities import duties
from storage.activities.activities import ActivityRow
from storage.people import people, roles
from storage.places import places


def wanting(row: ActivityRow, desk: Desk) -> list[Matter]:
    """Return the duties that still need somebody and have not begun; none of an activity that is not on."""
    if row.stage is not Stage.PUBLISHED or not rights.is_open(row, desk):
        return []
    found = [Matter(desk.unit, duty, row, desk.now) for duty in duties.of_activity(desk.unit, row.id)]
    duties.filled(desk.unit, [one.duty.id for one in found])
    now = desk.now.timestamp()
    return [one for one in found if one.duty.task.starts_at > now and one.coming < one.duty.task.needed]


def volunteers(row: ActivityRow, desk: Desk) -> list[int]:
    """Return the volunteers whose scope covers the activity's unit."""
    return roles.volunteers_of(desk.unit, places.path_of(desk.unit, row.unit_id))


def hear(_step: CallingVolunteers, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(DutyList(row.id), replaces=message_id)
        case Chose("call", message_id):
            return _call(row, message_id, desk)
    return None


def _call(row: ActivityRow, message_id: int, desk: Desk) -> Move:
    t, chats = desk.words, volunteers(row, desk)
    tells = _ask(wanting(row, desk), chats, desk)
    number = len({tell.chat_id for tell in tells})
    done = t.plural("✅ {number} volunteer is asked.", "✅ {number} volunteers are asked.", number)
    said = done if number else t("Everybody has been asked already.")
    return Go(DutyList(row.id), before=(Text(said, replaces=message_id),), tells=tells)


def _ask(wanted: list[Matter], chats: list[int], desk: Desk) -> tuple[Tell, ...]:
    asked = duties.ask_all(desk.unit, [one.duty.id for one in wanted], chats, desk.now.timestamp())
    duty_clock.plan_all(desk.unit, {one.duty.id: one.plan for one in wanted}, desk.now)
    people.known(desk.unit, chats)
    return tuple(tell for one in wanted for tell in duty_tells.calls(one, asked[one.duty.id], desk.words_for))


def show(_step: CallingVolunteers, row: ActivityRow, desk: Desk) -> Text:
    t, number = desk.words, len(volunteers(row, desk))
    back = Button(t.button("Back"), "back")
    if not number:
        return Text(t("Nobody is a volunteer here yet. Invite some first."), ((back,),))
    lines = [t("<b>{activity}</b> still needs:", activity=text.headline(row, desk.now.tzinfo, t))]
    lines += [
        t("· {duty}: {number}", duty=one.duty.task.name, number=one.duty.task.needed - one.coming)
        for one in wanting(row, desk)
    ]
    lines.append(
        t.plural(
            "{number} volunteer helps here and is asked, unless that has happened already.",
            "{number} volunteers help here and are asked, except those who have been already.",
            number,
        )
    )
    return Text("\n".join(lines), ((Button(t.button("Call them"), "call"), back),))
