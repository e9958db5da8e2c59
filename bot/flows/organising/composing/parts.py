"""Which part of an activity is to be changed."""

from bot.chat import Button, Text
from bot.flows.activities import in_hand
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.keyboards import two_a_row
from bot.flows.organising.composing.questions import QUESTIONS
from bot.flows.organising.steps import AnsweringItem, ChoosingPart, Item, SayingWhen, Seed
from storage.activities.activities import ActivityRow


def hear(_step: ChoosingPart, row: ActivityRow, event: Happening, _desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(in_hand.card(row), replaces=message_id)
        case Chose("when"):
            return Go(SayingWhen(Seed(row.unit_id, row.kind, row.title, row.id)))
        case Chose(choice, message_id) if choice in set(Item):
            return Go(AnsweringItem(row.id, Item(choice)), replaces=message_id)
    return None


def show(_step: ChoosingPart, _row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    named = (Button(question.label(t), item) for item, question in QUESTIONS.items())
    shown = [Button(t.button("Time"), "when"), *named]
    return Text(t("What is to be changed?"), (*two_a_row(shown), (Button(t.button("Back"), "back"),)))
