"""What members wish for, for their organisers: how many want each kind, and what they say, unsigned."""

from dataclasses import replace

from bot.buttons import lasting
from bot.chat import Button, Said, Text
from bot.flows.activities import text
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.reviewing import rights
from bot.flows.reviewing.queue import PAGE, paging
from bot.flows.wishes import buttons
from bot.flows.wishes.steps import WishTally, WishWords
from bot.texts import Words
from domain.activities import Kind
from storage.activities import wishes
from storage.activities.wishes import Wished


def tally(desk: Desk) -> Move:
    return Go(WishTally()) if rights.organised(desk) else rights.forbid("wishes", desk)


def step(place: WishTally | WishWords, event: Happening, desk: Desk) -> Move | None:
    if not rights.organised(desk):
        return rights.without_role(event, "wishes", desk)
    match place, event:
        case WishTally(), Chose(choice, message_id):
            return _into(choice, message_id, desk)
        case WishTally(), Said(typed):
            return _into(typed.strip(), 0, desk)
        case WishWords(), Chose("next", message_id):
            return Go(replace(place, page=place.page + 1), replaces=message_id)
        case WishWords(), Chose("previous", message_id):
            return Go(replace(place, page=max(0, place.page - 1)), replaces=message_id)
        case WishWords(), Chose("back", message_id):
            return Go(WishTally(), replaces=message_id)
    return None


def _into(choice: str, message_id: int, desk: Desk) -> Move | None:
    numbered = enumerate(_wished(desk), 1)
    return next((Go(WishWords(one.kind), replaces=message_id) for at, one in numbered if choice == str(at)), None)


def _wished(desk: Desk) -> list[Wished]:
    return wishes.tally(desk.unit, rights.organised(desk))


def show(place: WishTally | WishWords, desk: Desk) -> Text:
    if not rights.organised(desk):
        return rights.closed(desk)
    return _tally(desk) if isinstance(place, WishTally) else _words(place, desk)


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
    last = (buttons.digest_button(t), rights.to_menu(desk))
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


def _words(place: WishWords, desk: Desk) -> Text:
    t, paths = desk.words, rights.organised(desk)
    one = _of_kind(place.kind, desk)
    lines = [f"<b>{text.kind_name(place.kind, t).capitalize()}</b> · {_people(one.count if one else 0, t)}"]
    said = wishes.words(desk.unit, paths, place.kind, place.page * PAGE, PAGE)
    lines += [
        t("“{words}” · {day}", words=each.said, day=t.month_day(text.local(each.made_at, desk.now.tzinfo)))
        for each in said
    ]
    if not said:
        lines.append(t("Nobody has said more about it."))
    rows = paging(place.page, PAGE, one.with_words if one else 0, desk)
    new = Button(t.button("New activity"), lasting("w", ""))
    return Text("\n".join(lines), (*rows, (new, Button(t.button("Back"), "back"))))


def _of_kind(kind: Kind, desk: Desk) -> Wished | None:
    return next((one for one in _wished(desk) if one.kind is kind), None)
