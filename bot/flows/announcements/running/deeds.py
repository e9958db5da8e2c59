"""What an organiser does with an announcement on its way: pause, resume, stop, recall, send again; asked once more."""

from collections.abc import Mapping
from typing import Final

from bot.chat import Button, Buttons, Text
from bot.flows.announcement_titles import brief
from bot.flows.announcements import rights
from bot.flows.announcements.steps import AnnouncedCard, AnnouncedSurely, Irrevocable
from bot.flows.desk import Chose, Desk, Go, Happening, Move, Tell
from bot.flows.entry_points import EntryPoint
from bot.flows.persons import colleague
from bot.texts import Words
from domain.announcements.announcements import MISSED, ROWS, Standing, Verb
from domain.lifecycle import NotPossibleError
from storage.announcements import announcements, ledgers, mailings
from storage.announcements.announcements import AnnouncementRow
from storage.announcements.ledgers import Ledger

DELETED_WITHIN_S: Final = 172_800.0
"""So long after it was sent a message can be deleted: the Bot API's `deleteMessage`."""

VERBS: Final[Mapping[Irrevocable, Verb]] = {
    Irrevocable.STOP: Verb.STOP,
    Irrevocable.RECALL: Verb.RECALL,
    Irrevocable.AGAIN: Verb.AGAIN,
}


def can(row: AnnouncementRow, verb: Verb) -> bool:
    return row.stage in ROWS[verb].before


def can_go_again(row: AnnouncementRow, ledger: Ledger) -> bool:
    """Tell whether there is anybody to send it to again."""
    return can(row, Verb.AGAIN) and missed(ledger, MISSED) > 0


def missed(ledger: Ledger, standings: frozenset[Standing]) -> int:
    return sum(ledger.by.get(one, 0) for one in standings)


def do(row: AnnouncementRow, verb: Verb, message_id: int, desk: Desk) -> Move:
    """Do it and show the card; what somebody else has done meanwhile is shown instead."""
    try:
        announcements.do(desk.unit, row.id, verb, desk.deed())
    except NotPossibleError:
        return Go(AnnouncedCard(row.id), before=(rights.overtaken(desk),))
    return Go(AnnouncedCard(row.id), replaces=message_id, tells=_told(row, verb, desk))


def _told(row: AnnouncementRow, verb: Verb, desk: Desk) -> tuple[Tell, ...]:
    """Tell those who answer for it that somebody else has taken it back."""
    others = rights.others_concerned(row, desk) if verb is Verb.RECALL else []
    return tuple(Tell(chat_id, _recalled(row, desk, desk.words_for(chat_id))) for chat_id in others)


def _recalled(row: AnnouncementRow, desk: Desk, t: Words) -> Text:
    who = colleague(desk.unit, desk.person.chat_id, t)
    said = t("Taken back from every chat by {who}: “{title}”", who=who, title=brief(row, t))
    return Text(said, ((Button(t.button("How it goes"), EntryPoint.ANNOUNCED.data(row.id)),),))


def hear(step: AnnouncedSurely, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match event:
        case Chose("back", message_id):
            return Go(AnnouncedCard(row.id), replaces=message_id)
        case Chose("yes", message_id) if step.deed is Irrevocable.AGAIN:
            return _again(row, MISSED, message_id, desk)
        case Chose("sure", message_id) if step.deed is Irrevocable.AGAIN:
            return _again(row, MISSED - {Standing.UNKNOWN}, message_id, desk)
        case Chose("yes", message_id):
            return do(row, VERBS[step.deed], message_id, desk)
    return None


def _again(row: AnnouncementRow, standings: frozenset[Standing], message_id: int, desk: Desk) -> Move:
    mailing = mailings.of(desk.unit, row.id)
    if mailing is None or not can_go_again(row, ledgers.ledger(desk.unit, row.id)):
        return Go(AnnouncedCard(row.id), before=(rights.overtaken(desk),))
    moved = do(row, Verb.AGAIN, message_id, desk)
    mailings.again(desk.unit, mailing.id, standings, desk.now.timestamp())
    return moved


def show(step: AnnouncedSurely, row: AnnouncementRow, desk: Desk) -> Text:
    """Ask, and say what follows; where it is possible no longer, only the way back is left."""
    t, ledger = desk.words, ledgers.ledger(desk.unit, row.id)
    possible = can_go_again(row, ledger) if step.deed is Irrevocable.AGAIN else can(row, VERBS[step.deed])
    back = Button(t.button("Back"), "back")
    if not possible:
        return Text(t("That is not possible any more."), ((back,),))
    lines, sure = _question(step.deed, row, ledger, desk)
    return Text("\n".join(lines), (*sure, (back,)))


def _question(deed: Irrevocable, row: AnnouncementRow, ledger: Ledger, desk: Desk) -> tuple[list[str], Buttons]:
    t = desk.words
    match deed:
        case Irrevocable.STOP:
            return _stopping(ledger, t), ((Button(t.button("Stop it"), "yes"),),)
        case Irrevocable.RECALL:
            return _recalling(row, ledger, desk), ((Button(t.button("Take it back"), "yes"),),)
    return _going_again(row, ledger, desk)


def _stopping(ledger: Ledger, t: Words) -> list[str]:
    waiting = t.plural(
        "Really stop? {number} has not got it yet.", "Really stop? {number} have not got it yet.", ledger.pending
    )
    return [waiting, t("Whoever has it keeps it. It can be sent to the others later.")]


def _recalling(row: AnnouncementRow, ledger: Ledger, desk: Desk) -> list[str]:
    t, delivered = desk.words, ledger.by.get(Standing.DELIVERED, 0)
    lines = [
        t.plural(
            "Really take it back? It disappears from {number} chat.",
            "Really take it back? It disappears from {number} chats.",
            delivered,
        ),
        t("Nobody else gets it, and it cannot be sent again."),
    ]
    if row.began_at is not None and row.began_at + DELETED_WITHIN_S <= desk.now.timestamp():
        lines.append(t("What is older than 48 hours cannot be deleted; there its words are replaced."))
    return lines


def _going_again(row: AnnouncementRow, ledger: Ledger, desk: Desk) -> tuple[list[str], Buttons]:
    t = desk.words
    everybody, unknown = missed(ledger, MISSED), ledger.by.get(Standing.UNKNOWN, 0)
    lines = [
        t.plural(
            "Send it again to {number} person who missed it?",
            "Send it again to {number} people who missed it?",
            everybody,
        ),
        t("Who wants none of this topic is not among them."),
    ]
    if row.not_after is not None and row.not_after <= desk.now.timestamp():
        lines.append(t("The time after which nobody was to get it is over; it goes out all the same."))
    choices = [Button(t.button("Send to {number}", number=everybody), "yes")]
    if unknown:
        lines.append(
            t.plural(
                "{number} of them may read it twice: perhaps it had arrived.",
                "{number} of them may read it twice: perhaps it had arrived.",
                unknown,
            )
        )
    if 0 < unknown < everybody:
        choices.append(Button(t.button("Without the unsure: {number}", number=everybody - unknown), "sure"))
    return lines, (tuple(choices),)
