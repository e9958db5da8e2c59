"""What a way in is called, and what it can do for the person: said as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.flows.desk import Desk
from bot.flows.moments import local
from bot.texts import Words
from bot.texts.names import Names
from storage.pages import openings
from storage.pages.openings import Seen
from storage.people import addresses
from storage.people.addresses import TELEGRAM, Address

_app_name: Final = Names(
    "browser",
    {
        "wechat": "WeChat",
        "dingtalk": "DingTalk",
        "huawei": "the Huawei browser",
        "xiaomi": "the Xiaomi browser",
        "edge": "Edge",
        "firefox": "Firefox",
        "chrome": "Chrome",
        "safari": "Safari",
    },
)
_system_name: Final = Names(
    "browser",
    {
        "iphone": "an iPhone",
        "ipad": "an iPad",
        "android": "an Android phone",
        "harmony": "a HarmonyOS phone",
        "windows": "Windows",
        "mac": "a Mac",
        "linux": "Linux",
    },
)


@dataclass(frozen=True, slots=True)
class Road:
    """A way in of somebody, and what tells a page from another; `is_trusted`: it proves by itself who somebody is."""

    address: Address
    seen: Seen | None
    is_trusted: bool

    @property
    def number(self) -> int:
        return self.address.number

    @property
    def is_page(self) -> bool:
        return self.address.channel == openings.CHANNEL


def roads_of(person: int, desk: Desk) -> list[Road]:
    """Return the ways in of somebody, first the one that reaches them; pages that nobody can open are none."""
    listed = addresses.listed(desk.unit, person)
    seen = openings.seen(desk.unit, [one.number for one in listed if one.channel == openings.CHANNEL])
    found = (Road(one, seen.get(one.number), _is_trusted(one, desk)) for one in listed)
    return [one for one in found if not one.is_page or (one.seen is not None and not one.seen.is_closed)]


def road_at(number: int, desk: Desk) -> Road:
    """Return what is known of an address, whoever's it is."""
    seen: Mapping[int, Seen] = openings.seen(desk.unit, [number])
    channel = openings.CHANNEL if number in seen else TELEGRAM
    person = addresses.person_of(desk.unit, number)
    address = Address(number, channel, "", person)
    return Road(address, seen.get(number), _is_trusted(address, desk))


def _is_trusted(address: Address, desk: Desk) -> bool:
    abilities = desk.channels.get(address.channel)
    return abilities.trusted if abilities is not None else address.channel == TELEGRAM


def road_name(road: Road, t: Words) -> str:
    """Name it, as plain text: "chat page in WeChat on an Android phone"."""
    if road.address.channel == TELEGRAM:
        return "Telegram"
    app, _, system = (road.seen.browser if road.seen else "").partition(":")
    if app and system:
        return t.plain("chat page in {app} on {system}", app=_app_name(app, t), system=_system_name(system, t))
    if app or system:
        return t.plain("chat page ({which})", which=_app_name(app, t) if app else _system_name(system, t))
    return t.plain("chat page")


def road_in_full(road: Road, desk: Desk) -> str:
    """Name it with since when it is there, as plain text."""
    t, when = desk.words, opened_when(road, desk)
    name = road_name(road, t)
    return t.plain("{name}, {when}", name=name, when=when) if when else name


def what_it_does(road: Road, t: Words) -> str:
    """Say whether something that comes unasked is heard there."""
    if road.address.is_lost:
        return t.plain("nothing arrives there just now")
    return t.plain("seen when the page is opened; it cannot ring") if road.is_page else t.plain("rings your phone")


def opened_when(road: Road, desk: Desk) -> str:
    """Say since when a page is there, as plain text; "" for what is none."""
    if road.seen is None:
        return ""
    at, t = local(road.seen.opened_at, desk.now.tzinfo), desk.words
    return t.plain("opened {day}, {clock}", day=t.day(at), clock=t.clock(at))
