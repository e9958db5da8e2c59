"""How it was: one tap, and words for those who like; unsigned, and open to a change of mind for a week."""

from collections.abc import Mapping
from typing import Final

from bot.chat import Button, Reply, Said, Text
from bot.flows.activities import text
from bot.flows.afterwards.steps import RatingActivity, SayingMore
from bot.flows.desk import Chose, Desk, Go, Happening, Move
from bot.flows.step import AtMenu, Step
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


def ask(activity_id: int, desk: Desk) -> Move:
    """Ask how it was, as the lasting button under the thanks does."""
    if rateable(activity_id, desk) is None:
        return Go(AtMenu(), before=(Text(_closed(desk.words)),))
    return Go(RatingActivity(activity_id))


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step, event:
        case RatingActivity(activity_id), Chose(choice, message_id) if choice in _grades(desk.words):
            return _give(activity_id, int(choice), message_id, desk)
        case RatingActivity(activity_id), Said(typed) if typed.strip() in _grades(desk.words):
            return _give(activity_id, int(typed), 0, desk)
        case SayingMore(), Chose("enough", message_id):
            return Go(AtMenu(), before=(Text(_thanks(desk.words), replaces=message_id),))
        case SayingMore(activity_id), Said(typed) if readable(typed):
            return _say(activity_id, typed, desk)
    return None


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case RatingActivity(activity_id):
            row = rateable(activity_id, desk)
            return (_over(desk) if row is None else _question(row, desk),)
        case SayingMore(activity_id):
            return (_over(desk) if rateable(activity_id, desk) is None else _more(activity_id, desk),)
    raise AssertionError(step)


def _give(activity_id: int, stars: int, message_id: int, desk: Desk) -> Move:
    if rateable(activity_id, desk) is None:
        return Go(AtMenu(), before=(Text(_closed(desk.words)),))
    ratings.give(desk.unit, activity_id, desk.person.chat_id, stars)
    return Go(SayingMore(activity_id), replaces=message_id)


def _say(activity_id: int, typed: str, desk: Desk) -> Move:
    words = readable(typed, ratings.WORDS_MOST)
    if rateable(activity_id, desk) is None or not ratings.say(desk.unit, activity_id, desk.person.chat_id, words):
        return Go(AtMenu(), before=(Text(_closed(desk.words)),))
    return Go(AtMenu(), before=(Text(_thanks(desk.words)),))


# ---------------------------------------------------------------- words


def _question(row: ActivityRow, desk: Desk) -> Text:
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
    return Text("\n".join(lines), (tuple(choices[:2]), tuple(choices[2:4]), (choices[4], _menu(t))))


def _more(activity_id: int, desk: Desk) -> Text:
    t = desk.words
    mine = ratings.find(desk.unit, activity_id, desk.person.chat_id)
    noted = t("✅ Noted: {grade}.", grade=_grades(t)[str(mine.stars)]) if mine else ""
    asked = t("Would you like to add a few words? Just type them. Until a week after you can change all of it.")
    return Text(f"{noted}\n{asked}".strip(), ((Button(t.button("That is all"), "enough"), _menu(t)),))


def _over(desk: Desk) -> Text:
    return Text(_closed(desk.words), ((_menu(desk.words),),))


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


def _menu(t: Words) -> Button:
    return Button(t.button("Menu"), "menu")
