"""A letter that the centre has answered: what the member writes next goes on in the same thread."""

from dataclasses import dataclass
from typing import ClassVar, Final

from bot.chat import Text
from bot.flows.answering.question import Heard, Standing, Undated
from bot.flows.desk import Desk, Move, Remain
from bot.flows.mail import text as mail_text
from bot.flows.mail import writing_in
from bot.texts import Words
from domain.said.answers.answers import Saying
from storage.announcements.threads import ThreadRow

FRESH_S: Final = 7 * 86_400.0
"""So long after the centre's answer words that nobody else understands are perhaps about it."""

_NEW_S: Final = 86_400.0
"""So long they go on in its thread by themselves."""


@dataclass(frozen=True, slots=True)
class Letter(Undated):
    """A thread whose last word is the centre's."""

    row: ThreadRow
    answered_at: float = 0.0
    standing: ClassVar[Standing] = Standing.TOLD

    @property
    def fresh_until(self) -> float:
        return self.answered_at + FRESH_S

    def is_new(self, now: float) -> bool:
        """Tell whether what is written now is surely about it."""
        return now < self.answered_at + _NEW_S

    @property
    def about(self) -> str:
        return f"thread:{self.row.id}"

    def label(self, desk: Desk, t: Words) -> str:
        return t.plain("The answer of {unit}", unit=mail_text.unit_name(desk.unit, self.row.unit_id))

    def hears(self, heard: Heard) -> bool:
        """Hear yes and no too: the centre may have asked for one."""
        return heard.meaning is not None and heard.meaning.saying is not Saying.WRONG

    def answer(self, heard: Heard, desk: Desk) -> Move:
        if heard.meaning is not None and heard.meaning.saying is Saying.RECEIVED:
            return Remain((Text(desk.words("All right. If anything else comes up, just write.")),))
        return self.pass_on(heard, desk)

    def pass_on(self, heard: Heard, desk: Desk) -> Move:
        move = writing_in.replied(heard.said, "thread", str(self.row.id), desk)
        return move or Remain(())
