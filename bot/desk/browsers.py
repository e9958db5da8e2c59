"""What a browser and its network are called, so that somebody knows their own again: no more than that is kept."""

import ipaddress
import re
from typing import Final

_BROWSERS: Final = (
    ("MicroMessenger", "WeChat"),
    ("Edg/", "Edge"),
    ("QQBrowser", "QQ"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""The first that is found in what the browser says names it: later ones stand in others' names as well."""

_SYSTEMS: Final = (
    ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_VERSION: Final = re.compile(r"[0-9]{1,4}")


def browser_name(agent: str) -> str:
    """Return browser and system, as in "Chrome 128 · Windows"; "" for what says neither."""
    found = next(((mark, name) for mark, name in _BROWSERS if mark in agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    if found is None:
        return system
    mark, name = found
    version = _VERSION.match(agent.partition(mark)[2].lstrip("/")[:4])
    return " · ".join(part for part in (f"{name} {version[0]}" if version else name, system) if part)


def network_name(address: str) -> str:
    """Return a network without its last part: 203.0.113.x; of IPv6 the first 48 bits; "" for what is no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network(f"{parsed}/48", strict=False)).removesuffix("/48")
        parsed = parsed.ipv4_mapped
    return f"{str(parsed).rpartition('.')[0]}.x"
