"""How an activity was, as a question that is open for a week."""

from dataclasses import dataclass
from typing import Final

from bot.flows.activities import text
from bot.flows.afterwards import rating
from bot.flows.answering.question import Heard, Standing
from bot.flows.desk import Desk, Move
from bot.texts import Words
from storage.activities.activities import ActivityRow

_FRESH_S: Final = 2 * 86_400.0


@dataclass(frozen=True, slots=True)
class RatingQuestion:
    """How it was: stars, and words beside them."""

    row: ActivityRow
    standing: Standing = Standing.TOLD
    takes_words: bool = False

    @property
    def fresh_until(self) -> float:
        return self.row.ends_at + _FRESH_S

    @property
    def about(self) -> str:
        return f"rating:{self.row.id}"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.row.title,)

    def day(self, _desk: Desk) -> None:
        """Name none: it is over, and a day beside the stars is of something else."""

    def label(self, desk: Desk, t: Words) -> str:
        return t.plain("How it was: {activity}", activity=text.headline(self.row, desk.now.tzinfo, t))

    def hears(self, heard: Heard) -> bool:
        return heard.rated is not None

    def answer(self, heard: Heard, desk: Desk) -> Move:
        return rating.rated(self.row, heard.rated, desk) if heard.rated else self.pass_on(heard, desk)

    def pass_on(self, heard: Heard, desk: Desk) -> Move:
        """Ask how many stars go with the words: without any there is nothing to add them to."""
        return rating.ask_stars(self.row.id, heard.said, desk)
