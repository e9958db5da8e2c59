"""A volunteer answers: comes, does not, comes late, drops out; by a tap or in words, and in any order of mind."""

from bot.chat import Text
from bot.flows.desk import Desk, Go, Happening, Move, Remain, Tell
from bot.flows.duties import duties_button, text
from bot.flows.duties import tells as duty_tells
from bot.flows.duties.rights import Mine, mine
from bot.flows.duties.steps import MyDuty
from bot.flows.entry_points import Opened
from bot.flows.keyboards import to_menu
from bot.flows.rights import forbid
from bot.flows.typed import readable
from bot.texts import Words
from domain.activities.duties import State
from domain.said.answers.answers import Meaning, Saying
from storage.activities import duties
from storage.activities.duties import Noted

_MAY_COME = frozenset({State.ASKED, State.CALLED, State.DECLINED, State.DROPPED, State.LAPSED})
_MAY_NOT = frozenset({State.ASKED, State.CALLED, State.COMING, State.RESERVE})


def opened(opened: Opened, desk: Desk) -> Move:
    """Show how the answer stands."""
    if mine(opened.row_id, desk) is None:
        return forbid(f"duty_answer:{opened.row_id}", desk)
    return Go(MyDuty(opened.row_id))


def taken(opened: Opened, desk: Desk) -> Move:
    """Take a tapped yes, which takes a lateness back."""
    return _answered(opened.row_id, Saying.COMES, desk)


def declined(opened: Opened, desk: Desk) -> Move:
    """Take a tapped no."""
    return _answered(opened.row_id, Saying.DOES_NOT, desk)


def _answered(number: int, saying: Saying, desk: Desk) -> Move:
    own = mine(number, desk)
    if own is None:
        return forbid(f"duty_answer:{number}", desk)
    if not own.matter.is_open:
        return Remain((Text(over(own, desk.words)),))
    return Go(MyDuty(number), tells=_settled(own, Meaning(saying), "", desk))


def written(own: Mine, meaning: Meaning, typed: str, desk: Desk) -> Remain:
    """Take a written answer, and say back what was understood."""
    t = desk.words
    if not own.matter.is_open:
        return Remain((Text(over(own, t)),))
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
    return own.row.state is State.COMING and meaning.saying is Saying.COMES and not meaning.late_minutes


def over(own: Mine, t: Words) -> str:
    """Say, as HTML, that there is nothing left to be answered."""
    return f"{t('This duty is over or called off. Thank you for your answer.')}\n{text.brief(own.matter, t)}"


def _settled(own: Mine, meaning: Meaning, words: str, desk: Desk) -> tuple[Tell, ...]:
    """Write the answer down and return what others are to be told of it."""
    duty_id, chat_id, now = own.row.duty_id, own.row.chat_id, desk.now.timestamp()
    if meaning.saying is Saying.COMES:
        duties.come(desk.unit, duty_id, chat_id, now, Noted(meaning.late_minutes, words))
        return duty_tells.stepped_in(own.matter, own.row, desk.words_for) if own.row.state is State.CALLED else ()
    answered = duties.decline(desk.unit, duty_id, chat_id, now, words=words)
    called = duty_tells.called(own.matter, answered.called, desk.words_for)
    match own.row.state:
        case State.COMING:
            return (*called, *duty_tells.dropped(own.matter, own.row, answered.called, desk.words_for))
        case State.CALLED:
            return (*called, *duty_tells.turned_down(own.matter, own.row, answered.called, desk.words_for))
    return ()


def show(_step: MyDuty, own: Mine, desk: Desk) -> Text:
    t, row = desk.words, own.row
    lines = (text.standing(own.matter, row, t), text.facts(own.matter, t))
    pair = [duty_tells.yes(row.id, t)] if row.state in _MAY_COME else []
    if row.late_minutes:
        pair.append(duty_tells.in_time(row.id, t))
    if row.state in _MAY_NOT:
        pair.append(duty_tells.no(row.id, t))
    choices = (tuple(pair),) if own.matter.is_open else ()
    return Text("\n".join(lines), (*choices, (duties_button.my_duties(t), to_menu(desk))))


def hear(_step: MyDuty, _own: Mine, _event: Happening, _desk: Desk) -> None:
    """Leave everything to the lasting buttons."""
