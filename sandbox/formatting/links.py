"""Addresses as Telegram takes them: which are links at all, how they are kept, and which name a person or an emoji.

The rules and the words follow check_link in TDLib's LinkManager.cpp and parse_url in its HttpUrl.cpp.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

OWN_SCHEME = re.compile(r"(tg|ton|tonsite):(?://)?", re.IGNORECASE)
PLAIN_SCHEME = re.compile(r"(?:mailto|tel):", re.IGNORECASE)
PROTOCOL = re.compile(r"([^:/?#]*)://")
HOST_END = re.compile(r"[/?#]")
HOST_SIGN = re.compile(r"[a-z0-9.\-_!$,~*'();&+=%]")


def checked(link: str) -> str:
    """Return a link as Telegram keeps it: http:// before what has no scheme, / after a bare host.

    Raises ValueError with Telegram's own words for what is none.
    """
    text = link.strip()
    own = OWN_SCHEME.match(text)
    if own:
        return _own(own.group(1).lower(), text[own.end() :])
    if PLAIN_SCHEME.match(text):
        return text
    protocol, host, rest = _parts(text)
    if "." not in host and not host.startswith("["):
        raise ValueError("Wrong HTTP URL")
    return f"{protocol}://{host}{rest}"


def link_or_none(link: str) -> str | None:
    """Return a link as it is kept, or None for what is none."""
    try:
        return checked(link)
    except ValueError:
        return None


def person_in(link: str) -> int | None:
    """Return whom tg://user?id=NUMBER names."""
    return _number_in(link, "user")


def emoji_in(link: str) -> str:
    """Return which custom emoji tg://emoji?id=NUMBER names. Raises ValueError in Telegram's words."""
    own = OWN_SCHEME.match(link.strip())
    if not own or own.group(1).lower() != "tg":
        raise ValueError("Custom emoji URL must have scheme tg")
    address = urlsplit(f"http://{link.strip()[own.end() :]}")
    if (address.hostname or "") != "emoji":
        raise ValueError('Custom emoji URL must have host "emoji"')
    number = parse_qs(address.query).get("id", [""])[0]
    if not number:
        raise ValueError("Custom emoji URL must have an emoji identifier")
    if not re.fullmatch(r"[1-9]\d{0,18}", number, re.ASCII):
        raise ValueError("Invalid custom emoji identifier specified")
    return number


def _number_in(link: str, host: str) -> int | None:
    own = OWN_SCHEME.match(link.strip())
    if not own or own.group(1).lower() != "tg":
        return None
    hit = re.fullmatch(
        rf"{host}/?\?(?:.*&)?id=(\d{{1,18}})(?:[&#].*)?", link.strip()[own.end() :], re.ASCII | re.IGNORECASE
    )
    return int(hit.group(1)) if hit and int(hit.group(1)) > 0 else None


def _own(scheme: str, rest: str) -> str:
    if PROTOCOL.match(rest):
        raise ValueError(f"Wrong {scheme} URL")
    _, host, query = _parts(rest)
    if "@" in host or ":" in host:
        raise ValueError(f"Wrong {scheme} URL")
    return f"{scheme}://{host}{query[1:] if query[:2] in ('/', '/?', '/#') else query}"


def _parts(text: str) -> tuple[str, str, str]:
    """Return the protocol, the host with whatever stands beside it, and the rest. Raises ValueError."""
    hit = PROTOCOL.match(text)
    protocol = hit.group(1).lower() if hit else "http"
    if protocol not in ("http", "https"):
        raise ValueError("Unsupported URL protocol")
    text = text[hit.end() :] if hit else text
    end = HOST_END.search(text)
    place = end.start() if end else len(text)
    beside, rest = text[:place], text[place:].strip() or "/"
    user, at, address = beside.rpartition("@")
    host, port = _port(address)
    if not host:
        raise ValueError("URL host is empty")
    if host == ".":
        raise ValueError("Host is invalid")
    return protocol, f"{user}{at}{_safe_host(host)}{port}", _slashed(rest).replace(" ", "%20")


def _port(address: str) -> tuple[str, str]:
    host, colon, port = address.rpartition(":")
    if not colon or "]" in port:
        return address, ""
    if not re.fullmatch(r"0*[1-9]\d{0,4}", port, re.ASCII) or int(port) > 65535:
        raise ValueError("Wrong port number specified in the URL")
    return host, f":{int(port)}"


def _safe_host(host: str) -> str:
    if host.startswith("["):
        return host
    if any(sign.isascii() and not HOST_SIGN.match(sign) for sign in host.lower()):
        raise ValueError("Disallowed character in URL host")
    return "".join(sign if sign.isascii() else quote(sign) for sign in host.lower())


def _slashed(rest: str) -> str:
    return rest if rest.startswith("/") else f"/{rest}"
