"""Announcements until they leave: composed step by step, shown as people get them, approved, and sent on their way."""

from bot.chat import Reply, Said, SentFile
from bot.flows.announcements.drafting import card, links, listing, rights, sending, start, times, wording
from bot.flows.announcements.drafting.steps import (
    AnnouncementCard,
    AnnouncementList,
    Attaching,
    ChangingAnnouncement,
    ChoosingSender,
    ChoosingTemplate,
    ChoosingTopic,
    DiscardingAnnouncement,
    Linking,
    ReturningAnnouncement,
    SayingTooLate,
    SendingSurely,
    Timing,
    Wording,
    WritingNew,
)
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move
from bot.flows.entry_points import Opened, row_id
from bot.flows.rights import nothing_here, organised
from bot.flows.step import Step
from domain.announcements import Stage
from storage.announcements.announcements import AnnouncementRow

_NEW = "n"
_COPY = "c"
_OnePlace = (
    AnnouncementCard
    | ChoosingTopic
    | ChangingAnnouncement
    | Wording
    | Attaching
    | Linking
    | Timing
    | SayingTooLate
    | SendingSurely
    | ReturningAnnouncement
    | DiscardingAnnouncement
)


def hear(step: Step, event: Happening, desk: Desk) -> Move | None:
    match step:
        case AnnouncementList():
            return listing.hear(step, event, desk)
        case ChoosingSender() | WritingNew() | ChoosingTemplate():
            if not start.may(step, desk):
                return rights.without_role(event, 0, desk)
            return start.hear(step, event, desk)
        case (
            AnnouncementCard()
            | ChoosingTopic()
            | ChangingAnnouncement()
            | Wording()
            | Attaching()
            | Linking()
            | Timing()
            | SayingTooLate()
            | SendingSurely()
            | ReturningAnnouncement()
            | DiscardingAnnouncement()
        ):
            return _of_one(step, event, desk)
    raise AssertionError(step)


def _of_one(step: _OnePlace, event: Happening, desk: Desk) -> Move | None:
    """Take a step with an announcement that is there and in the person's hands."""
    if not isinstance(event, Chose | Said | SentFile):
        return None
    row = rights.locked(step.announcement_id, desk)
    if row is None:
        return rights.without_role(event, step.announcement_id, desk)
    match step:
        case AnnouncementCard() if row.stage is not Stage.DRAFT:
            return sending.hear(row, event, desk)
        case ReturningAnnouncement():
            return sending.give_back(step, row, event, desk)
        case AnnouncementCard():
            return card.hear(row, event, desk) or wording.continued(step, row, event, desk)
    if row.stage is not Stage.DRAFT:
        return _too_late(row, event, desk)
    return _of_a_draft(step, row, event, desk)


def _too_late(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    """Show how it stands by now: a fellow organiser has sent it on its way meanwhile."""
    if isinstance(event, Chose) and event.choice == "menu":
        return None
    return Go(AnnouncementCard(row.id), before=(rights.overtaken(desk),))


def _of_a_draft(step: _OnePlace, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match step:
        case ChoosingTopic():
            chosen = card.choose_topic(step, row, event, desk)
            return chosen or wording.continued(step, row, event, desk)
        case Wording():
            return wording.word(step, row, event, desk)
        case Attaching():
            return wording.attach(step, row, event, desk)
        case Linking():
            return links.hear(step, row, event, desk)
        case Timing():
            return times.hear(step, row, event, desk)
        case SayingTooLate():
            return times.too_late(row, event, desk)
        case SendingSurely():
            return sending.surely(step, row, event, desk)
        case DiscardingAnnouncement():
            return card.discard(row, event, desk)
    return card.change(row, event, desk)


def show(step: Step, desk: Desk) -> tuple[Reply, ...]:
    match step:
        case AnnouncementList() if organised(desk):
            return (listing.screen(step, desk),)
        case AnnouncementList():
            return nothing_here(desk)
        case ChoosingSender() | WritingNew() | ChoosingTemplate():
            may = start.may(step, desk)
            return (start.question(step, desk),) if may else nothing_here(desk)
        case (
            AnnouncementCard(announcement_id)
            | ChoosingTopic(announcement_id)
            | ChangingAnnouncement(announcement_id)
            | Wording(announcement_id)
            | Attaching(announcement_id)
            | Linking(announcement_id)
            | Timing(announcement_id)
            | SayingTooLate(announcement_id)
            | SendingSurely(announcement_id)
            | ReturningAnnouncement(announcement_id)
            | DiscardingAnnouncement(announcement_id)
        ):
            row = rights.seen(announcement_id, desk)
            return nothing_here(desk) if row is None else (_screen(step, row, desk),)
    raise AssertionError(step)


def _screen(step: _OnePlace, row: AnnouncementRow, desk: Desk) -> Reply:
    if isinstance(step, ReturningAnnouncement) and rights.approves(row, desk):
        return sending.why_return(desk)
    if row.stage is not Stage.DRAFT:
        return sending.card(row, desk)
    return _of_draft(step, row, desk)


def _of_draft(step: _OnePlace, row: AnnouncementRow, desk: Desk) -> Reply:
    match step:
        case ChoosingTopic():
            return card.topics(step, row, desk)
        case ChangingAnnouncement():
            return card.parts(desk)
        case Wording():
            return wording.words_wanted(step, row, desk)
        case Attaching():
            return wording.attaching(step, row, desk)
        case Linking():
            return links.question(step, row, desk)
        case Timing():
            return times.question(step, row, desk)
        case SayingTooLate():
            return times.asking_too_late(row, desk)
        case SendingSurely():
            return sending.sure(row, desk)
        case DiscardingAnnouncement():
            return card.discarding(row, desk)
    return card.card(row, desk)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the list or, by its number, one; begin a new one ("n"), one like another ("c5"), for an activity ("a5")."""
    if not opened.choice:
        return listing.listing(desk)
    if opened.choice == _NEW:
        return start.begin(desk)
    if opened.choice.startswith(_COPY):
        return start.copy(row_id(opened.choice.removeprefix(_COPY)), desk)
    if opened.choice.startswith(start.ABOUT):
        return start.about(row_id(opened.choice.removeprefix(start.ABOUT)), desk)
    return listing.opened(opened.row_id, desk)


FLOW = Flow(
    "j",
    (
        AnnouncementList,
        AnnouncementCard,
        ChoosingSender,
        WritingNew,
        ChoosingTemplate,
        ChoosingTopic,
        ChangingAnnouncement,
        Wording,
        Attaching,
        Linking,
        Timing,
        SayingTooLate,
        SendingSurely,
        ReturningAnnouncement,
        DiscardingAnnouncement,
    ),
    hear,
    show,
    opens,
)
