"""How it was: one tap, and words for those who like; unsigned, and open to a change of mind for a week."""

from collections.abc import Mapping
from typing import Final

from bot.chat import Button, Said, Text
from bot.flows.activities import text
from bot.flows.afterwards.steps import RatingActivity, SayingMore
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Remain
from bot.flows.entry_points import EntryPoint, Opened
from bot.flows.keyboards import to_menu
from bot.flows.mail.words import is_for, kept_of, offer
from bot.flows.step import AtMenu
from bot.flows.typed import readable
from bot.texts import Words
from domain.activities import certificate_codes
from domain.activities.seats import HERE
from domain.said.answers import answers, control_words
from domain.said.answers.answers import Rated
from storage.activities import activities, ratings, signup_reading
from storage.activities.activities import ActivityRow

OPEN_S: Final = 7 * 86_400.0
"""So long after its end an activity can be rated, and a rating be changed."""


def rateable(activity_id: int, desk: Desk) -> ActivityRow | None:
    """Return the activity if this person was seen at it, and it is over since less than a week."""
    row, now = activities.find(desk.unit, activity_id), desk.now.timestamp()
    if row is None or not row.ends_at <= now < row.ends_at + OPEN_S:
        return None
    mine = signup_reading.find(desk.unit, activity_id, desk.person.chat_id)
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


def hear_grade(step: RatingActivity, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose(choice, message_id) if choice in _grades(desk.words):
            kept = desk.kept.said if desk.kept is not None and is_for(step.words, desk.kept) else ""
            return _give(row, Rated(int(choice), kept), message_id, desk)
        case Said(typed) if stars := answers.rated(typed):
            return _give(row, stars, 0, desk)
    return None


def _give(row: ActivityRow, given: Rated, message_id: int, desk: Desk) -> Move:
    """Write the stars down, and go on to the words unless they are there already."""
    if given.words:
        said = rated(row, given, desk)
        return Go(AtMenu(), before=said.replies)
    ratings.give(desk.unit, row.id, desk.person.chat_id, given.stars)
    return Go(SayingMore(row.id), replaces=message_id)


def rated(row: ActivityRow, given: Rated, desk: Desk) -> Remain:
    """Take stars and words that were written at once, wherever the person is; both can be changed for a week."""
    t, chat_id = desk.words, desk.person.chat_id
    ratings.give(desk.unit, row.id, chat_id, given.stars)
    if given.words:
        ratings.say(desk.unit, row.id, chat_id, readable(given.words, ratings.WORDS_MOST))
    noted = t("✅ Noted: {grade}.", grade=_grades(t)[str(given.stars)])
    change = Button(t.button("Correct it"), EntryPoint.RATE.data(row.id))
    return Remain((Text(f"{noted}\n{_thanks(t)}", ((change,),)),))


def ask_stars(activity_id: int, said: Said, desk: Desk) -> Go:
    """Ask how many stars go with words that were written without any; they are kept until then."""
    kept = kept_of(said)
    return Go(RatingActivity(activity_id, kept.key if kept and rateable(activity_id, desk) else ""))


def show_grades(step: RatingActivity, row: ActivityRow, desk: Desk) -> Text:
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
    rows = (tuple(choices[:2]), tuple(choices[2:4]))
    if not step.words:
        return Text("\n".join(lines), (*rows, (choices[4], to_menu(desk))))
    lines.append(t("Tap how good it was, and your words go with it. If they were meant for the centre, pass them on."))
    return Text("\n".join(lines), (*rows, (choices[4],), (offer(step.words, t), to_menu(desk))))


def hear_words(_step: SayingMore, row: ActivityRow, event: Happening, desk: Desk) -> Move | None:
    t, chat_id = desk.words, desk.person.chat_id
    match event:
        case Chose("enough", message_id):
            return _to_menu(_thanks(t), message_id)
        case Said(typed) if readable(typed) and not _is_about_something_else(typed):
            words = readable(typed, ratings.WORDS_MOST)
            return _to_menu(_thanks(t) if ratings.say(desk.unit, row.id, chat_id, words) else _closed(t))
    return None


def _is_about_something_else(typed: str) -> bool:
    """Tell a control word, a yes or no of coming, and the code of a certificate: none of them says how it was."""
    codes = [word for word in typed.split() if not word.isalpha() and certificate_codes.read(word)]
    return control_words.understood(typed) is not None or answers.answers_in_part(typed) or bool(codes)


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
