"""A volunteer answers: comes, does not, comes late, drops out; by a tap or in words, and in any order of mind."""

from dataclasses import dataclass

from bot.chat import Button, Reply, Text
from bot.flows.desk import Desk, Go, Move, Remain, Tell
from bot.flows.duties import tells as duty_tells
from bot.flows.duties import text
from bot.flows.duties.text import Matter
from bot.flows.entry_points import Opened, row_id
from bot.flows.mine.steps import MyDuty
from bot.flows.rights import forbid, nothing_here
from bot.flows.typed import readable
from bot.texts import Words
from domain.answers import Meaning, Saying
from domain.duties import State
from storage.activities import duties
from storage.activities.duties import AnswerRow, Noted

_MAY_COME = frozenset({State.ASKED, State.CALLED, State.DECLINED, State.DROPPED, State.LAPSED})
_MAY_NOT = frozenset({State.ASKED, State.CALLED, State.COMING, State.RESERVE})


@dataclass(frozen=True, slots=True)
class Mine:
    """The person's own answer to a duty."""

    matter: Matter
    row: AnswerRow


def mine(answer_id: int, desk: Desk) -> Mine | None:
    """Return an answer; None: there is none, or it is somebody else's."""
    row = duties.answer_by_id(desk.unit, answer_id)
    if row is None or row.chat_id != desk.person.chat_id:
        return None
    one = text.matter(desk.unit, row.duty_id, desk.now)
    return None if one is None else Mine(one, row)


def opens(opened: Opened, desk: Desk) -> Move:
    """Take a tapped yes or no ("y12", "n12"), or show how the answer stands ("m12")."""
    number = row_id(opened.choice[1:])
    own = mine(number, desk)
    if own is None:
        return forbid(f"duty_answer:{number}", desk)
    if opened.choice.startswith("m"):
        return Go(MyDuty(number))
    saying = Saying.COMES if opened.choice.startswith("y") else Saying.DOES_NOT
    if not own.matter.is_open:
        return Remain((_closed(own, desk.words),))
    return Go(MyDuty(number), tells=_settled(own, Meaning(saying), "", desk))


def written(own: Mine, meaning: Meaning, typed: str, desk: Desk) -> Remain:
    """Take a written answer, and say back what was understood."""
    t = desk.words
    if not own.matter.is_open:
        return Remain((_closed(own, t),))
    tells = () if _says_nothing_new(own, meaning) else _settled(own, meaning, typed, desk)
    after = mine(own.row.id, desk) or own
    lines = (
        t("“{typed}” — noted:", typed=readable(typed)),
        text.brief(after.matter, t),
        text.standing(after.matter, after.row, t),
        t("If that is not right, just tell us."),
    )
    return Remain((Text("\n".join(lines), ((duty_tells.correct(own.row.id, t),),)),), tells)


def _says_nothing_new(own: Mine, meaning: Meaning) -> bool:
    """Tell a mere yes of somebody who comes anyway: it does not take a lateness back that was said before."""
    return own.row.state is State.COMING and meaning == Meaning(Saying.COMES)


def _closed(own: Mine, t: Words) -> Text:
    return Text(f"{t('This duty is over or called off. Thank you for your answer.')}\n{text.brief(own.matter, t)}")


def _settled(own: Mine, meaning: Meaning, words: str, desk: Desk) -> tuple[Tell, ...]:
    """Write the answer down and return what others are to be told of it."""
    if meaning.saying is Saying.COMES:
        return _come(own, meaning.late_minutes, words, desk)
    return _decline(own, words, desk)


def _come(own: Mine, late_minutes: int, words: str, desk: Desk) -> tuple[Tell, ...]:
    noted = Noted(late_minutes, words)
    duties.come(desk.unit, own.row.duty_id, own.row.chat_id, desk.now.timestamp(), noted)
    return duty_tells.stepped_in(own.matter, own.row, desk.words_for) if own.row.state is State.CALLED else ()


def _decline(own: Mine, words: str, desk: Desk) -> tuple[Tell, ...]:
    answered = duties.decline(desk.unit, own.row.duty_id, own.row.chat_id, desk.now.timestamp(), words=words)
    called = duty_tells.called(own.matter, answered.called, desk.words_for)
    match own.row.state:
        case State.COMING:
            return (*called, *duty_tells.dropped(own.matter, own.row, answered.called, desk.words_for))
        case State.CALLED:
            return (*called, *duty_tells.turned_down(own.matter, own.row, answered.called, desk.words_for))
    return ()


# ---------------------------------------------------------------- how it stands


def show(step: MyDuty, desk: Desk) -> tuple[Reply, ...]:
    own = mine(step.answer_id, desk)
    if own is None:
        return nothing_here(desk)
    return (_card(own, desk),)


def _card(own: Mine, desk: Desk) -> Text:
    t, row = desk.words, own.row
    lines = (text.standing(own.matter, row, t), text.brief(own.matter, t))
    pair = [duty_tells.yes(row.id, t)] if row.state in _MAY_COME else []
    if row.late_minutes:
        pair.append(duty_tells.in_time(row.id, t))
    if row.state in _MAY_NOT:
        pair.append(duty_tells.no(row.id, t))
    choices = (tuple(pair),) if own.matter.is_open else ()
    return Text("\n".join(lines), (*choices, (Button(t.button("Menu"), "menu"),)))
