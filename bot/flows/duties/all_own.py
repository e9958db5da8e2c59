"""A volunteer's own duties on one page: until when to answer, what to do, when and where, what to know and bring."""

from bot.chat import Button, Said, Text
from bot.flows.activities import buttons
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.duties import duties_button, text
from bot.flows.duties.steps import MyDuties, MyDuty
from bot.flows.duties.text import Matter, matter
from bot.flows.keyboards import to_menu
from bot.flows.paging import PAGE, page_buttons
from bot.texts import Words
from storage.activities.duties import AnswerRow

Own = tuple[Matter, AnswerRow]


def hear(step: MyDuties, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(row_id=answer_id) if answer_id:
            return Go(MyDuty(answer_id))
        case Said(typed):
            chosen = (row for number, (_, row) in _lines(step, _mine(desk)) if typed.strip() == str(number))
            return next((Go(MyDuty(row.id)) for row in chosen), None)
    return None


def _mine(desk: Desk) -> list[Own]:
    matters = ((matter(desk.unit, row.duty_id, desk.now), row) for row in duties_button.mine(desk))
    return [(one, row) for one, row in matters if one is not None]


def _lines(step: MyDuties, mine: list[Own]) -> list[tuple[int, Own]]:
    """Return what this page shows, with the numbers that it goes by."""
    first = step.page * PAGE
    return list(enumerate(mine[first : first + PAGE], first + 1))


def show(step: MyDuties, desk: Desk) -> Text:
    t, mine = desk.words, _mine(desk)
    shown = _lines(step, mine)
    lines = [_heading(step, len(mine), t)]
    lines += [f"{number}. {text.facts(one, t)}\n{text.standing(one, row, t)}" for number, (one, row) in shown]
    numbers = tuple(Button(str(number), str(row.id)) for number, (_, row) in shown)
    return Text(
        "\n".join(lines),
        (
            *((numbers,) if numbers else ()),
            *page_buttons(step.page, PAGE, len(mine), desk),
            (buttons.my_activities(t), to_menu(desk)),
        ),
    )


def _heading(step: MyDuties, count: int, t: Words) -> str:
    if not count:
        return t("You have no duties at present. When volunteers are needed, you are asked here.")
    return t("Your duties, continued:") if step.page else t("Your duties:")
