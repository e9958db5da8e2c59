"""What members wish for, for their organisers: how many want each kind, and what they say, unsigned."""

from bot.chat import Button, Said, Text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.moments import local
from bot.flows.paging import PAGE, page_buttons
from bot.flows.rights import forbid, organised
from bot.flows.wishes.steps import WishTally, WishWords
from bot.texts import Words
from bot.texts.names import kind_name
from storage.activities import wishes
from storage.activities.wishes import Wished


def opened(_opened: Opened, desk: Desk) -> Move:
    return Go(WishTally()) if organised(desk) else forbid("wishes", desk)


def hear_kind(_step: WishTally, paths: list[str], event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(choice, message_id):
            return _into(choice, message_id, paths, desk)
        case Said(typed):
            return _into(typed.strip(), 0, paths, desk)
    return None


def _into(choice: str, message_id: int, paths: list[str], desk: Desk) -> Move | None:
    numbered = enumerate(wishes.tally(desk.unit, paths), 1)
    return next((Go(WishWords(one.kind), replaces=message_id) for at, one in numbered if choice == str(at)), None)


def show_kinds(_step: WishTally, paths: list[str], desk: Desk) -> Text:
    t, found = desk.words, wishes.tally(desk.unit, paths)
    if found:
        lines = [t("What the members of your units wish for:")]
        lines += [_line(number, one, t) for number, one in enumerate(found, 1)]
        lines.append(t("Publish such an activity, and those who wished for it are told."))
    else:
        more = t.button("More")
        lines = [
            t("Nobody has wished for anything yet. Members do so with /wish or in the menu, under “{more}”.", more=more)
        ]
    numbers = tuple(Button(str(number), str(number)) for number, _ in enumerate(found, 1))
    last = (Button(t.button("Weekly digest"), EntryPoint.DIGEST.data()), to_menu(desk))
    return Text("\n".join(lines), (*((numbers,) if numbers else ()), last))


def _line(number: int, one: Wished, t: Words) -> str:
    return t(
        "{number}. {kind}: {people}",
        number=number,
        kind=kind_name(one.kind, t),
        people=_people(one.count, t),
    )


def _people(count: int, t: Words) -> str:
    return t.plural("{number} person", "{number} people", count)


def hear_words(_step: WishWords, _paths: list[str], event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(WishTally(), replaces=message_id)
    return None


def show_words(step: WishWords, paths: list[str], desk: Desk) -> Text:
    t = desk.words
    one = next((one for one in wishes.tally(desk.unit, paths) if one.kind is step.kind), None)
    lines = [f"<b>{kind_name(step.kind, t).capitalize()}</b> · {_people(one.count if one else 0, t)}"]
    said = wishes.words(desk.unit, paths, step.kind, step.page * PAGE, PAGE)
    lines += [
        t("“{words}” · {day}", words=each.said, day=t.month_day(local(each.made_at, desk.now.tzinfo))) for each in said
    ]
    if not said:
        lines.append(t("Nobody has said more about it."))
    rows = page_buttons(step.page, PAGE, one.with_words if one else 0, desk)
    new = Button(t.button("New activity"), EntryPoint.COMPOSE.data())
    return Text("\n".join(lines), (*rows, (new, Button(t.button("Back"), "back"))))
