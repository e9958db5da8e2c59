"""How it was: one tap, and words for those who like; unsigned, and open to a change of mind for a week."""

from collections.abc import Mapping
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import text
from bot.flows.afterwards.steps import RatingActivity, SayingMore
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.entry_points import Opened
from bot.flows.keyboards import to_menu
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from bot.texts import Words
from domain.seats import HERE
from storage.activities import activities, ratings, signups
from storage.activities.activities import ActivityRow

OPEN_S: Final = 7 * 86_400.0
"""So long after its end an activity can be rated, and a rating be changed."""


def rateable(activity_id: int, desk: Desk) -> ActivityRow | None:
    """Return the activity if this person was seen at it, and it is over since less than a week."""
    row, now = activities.find(desk.unit, activity_id), desk.now.timestamp()
    if row is None or not row.ends_at <= now < row.ends_at + OPEN_S:
        return None
    mine = signups.find(desk.unit, activity_id, desk.person.chat_id)
    return row if mine is not None and mine.state in HERE else None


def opened(opened: Opened, desk: Desk) -> Move | None:
    """Ask how it was, as the lasting button under the thanks does."""
    if not opened.row_id:
        return None
    if rateable(opened.row_id, desk) is None:
        return _to_menu(_closed(desk.words))
    return Go(RatingActivity(opened.row_id))


def too_late(step: RatingActivity | SayingMore, event: Happening, desk: Desk) -> Move | None:
    """Answer who says how it was when it is no longer open to them."""
    match step, event:
        case RatingActivity(), Chose(said) | Said(said) if said.strip() in _grades(desk.words):
            return _to_menu(_closed(desk.words))
        case SayingMore(), Chose("enough", message_id):
            return _to_menu(_thanks(desk.words), message_id)
        case SayingMore(), Said(typed) if readable(typed):
            return _to_menu(_closed(desk.words))
    return None


def closed(_step: RatingActivity | SayingMore, desk: Desk) -> Text:
    return Text(_closed(desk.words), ((to_menu(desk),),))


def _to_menu(said: str, replaces: int = 0) -> Go:
    return Go(AtMenu(), before=(Text(said, replaces=replaces),))


def hear_grade(_step: RatingActivity, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(choice, message_id) if choice in _grades(desk.words):
            return _give(row, int(choice), message_id, desk)
        case Said(typed) if typed.strip() in _grades(desk.words):
            return _give(row, int(typed), 0, desk)
    return None


def _give(row: ActivityRow, stars: int, message_id: int, desk: Desk) -> Move:
    ratings.give(desk.unit, row.id, desk.person.chat_id, stars)
    return Go(SayingMore(row.id), replaces=message_id)


def show_grades(_step: RatingActivity, row: ActivityRow, desk: Desk) -> Text:
    t, grades = desk.words, _grades(desk.words)
    lines = [
        t("How was it? {activity}", activity=text.headline(row, desk.now.tzinfo, t)),
        t("Only the organisers read it, and not from whom it is."),
    ]
    before = ratings.find(desk.unit, row.id, desk.person.chat_id)
    if before is not None:
        lines.append(
            t("So far you have said: {grade}. Another answer takes its place.", grade=grades[str(before.stars)])
        )
    choices = [Button(f"{number} {grade}", number) for number, grade in grades.items()]
    return Text("\n".join(lines), (tuple(choices[:2]), tuple(choices[2:4]), (choices[4], to_menu(desk))))


def hear_words(_step: SayingMore, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    t, chat_id = desk.words, desk.person.chat_id
    match event:
        case Chose("enough", message_id):
            return _to_menu(_thanks(t), message_id)
        case Said(typed) if readable(typed):
            words = readable(typed, ratings.WORDS_MOST)
            return _to_menu(_thanks(t) if ratings.say(desk.unit, row.id, chat_id, words) else _closed(t))
    return None


def show_given(_step: SayingMore, row: ActivityRow, desk: Desk) -> Text:
    t = desk.words
    mine = ratings.find(desk.unit, row.id, desk.person.chat_id)
    noted = t("✅ Noted: {grade}.", grade=_grades(t)[str(mine.stars)]) if mine else ""
    asked = t("Would you like to add a few words? Just type them. Until a week after you can change all of it.")
    return Text(f"{noted}\n{asked}".strip(), ((Button(t.button("That is all"), "enough"), to_menu(desk)),))


def _closed(t: Words) -> str:
    return t("Those who were there can say how it was, from its end on and for a week. This is no longer open to you.")


def _thanks(t: Words) -> str:
    return t("Thank you. It helps to make the next one better.")


def _grades(t: Words) -> Mapping[str, str]:
    """Return the five answers, the best first."""
    return {
        "5": t.plain("very good"),
        "4": t.plain("good"),
        "3": t.plain("all right"),
        "2": t.plain("not so good"),
        "1": t.plain("not good"),
    }
