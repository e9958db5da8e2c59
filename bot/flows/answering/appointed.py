"""What a seat and a duty have in common as questions: a yes or a no, that it was read, and who stands behind it."""

from abc import ABC, abstractmethod

from bot.chat import Button, Text
from bot.flows.answering.passing_on import Behind, asked_again, passed_on
from bot.flows.answering.question import Heard, Standing
from bot.flows.desk import Desk, Move, Remain
from bot.texts import Words
from domain.said.answers.answers import Saying


class Appointed(ABC):
    """The base of questions whether somebody comes."""

    __slots__ = ()

    standing: Standing

    @property
    @abstractmethod
    def about(self) -> str: ...

    @abstractmethod
    def behind(self, desk: Desk) -> Behind:
        """Return who stands behind it."""

    @property
    @abstractmethod
    def begins_at(self) -> float:
        """Return when it begins, in seconds since 1970."""

    @abstractmethod
    def is_coming(self, desk: Desk) -> bool:
        """Tell whether this person is expected there."""

    @abstractmethod
    def label(self, desk: Desk, t: Words) -> str: ...

    @abstractmethod
    def answers(self, t: Words) -> tuple[Button, ...]:
        """Return the buttons that say yes and no; to who has said one of them only the other."""

    @abstractmethod
    def over(self, desk: Desk) -> str:
        """Say, as HTML, that there is nothing left to be answered; "" where there is."""

    def hears(self, heard: Heard) -> bool:
        """Hear yes and no; that something is noted wrongly only where something was noted."""
        is_wrong = heard.meaning is not None and heard.meaning.saying is Saying.WRONG
        return heard.meaning is not None and not (is_wrong and self.standing is Standing.ASKED)

    def pass_on(self, heard: Heard, desk: Desk) -> Move:
        return passed_on(self.behind(desk), heard.text, self.answers(desk.words), self.over(desk), desk)

    def received(self, desk: Desk) -> Remain:
        """Ask back where a yes or no is waited for; else look forward to it."""
        t, what = desk.words, self.label(desk, desk.words)
        if self.standing is Standing.ASKED:
            said = t("Thank you for reading it. Are you coming? Please tap, so that others can plan: {what}", what=what)
            return Remain((), (asked_again(self.about, Text(said, (self.answers(t),)), desk),))
        forward = t("All right. See you then: {what}", what=what) if self.is_coming(desk) else t("All right.")
        return Remain((Text(forward),))
