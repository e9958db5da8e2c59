"""What is written about the list or the card that was shown last: turned over, on a map, one of its lines."""

from bot.chat import Said, Text
from bot.flows.activities.steps import ActivityCard, ActivityList, SayingSpot
from bot.flows.answering import facts
from bot.flows.crossroads.heard import Heard, of_sentences
from bot.flows.crossroads.tapping import line, lines_of, list_of
from bot.flows.desk import Chose, Go, Move
from bot.flows.points import NearestList, PointCard, SayingWhere
from domain.said.questions.follow_ups import Turn, turn
from domain.said.writing.ordinals import line_within


@of_sentences
def turned_over(heard: Heard, said: Said) -> Move | None:
    """Hear what leads on or back within what was shown last."""
    at = heard.topic
    wanted = turn(said.text) if at is not None else None
    if wanted is None or at is None:
        return None
    shown = list_of(heard)
    match wanted:
        case Turn.NEXT | Turn.PREVIOUS if shown is not None:
            return _page(shown, "next" if wanted is Turn.NEXT else "previous")
        case Turn.LIST if shown is not None:
            return Go(shown.step)
        case Turn.ANOTHER if shown is not None:
            return _another(at, shown)
        case Turn.MAP if isinstance(at.step, PointCard):
            return at.at_hand(Chose("map", 0))
        case Turn.MAP | Turn.THIS:
            return _this(at)
        case Turn.ELSEWHERE:
            return _elsewhere(at)
    return None


def _another(at: Heard, shown: Heard) -> Move | None:
    """Open the line after the one that is open, or turn the page."""
    match at.step:
        case PointCard(row_id) | ActivityCard(row_id):
            numbers = [button.label for button in lines_of(shown) if button.data == str(row_id)]
            following = line(shown, int(numbers[0]) + 1) if numbers else None
            return following or _page(shown, "next")
    return _page(shown, "next")


def _page(shown: Heard, where: str) -> Move | None:
    """Turn a page of the list; where there is no more, say so and stay."""
    if any(button.data == where for reply in shown.shown for row in reply.buttons for button in row):
        return shown.at_hand(Chose(where, 0))
    return Go(shown.step, before=(Text(shown.desk.words("That was all. There are no more on this list.")),))


def _this(at: Heard) -> Move:
    """Open the only line of a list, or ask which; a card is shown again, with its pin."""
    lines = lines_of(at)
    if len(lines) == 1:
        return line(at, int(lines[0].label)) or Go(at.step)
    said = at.desk.words("Which one? Tap its number, or write it.")
    return Go(at.step, before=(Text(said),) if lines else ())


def _elsewhere(at: Heard) -> Move:
    match at.step:
        case ActivityList() as listed:
            return Go(SayingSpot(listed))
        case NearestList() as shown:
            return Go(shown.elsewhere())
        case PointCard(from_nearest=NearestList() as shown):
            return Go(shown.elsewhere())
    return Go(SayingWhere())


@of_sentences
def line_spoken_of(heard: Heard, said: Said) -> Move | None:
    """Answer a question about one line of the list that was shown last, at its card."""
    shown = list_of(heard)
    found = line_within(said.text) if shown is not None else None
    if found is None or shown is None:
        return None
    number, rest = found
    chosen = line(shown, number)
    if not isinstance(chosen, Go):
        none_such = heard.desk.words("There is no number {number} here.", number=number)
        return Go(shown.step, before=(Text(none_such),))
    about = Said(rest)
    told = facts.asked(about, chosen.step, heard.desk, is_free=True)
    return told or facts.wondered(about, chosen.step, heard.desk) or chosen
