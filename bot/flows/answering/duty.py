"""A duty as a question: whether a volunteer comes."""

from dataclasses import dataclass
from datetime import date

from bot.chat import Button, Text
from bot.flows.answering.passing_on import Behind, asked_again, passed_on
from bot.flows.answering.question import Heard, Standing
from bot.flows.desk import Desk, Go, Move, Remain
from bot.flows.duties import own as own_duty
from bot.flows.duties import tells as duty_tells
from bot.flows.duties import text as duty_text
from bot.flows.duties.rights import Mine
from bot.flows.duties.steps import MyDuty
from bot.texts import Words
from domain.answers import Meaning, Saying
from domain.duties import State


@dataclass(frozen=True, slots=True)
class DutyQuestion:
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

    def hears(self, heard: Heard) -> bool:
        """Hear yes and no; that something is noted wrongly only where something was noted."""
        is_wrong = heard.meaning is not None and heard.meaning.saying is Saying.WRONG
        return heard.meaning is not None and not (is_wrong and self.standing is Standing.ASKED)

    def answer(self, heard: Heard, desk: Desk) -> Move:
        meaning = heard.meaning or Meaning(Saying.WRONG)
        match meaning.saying:
            case Saying.RECEIVED if self.own.matter.is_open:
                return self._received(desk)
            case Saying.WRONG:
                return Go(MyDuty(self.own.row.id))
        return own_duty.written(self.own, meaning, heard.text, desk)

    def open(self, _heard: Heard, _desk: Desk) -> Move:
        """Open where a tap says what was written though nobody has asked; nothing changes."""
        return Go(MyDuty(self.own.row.id))

    def pass_on(self, heard: Heard, desk: Desk) -> Move:
        over = "" if self.own.matter.is_open else own_duty.over(self.own, desk.words)
        return passed_on(self.behind, heard.text, self._answers(desk.words), over, desk)

    @property
    def behind(self) -> Behind:
        """Return who stands behind it."""
        matter = self.own.matter
        return Behind(
            self.about,
            matter.activity.unit_id,
            lambda t: duty_text.line(matter, t),
            lambda t: duty_tells.see(matter, t),
            self.standing is Standing.ASKED,
        )

    @property
    def begins_at(self) -> float:
        return self.own.matter.duty.task.starts_at

    def is_coming(self, _desk: Desk) -> bool:
        """Tell whether the volunteer has said yes."""
        return self._is_coming

    def _received(self, desk: Desk) -> Remain:
        """Ask back where a yes or no is waited for; else look forward to it."""
        t, what = desk.words, self.label(desk, desk.words)
        if self.standing is Standing.ASKED:
            said = t("Thank you for reading it. Are you coming? Please tap, so that others can plan: {what}", what=what)
            return Remain((), (asked_again(self.about, Text(said, (self._answers(t),)), desk),))
        return Remain((Text(t("All right. See you then: {what}", what=what) if self._is_coming else t("All right.")),))

    @property
    def _is_coming(self) -> bool:
        return self.own.row.state in {State.COMING, State.RESERVE}

    def _answers(self, t: Words) -> tuple[Button, ...]:
        """Offer yes and no; to who has said one of them only the other."""
        yes, no = duty_tells.yes(self.own.row.id, t), duty_tells.no(self.own.row.id, t)
        if self.standing is Standing.ASKED:
            return yes, no
        return (no,) if self._is_coming else (yes,)
