"""A duty as a question: whether a volunteer comes."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.chat import Button
from bot.flows.answering.appointed import Appointed
from bot.flows.answering.passing_on import Behind, offered
from bot.flows.answering.question import Heard, Standing
from bot.flows.desk import Desk, Go, Move
from bot.flows.duties import own as own_duty
from bot.flows.duties import tells as duty_tells
from bot.flows.duties import text as duty_text
from bot.flows.duties.rights import Mine
from bot.flows.duties.steps import MyDuty
from bot.texts import Words
from domain.activities.duties import State
from domain.said.answers.answers import Meaning, Saying

_IS_COMING: Final = frozenset({State.COMING, State.RESERVE})


@dataclass(frozen=True, slots=True)
class DutyQuestion(Appointed):
    """Whether a volunteer comes."""

    own: Mine
    standing: Standing = Standing.KNOWN
    fresh_until: float = 0.0
    takes_words: bool = False

    @property
    def about(self) -> str:
        return f"duty_answer:{self.own.row.id}"

    @property
    def names(self) -> tuple[str, ...]:
        return self.own.matter.duty.task.name, self.own.matter.activity.title

    def day(self, _desk: Desk) -> date:
        return self.own.matter.begins.date()

    def label(self, _desk: Desk, t: Words) -> str:
        return duty_text.line(self.own.matter, t)

    def answer(self, heard: Heard, desk: Desk) -> Move:
        meaning = heard.meaning or Meaning(Saying.WRONG)
        match meaning.saying:
            case Saying.RECEIVED if self.own.matter.is_open:
                return self.received(desk)
            case Saying.WRONG:
                return Go(MyDuty(self.own.row.id))
        return own_duty.written(self.own, meaning, heard.text, desk)

    def open(self, _heard: Heard, _desk: Desk) -> Move:
        """Open where a tap says what was written though nobody has asked; nothing changes."""
        return Go(MyDuty(self.own.row.id))

    def over(self, desk: Desk) -> str:
        return "" if self.own.matter.is_open else own_duty.over(self.own, desk.words)

    def behind(self, _desk: Desk) -> Behind:
        matter = self.own.matter
        return Behind(
            self.about,
            f"activity:{matter.activity.id}",
            matter.activity.unit_id,
            lambda t: duty_text.line(matter, t),
            lambda t: duty_tells.see(matter, t),
            self.standing is Standing.ASKED,
        )

    def offer(self, words: str, key: str, desk: Desk) -> Move:
        """Offer to pass on these words, which are kept under this key."""
        return offered(self.behind(desk), words, key, self.answers(desk.words), desk)

    @property
    def begins_at(self) -> float:
        return self.own.matter.duty.task.starts_at

    def is_coming(self, _desk: Desk) -> bool:
        return self.own.row.state in _IS_COMING

    def answers(self, t: Words) -> tuple[Button, ...]:
        yes, no = duty_tells.yes(self.own.row.id, t), duty_tells.no(self.own.row.id, t)
        if self.standing is Standing.ASKED:
            return yes, no
        return (no,) if self.own.row.state in _IS_COMING else (yes,)
