"""Announcements until they leave: composed step by step, shown as people get them, approved, and sent on their way."""

from bot.chat import Reply, Said, SentFile
from bot.flows import (
    announcing_card,
    announcing_links,
    announcing_list,
    announcing_rights,
    announcing_sending,
    announcing_start,
    announcing_times,
    announcing_words,
    review_rights,
)
from bot.flows.desk import Chose, Desk, Flow, Go, Happening, Move, Opened, row_id
from bot.flows.places_announcing import (
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
from bot.flows.whereabouts import Place
from domain.announcements import Stage
from storage.announcements import AnnouncementRow

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
            return announcing_list.step(place, event, desk)
        case ChoosingSender() | WritingNew() | ChoosingTemplate():
            if not announcing_start.may(place, desk):
                return announcing_rights.without_role(event, 0, desk)
            return announcing_start.step(place, event, desk)
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
    row = announcing_rights.locked(place.announcement_id, desk)
    if row is None:
        return announcing_rights.without_role(event, place.announcement_id, desk)
    match place:
        case AnnouncementCard() if row.stage is not Stage.DRAFT:
            return announcing_sending.step(row, event, desk)
        case ReturningAnnouncement():
            return announcing_sending.give_back(place, row, event, desk)
        case AnnouncementCard():
            return announcing_card.step(row, event, desk) or announcing_words.continued(place, row, event, desk)
    if row.stage is not Stage.DRAFT:
        return _too_late(row, event, desk)
    return _of_a_draft(place, row, event, desk)


def _too_late(row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    """Show how it stands by now: a fellow organiser has sent it on its way meanwhile."""
    if isinstance(event, Chose) and event.choice == "menu":
        return None
    return Go(AnnouncementCard(row.id), before=(announcing_rights.overtaken(desk),))


def _of_a_draft(place: _OnePlace, row: AnnouncementRow, event: Happening, desk: Desk) -> Move | None:
    match place:
        case ChoosingTopic():
            chosen = announcing_card.choose_topic(place, row, event, desk)
            return chosen or announcing_words.continued(place, row, event, desk)
        case Wording():
            return announcing_words.word(place, row, event, desk)
        case Attaching():
            return announcing_words.attach(place, row, event, desk)
        case Linking():
            return announcing_links.step(place, row, event, desk)
        case Timing():
            return announcing_times.step(place, row, event, desk)
        case SayingTooLate():
            return announcing_times.too_late(row, event, desk)
        case SendingSurely():
            return announcing_sending.surely(place, row, event, desk)
        case DiscardingAnnouncement():
            return announcing_card.discard(row, event, desk)
    return announcing_card.change(row, event, desk)


def show(place: Place, desk: Desk) -> tuple[Reply, ...]:
    match place:
        case AnnouncementList() if review_rights.organised(desk):
            return (announcing_list.screen(place, desk),)
        case AnnouncementList():
            return review_rights.nothing_here(desk)
        case ChoosingSender() | WritingNew() | ChoosingTemplate():
            may = announcing_start.may(place, desk)
            return (announcing_start.question(place, desk),) if may else review_rights.nothing_here(desk)
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
            row = announcing_rights.seen(announcement_id, desk)
            return review_rights.nothing_here(desk) if row is None else (_screen(place, row, desk),)
    raise AssertionError(place)


def _screen(place: _OnePlace, row: AnnouncementRow, desk: Desk) -> Reply:
    if isinstance(place, ReturningAnnouncement) and announcing_rights.approves(row, desk):
        return announcing_sending.why_return(desk)
    if row.stage is not Stage.DRAFT:
        return announcing_sending.card(row, desk)
    return _of_draft(place, row, desk)


def _of_draft(place: _OnePlace, row: AnnouncementRow, desk: Desk) -> Reply:
    match place:
        case ChoosingTopic():
            return announcing_card.topics(place, row, desk)
        case ChangingAnnouncement():
            return announcing_card.parts(desk)
        case Wording():
            return announcing_words.words_wanted(place, row, desk)
        case Attaching():
            return announcing_words.attaching(place, row, desk)
        case Linking():
            return announcing_links.question(place, row, desk)
        case Timing():
            return announcing_times.question(place, row, desk)
        case SayingTooLate():
            return announcing_times.asking_too_late(row, desk)
        case SendingSurely():
            return announcing_sending.sure(row, desk)
        case DiscardingAnnouncement():
            return announcing_card.discarding(row, desk)
    return announcing_card.card(row, desk)


def opens(opened: Opened, desk: Desk) -> Move | None:
    """Open the list or, by its number, one; begin a new one ("n"), one like another ("c5"), for an activity ("a5")."""
    if not opened.choice:
        return announcing_list.listing(desk)
    if opened.choice == _NEW:
        return announcing_start.begin(desk)
    if opened.choice.startswith(_COPY):
        return announcing_start.copy(row_id(opened.choice.removeprefix(_COPY)), desk)
    if opened.choice.startswith(announcing_start.ABOUT):
        return announcing_start.about(row_id(opened.choice.removeprefix(announcing_start.ABOUT)), desk)
    return announcing_list.opened(opened.row_id, desk)


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
