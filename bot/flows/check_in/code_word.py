"""The code word of an activity: shown large, said aloud in the room, and exchanged for another."""

from bot.chat import Button, Text
from bot.facts.code_words import chosen
from bot.flows.check_in.check_in_desk import is_on
from bot.flows.check_in.steps import CheckInDesk, SpokenWord
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from storage.activities import check_in_keys
from storage.activities.activities import ActivityRow
from storage.places.pinyin import syllables


def hear(step: SpokenWord, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("another", message_id) if is_on(row, desk):
            before = check_in_keys.word(desk.unit, row.id, chosen)
            check_in_keys.put_word(desk.unit, row.id, chosen(check_in_keys.secret(desk.unit, row.id), before))
            return Go(step, replaces=message_id)
        case Chose("back", message_id):
            return Go(CheckInDesk(row.id), replaces=message_id)
    return None


def show(_step: SpokenWord, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    word = check_in_keys.words(desk.unit, [row.id]).get(row.id, "…")
    said = word if t.language == "zh_Hans" else f"{word} ({syllables(word)})"
    lines = (
        t("The code word: <b>{word}</b>", word=said),
        t("Say it aloud in the room. Whoever is there types it to me and is checked in."),
    )
    return Text("\n".join(lines), ((Button(t.button("Another word"), "another"), Button(t.button("Back"), "back")),))
