"""A seat as a question: whether somebody comes to an activity, or takes the place that is kept."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.chat import Button, Text
from bot.flows.activities import buttons, signing_up, text
from bot.flows.activities.scene import scene, standing
from bot.flows.activities.steps import ActivityCard, GivingReason
from bot.flows.answering.appointed import Appointed
from bot.flows.answering.passing_on import Behind
from bot.flows.answering.question import Heard, Standing
from bot.flows.desk import Desk, Go, Move, Remain
from bot.flows.entry_points import EntryPoint
from bot.flows.moments import local
from bot.flows.typed import readable
from bot.texts import Words
from domain.activities.activities import Stage
from domain.activities.seats import COMING
from domain.said.answers.answers import Meaning, Saying
from storage.activities import signup_reading, signups
from storage.activities.activities import ActivityRow


@dataclass(frozen=True, slots=True)
class ActivityQuestion(Appointed):
    """Whether somebody comes to an activity, or takes the seat that is kept."""

    row: ActivityRow
    standing: Standing = Standing.KNOWN
    fresh_until: float = 0.0
    takes_words: bool = False

    @property
    def about(self) -> str:
        return f"activity:{self.row.id}"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.row.title,)

    def day(self, desk: Desk) -> date:
        return local(self.row.starts_at, desk.now.tzinfo).date()

    def label(self, desk: Desk, t: Words) -> str:
        return text.headline(self.row, desk.now.tzinfo, t)

    def answer(self, heard: Heard, desk: Desk) -> Move:
        card, meaning = ActivityCard(self.row.id, is_renewed=True), heard.meaning or Meaning(Saying.WRONG)
        match meaning.saying:
            case Saying.RECEIVED:
                return self.received(desk)
            case Saying.WRONG:
                return Go(card)
            case Saying.DOES_NOT:
                return signing_up.not_come(ActivityCard(self.row.id), 0, desk, heard.why)
        move = signing_up.come(ActivityCard(self.row.id), 0, desk)
        if not meaning.late_minutes:
            return move
        return self._late(meaning.late_minutes, heard, move, desk) or move

    def open(self, heard: Heard, desk: Desk) -> Move:
        """Open where a tap says what was written though nobody has asked; nothing changes."""
        card = ActivityCard(self.row.id)
        is_no = bool(heard.why) or (heard.meaning is not None and heard.meaning.saying is Saying.DOES_NOT)
        return Go(GivingReason(card, reason=heard.why) if is_no and self.is_coming(desk) else card)

    def behind(self, desk: Desk) -> Behind:
        row, zone = self.row, desk.now.tzinfo
        return Behind(
            self.about,
            self.about,
            row.unit_id,
            lambda t: text.headline(row, zone, t),
            lambda t: Button(t.button("See the activity"), EntryPoint.MANAGE.data(row.id)),
            self.standing is Standing.ASKED,
        )

    @property
    def begins_at(self) -> float:
        return self.row.starts_at

    def is_coming(self, desk: Desk) -> bool:
        mine = signup_reading.find(desk.unit, self.row.id, desk.person.chat_id)
        return mine is not None and mine.state in COMING

    def noted(self, heard: Heard, desk: Desk) -> Text:
        """Say back how it stands after an answer, without leaving where the person is."""
        t, seen = desk.words, scene(self.row.id, desk)
        lines = [
            t("“{typed}” — noted:", typed=readable(heard.text)),
            self._brief(desk),
            *(standing(seen) if seen else ()),
            t("If that is not right, just tell us."),
        ]
        return Text("\n".join(lines), ((self._correct(t),),))

    def _late(self, minutes: int, heard: Heard, move: Move, desk: Desk) -> Move | None:
        """Write down that somebody comes late, and say it back; None for who does not come at all."""
        row, chat_id = self.row, desk.person.chat_id
        mine = signup_reading.find(desk.unit, row.id, chat_id)
        if mine is None or mine.state not in COMING or not self._is_on(desk):
            return None
        signups.be_late(desk.unit, row.id, chat_id, minutes)
        t = desk.words
        arrival = local(row.starts_at, desk.now.tzinfo) + timedelta(minutes=minutes)
        noted = t(
            "“{typed}” — noted: {activity}, you come at about {clock}.",
            typed=readable(heard.text),
            activity=self.label(desk, t),
            clock=t.clock(arrival),
        )
        said = f"{noted}\n{t('If that is not right, just tell us.')}"
        return Remain((Text(said, ((self._correct(t),),)),), move.tells)

    def _is_on(self, desk: Desk) -> bool:
        return self.row.stage is Stage.PUBLISHED and desk.now.timestamp() < self.row.ends_at

    def _brief(self, desk: Desk) -> str:
        return text.brief(desk.unit, self.row, desk.now.tzinfo, desk.words)

    def over(self, desk: Desk) -> str:
        if self._is_on(desk):
            return ""
        t, is_off = desk.words, self.row.stage is Stage.CANCELLED
        said = t("This activity has been called off.") if is_off else t("This activity is over.")
        return f"{said}\n{self._brief(desk)}"

    def answers(self, t: Words) -> tuple[Button, ...]:
        come, excuse = buttons.come(self.row.id, t), buttons.excuse(self.row.id, t)
        return (excuse,) if self.standing is Standing.TOLD else (come, excuse)

    def _correct(self, t: Words) -> Button:
        return Button(t.button("Correct it"), EntryPoint.ACTIVITY.data(self.row.id))
