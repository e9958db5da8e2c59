"""What members wish for, for their organisers: how many want each kind, and what they say, unsigned."""

from dataclasses import replace

from bot.chat import Button, Said, Text
from bot.flows.activities import text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint
from bot.flows.keyboards import to_menu
from bot.flows.moments import local
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import closed, forbid, organised, without_role
from bot.flows.wishes import buttons
from bot.flows.wishes.steps import WishTally, WishWords
from bot.texts import Words
from domain.activities import Kind
from storage.activities import wishes
from storage.activities.wishes import Wished


def tally(desk: Desk) -> Move:
    return Go(WishTally()) if organised(desk) else forbid("wishes", desk)


def hear(step: WishTally | WishWords, event: Happening, desk: Desk) -> Move | None:
    if not organised(desk):
        return without_role(event, "wishes", desk)
    match step, event:
        case WishTally(), Chose(choice, message_id):
            return _into(choice, message_id, desk)
        case WishTally(), Said(typed):
            return _into(typed.strip(), 0, desk)
        case WishWords(), Chose("next", message_id):
            return Go(replace(step, page=step.page + 1), replaces=message_id)
        case WishWords(), Chose("previous", message_id):
            return Go(replace(step, page=max(0, step.page - 1)), replaces=message_id)
        case WishWords(), Chose("back", message_id):
            return Go(WishTally(), replaces=message_id)
    return None


def _into(choice: str, message_id: int, desk: Desk) -> Move | None:
    numbered = enumerate(_wished(desk), 1)
    return next((Go(WishWords(one.kind), replaces=message_id) for at, one in numbered if choice == str(at)), None)


def _wished(desk: Desk) -> list[Wished]:
    return wishes.tally(desk.unit, organised(desk))


def show(step: WishTally | WishWords, desk: Desk) -> Text:
    if not organised(desk):
        return closed(desk)
    return _tally(desk) if isinstance(step, WishTally) else _words(step, desk)


def _tally(desk: Desk) -> Text:
    t, found = desk.words, _wished(desk)
    lines = [
        t("What the members of your units wish for:")
        if found
        else t("Nobody has wished for anything yet. Members do so with /wish or in the menu, under “{more}”.",
               more=t.button("More"))
    ]  # fmt: skip
    lines += [_line(number, one, t) for number, one in enumerate(found, 1)]
    if found:
        lines.append(t("Publish such an activity, and those who wished for it are told."))
    numbers = tuple(Button(str(number), str(number)) for number, _ in enumerate(found, 1))
    last = (buttons.digest_button(t), to_menu(desk))
    return Text("\n".join(lines), (*((numbers,) if numbers else ()), last))


def _line(number: int, one: Wished, t: Words) -> str:
    return t(
        "{number}. {kind}: {people}",
        number=number,
        kind=text.kind_name(one.kind, t),
        people=_people(one.count, t),
    )


def _people(count: int, t: Words) -> str:
    return t.plural("{number} person", "{number} people", count)


def _words(step: WishWords, desk: Desk) -> Text:
    t, paths = desk.words, organised(desk)
    one = _of_kind(step.kind, desk)
    lines = [f"<b>{text.kind_name(step.kind, t).capitalize()}</b> · {_people(one.count if one else 0, t)}"]
    said = wishes.words(desk.unit, paths, step.kind, step.page * PAGE, PAGE)
    lines += [
        t("“{words}” · {day}", words=each.said, day=t.month_day(local(each.made_at, desk.now.tzinfo))) for each in said
    ]
    if not said:
        lines.append(t("Nobody has said more about it."))
    rows = page_buttons(step.page, PAGE, one.with_words if one else 0, desk)
    new = Button(t.button("New activity"), EntryPoint.COMPOSE.data())
    return Text("\n".join(lines), (*rows, (new, Button(t.button("Back"), "back"))))


def _of_kind(kind: Kind, desk: Desk) -> Wished | None:
    return next((one for one in _wished(desk) if one.kind is kind), None)
