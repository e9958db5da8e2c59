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
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Opened, row_id
from bot.flows.reviewing import rights as review_rights
from bot.flows.whereabouts import Place
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


def step(place: Place, event: Happening, desk: Desk) -> Move | None:
    match place:
        case AnnouncementList():
            return listing.step(place, event, desk)
        case ChoosingSender() | WritingNew() | ChoosingTemplate():
            if not start.may(place, desk):
                return rights.without_role(event, 0, desk)
            return start.step(place, event, desk)
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
            return _of_one(place, event, desk)
    raise AssertionError(place)


def _of_one(place: _OnePlace, event: Happening, desk: Desk) -> Move | None:
    """Take a step with an announcement that is there and in the person's hands."""
    if not isinstance(event, Chose | Said | SentFile):
        return None
    row = rights.locked(place.announcement_id, desk)
    if row is None:
        return rights.without_role(event, place.announcement_id, desk)
    match place:
        case AnnouncementCard() if row.stage is not Stage.DRAFT:
            return sending.step(row, event, desk)
        case ReturningAnnouncement():
            return sending.give_back(place, row, event, desk)
        case AnnouncementCard():
            return card.step(row, event, desk) or wording.continued(place, row, event, desk)
    if row.stage is not Stage.DRAFT:
        return _too_late(row, event, desk)
    return _of_a_draft(place, row, event, desk)


def _too_late(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    """Show how it stands by now: a fellow organiser has sent it on its way meanwhile."""
    if isinstance(event, Chose) and event.choice == "menu":
        return None
    return Go(AnnouncementCard(row.id), before=(rights.overtaken(desk),))


def _of_a_draft(place: _OnePlace, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match place:
        case ChoosingTopic():
            chosen = card.choose_topic(place, row, event, desk)
            return chosen or wording.continued(place, row, event, desk)
        case Wording():
            return wording.word(place, row, event, desk)
        case Attaching():
            return wording.attach(place, row, event, desk)
        case Linking():
            return links.step(place, row, event, desk)
        case Timing():
            return times.step(place, row, event, desk)
        case SayingTooLate():
            return times.too_late(row, event, desk)
        case SendingSurely():
            return sending.surely(place, row, event, desk)
        case DiscardingAnnouncement():
            return card.discard(row, event, desk)
    return card.change(row, event, desk)


def show(place: Place, desk: Desk) -> tuple[Reply, ...]:
    match place:
        case AnnouncementList() if review_rights.organised(desk):
            return (listing.screen(place, desk),)
        case AnnouncementList():
            return review_rights.nothing_here(desk)
        case ChoosingSender() | WritingNew() | ChoosingTemplate():
            may = start.may(place, desk)
            return (start.question(place, desk),) if may else review_rights.nothing_here(desk)
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
            return review_rights.nothing_here(desk) if row is None else (_screen(place, row, desk),)
    raise AssertionError(place)


def _screen(place: _OnePlace, row: AnnouncementRow, desk: Desk) -> Reply:
    if isinstance(place, ReturningAnnouncement) and rights.approves(row, desk):
        return sending.why_return(desk)
    if row.stage is not Stage.DRAFT:
        return sending.card(row, desk)
    return _of_draft(place, row, desk)


def _of_draft(place: _OnePlace, row: AnnouncementRow, desk: Desk) -> Reply:
    match place:
        case ChoosingTopic():
            return card.topics(place, row, desk)
        case ChangingAnnouncement():
            return card.parts(desk)
        case Wording():
            return wording.words_wanted(place, row, desk)
        case Attaching():
            return wording.attaching(place, row, desk)
        case Linking():
            return links.question(place, row, desk)
        case Timing():
            return times.question(place, row, desk)
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
    step,
    show,
    opens,
)
