"""What the bot says and hears in a group: whether it agrees to be bound, and its own buttons."""

from dataclasses import replace
from typing import Final

from bot.buttons import Lasting
from bot.buttons import read as read_button
from bot.chat import AskedInGroup, Button, GroupMoved, JoinedGroup, LeftGroup, TappedInGroup, Text, Toast
from bot.deep_links import GROUP, activity_link, link, point_link
from bot.flows import tries
from bot.flows.desk import Desk, Happening, Move, Remain, Tell
from bot.flows.entry_points import EntryPoint, Opened, opened_by
from bot.flows.groups.cards import house_words
from bot.flows.typed import readable
from domain.people.deeds import By, Deed
from domain.people.roles import may_organise
from domain.people.tries import Thing
from storage.activities import activities
from storage.announcements import groups
from storage.announcements.groups import GroupRow, State
from storage.people import roles
from storage.places import places

_PRIVATE: Final = frozenset({EntryPoint.ACTIVITY, EntryPoint.COME, EntryPoint.POINT})
"""What the buttons open that stand under what groups get, and whose answer is each person's own."""

NAME_MOST: Final = 40
"""So many characters of a group's title are said, or of a unit's name."""


def heard(event: Happening, desk: Desk) -> Move | None:
    """Answer what happens in a group; None for all that happens elsewhere."""
    chat_id, now = desk.person.chat_id, desk.now.timestamp()
    match event:
        case AskedInGroup():
            return _asked_for(event, chat_id, desk)
        case JoinedGroup(by, title):
            row = groups.join_without_link(desk.unit, chat_id, title, Deed(By(by), now))
            return Remain((_asked(row, desk),)) if row else _without_link(by, chat_id, title, desk)
        case LeftGroup():
            return _left(groups.left(desk.unit, chat_id, now), desk)
        case GroupMoved(to):
            groups.moved(desk.unit, chat_id, to)
            return Remain(())
    return None


def _asked_for(event: AskedInGroup, chat_id: int, desk: Desk) -> Move:
    """Answer a command, in the topic where it was written."""
    tells: tuple[Tell, ...] = ()
    match event:
        case AskedInGroup("start", argument) if argument.startswith(GROUP):
            said, tells = _let_in(argument.removeprefix(GROUP), event, chat_id, desk)
        case AskedInGroup("start", topic=topic) if topic and (row := groups.alive(desk.unit, chat_id)) is not None:
            said = _here(row, event, desk)
        case _:
            said = (_elsewhere(desk),)
    return Remain(tuple(replace(one, topic=event.topic) for one in said), tells)


def _here(row: GroupRow, event: AskedInGroup, desk: Desk) -> tuple[Text, ...]:
    """Let posts go to this topic, where somebody says so who answers for the group or the unit."""
    grants = [held.grant for held in roles.held(desk.unit, event.by)]
    organises = may_organise(grants, places.path_of(desk.unit, row.unit_id))
    if event.by != row.let_in_by and not organises:
        return (_elsewhere(desk),)
    groups.post_in(desk.unit, row.id, event.topic)
    if row.state is State.JOINED:
        return (_asked(row, desk),)
    return (Text(desk.words("From now on announcements and new activities come in this topic.")),)


def _without_link(by: int, chat_id: int, title: str, desk: Desk) -> Move:
    """Tell an organiser who let the bot in without a link that nothing comes of it yet."""
    if groups.alive(desk.unit, chat_id) is not None or not roles.held(desk.unit, by):
        return Remain(())
    t = desk.words_for(by)
    group = readable(title, NAME_MOST)
    said = t("I am in “{group}” now, but it is bound to no unit and gets nothing. To bind it: /groups", group=group)
    return Remain((), (Tell(by, Text(said)),))


def tapped(event: TappedInGroup, desk: Desk) -> tuple[Toast, tuple[Tell, ...]]:
    """Answer a button that is the group's own: who answers for it there agrees to be bound."""
    t, opened = desk.words, _opened(event.data)
    number = opened.row_id if opened is not None and opened.entry is EntryPoint.GROUP_AGREES else 0
    asked = groups.find(desk.unit, number) if number else None
    if asked is None or asked.chat_id != event.group_id:
        return Toast(event.receipt, t.plain("This button is out of date.")), ()
    if not _answers_for(asked, desk):
        unit = unit_name(asked, desk)
        return Toast(event.receipt, t.plain("Whoever let me in can agree, or an organiser of {unit}.", unit=unit)), ()
    row = groups.agree(desk.unit, number, event.group_id, event.topic)
    if row is None:
        return Toast(event.receipt, t.plain("This button is out of date.")), ()
    said = t("The group agrees. Now an organiser of {unit} confirms it.", unit=unit_name(row, desk))
    there = Tell(event.group_id, Text(said, replaces=event.message_id))
    return Toast(event.receipt, t.plain("Thank you. Now the organiser confirms.")), (there, _to_organiser(row, desk))


def _answers_for(row: GroupRow, desk: Desk) -> bool:
    """Tell whether this person can agree: who let it in, or organises the unit.

    Where an administrator let it in who stays unknown, anybody there can: nobody can tell who it was.
    """
    return row.let_in_by in {0, desk.person.chat_id} or desk.may_organise(row.unit_id)


def leads_to_private(data: str) -> Opened | None:
    """Read a button whose answer each person gets in private."""
    opened = _opened(data)
    return opened if opened is not None and opened.entry in _PRIVATE else None


def _opened(data: str) -> Opened | None:
    read = read_button(data)
    return opened_by(read, 0) if isinstance(read, Lasting) else None


def private_chat(event: TappedInGroup, opened: Opened, desk: Desk) -> Toast:
    """Open the private chat for somebody whom the bot cannot write to yet."""
    bot = desk.bot_name
    if opened.entry is not EntryPoint.POINT:
        row = activities.announced(desk.unit, opened.row_id)
        return Toast(event.receipt, url=activity_link(bot, row.token) if row else link(bot, "menu"))
    point = places.point(desk.unit, opened.row_id)
    return Toast(event.receipt, url=point_link(bot, point.slug) if point else link(bot, "menu"))


def answered_in_private(event: TappedInGroup, desk: Desk) -> Toast:
    return Toast(event.receipt, desk.words.plain("I have answered you in our private chat."))


def bound(row: GroupRow, desk: Desk) -> Tell:
    t = house_words(desk)
    said = t(
        "✅ This group gets the announcements and new activities of {unit} from now on.", unit=unit_name(row, desk)
    )
    return Tell(row.chat_id, Text(said))


def ended(row: GroupRow, desk: Desk) -> Tell:
    """Tell a group that it was let go, or turned down before it was bound."""
    t, unit = house_words(desk), unit_name(row, desk)
    if row.state is State.BOUND:
        return Tell(row.chat_id, Text(t("This group gets nothing from {unit} any more.", unit=unit)))
    return Tell(row.chat_id, Text(t("{unit} was looking for another group.", unit=unit)))


def _let_in(token: str, event: AskedInGroup, chat_id: int, desk: Desk) -> tuple[tuple[Text, ...], tuple[Tell, ...]]:
    """Ask whether the group agrees, once: by hand or by its link, the bot comes in and is then told the link.

    Whoever writes in the group's name is counted as the group.
    """
    shut = tries.shut(Thing.GROUP, desk, who=event.by)
    if shut:
        return (shut,), ()
    known = groups.of_token(desk.unit, token)
    if known is not None and known.chat_id == chat_id and known.state is not State.LEFT:
        return (_here(known, event, desk) if event.topic not in {0, known.topic_id} else ()), ()
    row = groups.join(desk.unit, token, chat_id, event.title, Deed(By(event.by or None), desk.now.timestamp()))
    if row is None:
        tells = tries.missed(Thing.GROUP, desk, who=event.by) if known is None else ()
        gone = Text(desk.words("This link does not work any more. An organiser can take a new one: /groups"))
        return (tries.shut(Thing.GROUP, desk, who=event.by) or gone,), tells
    if event.topic:
        groups.post_in(desk.unit, row.id, event.topic)
    return (_asked(row, desk),), ()


def _asked(row: GroupRow, desk: Desk) -> Text:
    t = desk.words
    lines = (
        t("{unit} would like to send its announcements and new activities to this group.", unit=unit_name(row, desk)),
        t("I read nothing here but commands to me and my own buttons. Does the group agree?"),
    )
    return Text("\n".join(lines), ((Button(t.button("The group agrees"), EntryPoint.GROUP_AGREES.data(row.id)),),))


def _left(row: GroupRow | None, desk: Desk) -> Move:
    if row is None:
        return Remain(())
    t = desk.words_for(row.asked_by)
    said = t("{group} has put me out. It gets nothing from us any more.", group=readable(row.title, NAME_MOST))
    return Remain((), (Tell(row.asked_by, Text(said)),))


def _to_organiser(row: GroupRow, desk: Desk) -> Tell:
    t = desk.words_for(row.asked_by)
    said = t(
        "<b>{group}</b> agrees to be bound to {unit}. Is it the right group?",
        group=readable(row.title, NAME_MOST),
        unit=unit_name(row, desk),
    )
    yes = Button(t.button("Yes, bind it"), EntryPoint.BIND_GROUP.data(row.id))
    no = Button(t.button("No, another one"), EntryPoint.TURN_GROUP_DOWN.data(row.id))
    return Tell(row.asked_by, Text(said, ((yes, no),)))


def _elsewhere(desk: Desk) -> Text:
    t = desk.words
    there = Button(t.button("Open the private chat"), url=desk.bot_link)
    return Text(t("I answer in a private chat, so that what is yours stays with you."), ((there,),))


def unit_name(row: GroupRow, desk: Desk) -> str:
    """Return the name of the unit that a group belongs to."""
    unit = places.unit(desk.unit, row.unit_id)
    return unit.name if unit else ""
