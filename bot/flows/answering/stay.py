"""What is asked about a temporary affiliation: by the centre, by whoever returned it, and once a year by the house."""

from dataclasses import dataclass
from typing import ClassVar, Final

from bot.chat import Button, Text
from bot.flows.affiliating import mine
from bot.flows.affiliating.steps import ChoosingEnding
from bot.flows.answering.passing_on import asked_again
from bot.flows.answering.question import Heard, Undated
from bot.flows.desk import Desk, Go, Move, Remain
from bot.flows.entry_points import EntryPoint
from bot.flows.mail import writing_in
from bot.flows.mail.words import kept_of
from bot.flows.reviewing import questions
from bot.flows.typed import readable
from bot.texts import Words
from domain.said.answers.answers import Saying, is_courtesy, still_there
from storage.affiliations.affiliations import AffiliationRow, StepRow
from storage.people.questions import QuestionRow
from storage.places import places

WEEK_S: Final = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class CentreQuestion(Undated):
    """What an organiser asks about a request: the words are the answer."""

    row: QuestionRow
    takes_words: ClassVar[bool] = True

    @property
    def fresh_until(self) -> float:
        return self.row.asked_at + WEEK_S

    @property
    def about(self) -> str:
        return f"question:{self.row.id}"

    def label(self, _desk: Desk, t: Words) -> str:
        return t.plain("The centre's question: {question}", question=readable(self.row.question, 40))

    def hears(self, heard: Heard) -> bool:
        return heard.meaning is not None

    def answer(self, heard: Heard, desk: Desk) -> Move:
        """Take any words; but that it was read, and thanks, are no answer."""
        if _says_nothing(heard):
            return _once_more(self, self.row.question, questions.answer_button(self.row.id, desk.words), desk)
        return questions.written(self.row, heard.text, desk)

    def pass_on(self, heard: Heard, desk: Desk) -> Move:
        return self.answer(heard, desk)


@dataclass(frozen=True, slots=True)
class ReturnedRequest(Undated):
    """A request that came back because something is to be added: the words are the addition."""

    row: AffiliationRow
    asked: StepRow
    takes_words: ClassVar[bool] = True

    @property
    def fresh_until(self) -> float:
        return self.row.state_since + WEEK_S

    @property
    def about(self) -> str:
        return f"affiliation:{self.row.id}"

    def label(self, _desk: Desk, t: Words) -> str:
        return t.plain("Your request, to be completed: {reason}", reason=readable(self.asked.reason, 40))

    def hears(self, _heard: Heard) -> bool:
        """Hear no yes and no no: nothing of the kind was asked."""
        return False

    def answer(self, heard: Heard, desk: Desk) -> Move:
        """Take any words; but that it was read, a yes and thanks add nothing."""
        if _says_nothing(heard) or heard.meaning is not None:
            t = desk.words
            see = Button(t.button("See the request"), EntryPoint.MY_AFFILIATION.data("resume"))
            return _once_more(self, self.asked.reason, see, desk)
        return questions.added(self.row, self.asked, heard.text, desk)

    def pass_on(self, heard: Heard, desk: Desk) -> Move:
        return self.answer(heard, desk)


@dataclass(frozen=True, slots=True)
class StillHere(Undated):
    """The yearly question whether somebody still takes part there."""

    row: AffiliationRow

    @property
    def fresh_until(self) -> float:
        return self.row.state_since + WEEK_S

    @property
    def about(self) -> str:
        return f"affiliation:{self.row.id}"

    def label(self, desk: Desk, t: Words) -> str:
        point = places.point(desk.unit, self.row.point_id)
        return t.plain("Do you still take part at {point}?", point=point.name if point else "…")

    def hears(self, heard: Heard) -> bool:
        return still_there(heard.text) is not None

    def answer(self, heard: Heard, desk: Desk) -> Move:
        """Take a yes; a no asks how it ends, which only a tap says."""
        return mine.begin("still", desk) if still_there(heard.text) else Go(ChoosingEnding(self.row.id))

    def pass_on(self, heard: Heard, desk: Desk) -> Move:
        """Bring it to the centre as a letter, as the question promises."""
        kept, t = kept_of(heard.said), desk.words
        still = Button(t.button("Yes, all as before"), EntryPoint.STILL_HERE.data())
        again = asked_again(self.about, Text(t("If nothing else has changed, one tap is enough:"), ((still,),)), desk)
        sent = writing_in.posted(self.row.unit_id, kept, desk, self.about) if kept else Remain(())
        return Remain(sent.replies, (again, *sent.tells))


def _says_nothing(heard: Heard) -> bool:
    is_read = heard.meaning is not None and heard.meaning.saying is Saying.RECEIVED
    return is_read or is_courtesy(heard.text)


def _once_more(question: CentreQuestion | ReturnedRequest, asked: str, button: Button, desk: Desk) -> Remain:
    """Ask once more what is still to be answered."""
    t = desk.words
    said = t("Thank you for reading it. This is still open; just type your answer:")
    shown = Text(f"{said}\n{t('“{question}”', question=readable(asked, questions.MOST))}", ((button,),))
    return Remain((), (asked_again(question.about, shown, desk),))
