"""What the admins are told of troubles of the house: what it is, what it means for people, and what to do."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot.chat import Fate, Text
from bot.flows.moments import moment
from bot.texts import Words
from scheduler.watching.concerns import Detail, Episode, Lasting, Past
from storage.troubles import StoreTrouble


def lasts(kind: Lasting, detail: Detail, since: datetime, t: Words) -> Text:
    """Say what is there since that moment, and what to do."""
    return Text("\n".join(_LASTS[kind](detail, moment(since, t), t)))


def is_over(kind: Lasting, t: Words) -> Text:
    """Say that what was told of is over."""
    return Text(_OVER[kind](t))


def was(episode: Episode, begin: datetime, end: datetime, t: Words) -> Text:
    """Say what was, from when to when, and what to do so that it does not come again."""
    return Text("\n".join(_WAS[episode.kind](episode, moment(begin, t), moment(end, t), t)))


def _disk_nearly_full(detail: Detail, _since: str, t: Words) -> tuple[str, ...]:
    return (
        t("The server's disk is nearly full: {number} MB are left.", number=f"{detail.count:,}"),
        t("Please have room made soon. Once it is full, I can take nothing in, and nothing is saved."),
    )


def _lane_still(detail: Detail, _since: str, t: Words) -> tuple[str, ...]:
    what = {
        "interactive": t("answers"),
        "confirmation": t("confirmations"),
        "reminder": t("reminders"),
        "announcement": t("announcements"),
    }[detail.what]
    return (
        t("For ten minutes nothing of this kind has gone out: {what}. {number} wait.", what=what, number=detail.count),
        t("Whoever looks after the server should see what its log says of it, and restart the bot if need be."),
    )


def _key(detail: Detail, _since: str, t: Words) -> tuple[str, ...]:
    return (
        t.plural(
            "{number} message cannot be read with the key that is set, and is not sent.",
            "{number} messages cannot be read with the key that is set, and are not sent.",
            detail.count,
        ),
        t("Please have the key before this one added on the server: {setting}.", setting="WAYSTATION_KEY=NEW,OLD"),
    )


def _rotation(_detail: Detail, since: str, t: Words) -> tuple[str, ...]:
    return (
        t("The encryption key has been in the middle of a change since {since}.", since=since),
        t(
            "On the server, {command} brings it to its end; from then on the new key alone is set.",
            command="waystation rotate-key",
        ),
    )


def _calendar(detail: Detail, _since: str, t: Words) -> tuple[str, ...]:
    return (
        t("The days off of {year} are not entered yet.", year=detail.name),
        t("Deadlines and opening hours of that year go by the law alone: moved working days are not known."),
        t(
            "Once the State Council's notice is out, have its list imported on the server: {command}",
            command="waystation import calendar FILE",
        ),
    )


_LASTS: Final[Mapping[Lasting, Callable[[Detail, str, Words], tuple[str, ...]]]] = {
    Lasting.DISK_NEARLY_FULL: _disk_nearly_full,
    Lasting.LANE_STILL: _lane_still,
    Lasting.KEY: _key,
    Lasting.ROTATION: _rotation,
    Lasting.CALENDAR: _calendar,
}

_OVER: Final[Mapping[Lasting, Callable[[Words], str]]] = {
    Lasting.DISK_NEARLY_FULL: lambda t: t("There is room on the server's disk again."),
    Lasting.LANE_STILL: lambda t: t("What stood still goes out again."),
    Lasting.KEY: lambda t: t("Everything that waits can be read again."),
    Lasting.ROTATION: lambda t: t("The change of the encryption key is through."),
    Lasting.CALENDAR: lambda t: t("The days off are entered now."),
}


def _disk_full(_one: Episode, begin: str, end: str, t: Words) -> tuple[str, ...]:
    return (
        t("From {begin} to {end} the server's disk was full, and nothing could be saved.", begin=begin, end=end),
        t("What people wrote meanwhile is being dealt with now; nothing of it is lost."),
        t("Please have room made on the disk, or it will happen again."),
    )


def _store(one: Episode, begin: str, end: str, t: Words) -> tuple[str, ...]:
    match one.detail.what:
        case StoreTrouble.LOCKED:
            why = t("another program held the database")
        case StoreTrouble.GONE | StoreTrouble.REFUSED | StoreTrouble.TOO_MANY:
            why = t("the database could not be reached")
        case _:
            why = t("the database did not do its work")
    return (
        t("From {begin} to {end} nothing could be saved: {why}.", begin=begin, end=end, why=why),
        t("What people wrote meanwhile is being dealt with now; nothing of it is lost."),
        t("Whoever looks after the server should see what ran at that time."),
    )


def _sending(one: Episode, begin: str, end: str, t: Words) -> tuple[str, ...]:
    return (
        t("From {begin} to {end} I could send nothing: {why}.", begin=begin, end=end, why=_why(one, t)),
        t("What waited goes out now, one after the other. Should it come again, have the server's network looked at."),
    )


def _delivery(one: Episode, begin: str, end: str, t: Words) -> tuple[str, ...]:
    return (
        t("From {begin} to {end} no message reached me: {why}.", begin=begin, end=end, why=_why(one, t)),
        t("What people wrote meanwhile comes in now. Should it come again, have the server's network looked at."),
    )


def _why(one: Episode, t: Words) -> str:
    match one.detail.what:
        case Fate.NOT_CONNECTED:
            return t("the server could not reach Telegram")
        case Fate.SLOW_DOWN:
            return t("Telegram asked me to wait")
        case Fate.SERVER_TROUBLE | Fate.UNCERTAIN:
            return t("Telegram gave no proper answer")
        case Fate.REFUSED:
            return t("Telegram refused me")
        case _:
            return t("the database did not do its work")


def _token(_one: Episode, begin: str, end: str, t: Words) -> tuple[str, ...]:
    return (
        t("From {begin} to {end} Telegram refused my token, and I was off duty.", begin=begin, end=end),
        t("If nobody here has changed it, somebody else may know it: have a new one made by @BotFather."),
    )


def _clock(one: Episode, _begin: str, end: str, t: Words) -> tuple[str, ...]:
    minutes = t.plural("{number} minute", "{number} minutes", one.detail.count)
    if one.detail.what == "back":
        what = t("At {end} the server's clock went back by {minutes}.", end=end, minutes=minutes)
    else:
        what = t(
            "At {end} the server's clock went forward by {minutes}, or the server was asleep.", end=end, minutes=minutes
        )
    return (
        what,
        t("Reminders and deadlines go by that clock. Please have it set by the network (NTP)."),
    )


def _given_up(one: Episode, _begin: str, _end: str, t: Words) -> tuple[str, ...]:
    return (
        t.plural(
            "{number} message of the last hour could not be delivered and was given up.",
            "{number} messages of the last hour could not be delivered and were given up.",
            one.detail.count,
        ),
        t("Most often because of: {reason}", reason=one.detail.name),
        t("Whoever looks after the server finds it in the log under {event}.", event="messages_given_up"),
    )


_WAS: Final[Mapping[Past, Callable[[Episode, str, str, Words], tuple[str, ...]]]] = {
    Past.DISK_FULL: _disk_full,
    Past.STORE: _store,
    Past.SENDING: _sending,
    Past.DELIVERY: _delivery,
    Past.TOKEN: _token,
    Past.CLOCK: _clock,
    Past.GIVEN_UP: _given_up,
}
