"""Who may ask the desk anything: whoever calls it by its own name, and posts from its own page.

A GET changes nothing that anybody else sees. A POST is a form of ours: from our origin, with the session's own key.
"""

import hmac
from hashlib import sha256
from typing import Final, final

from aiohttp import web
from prometheus_client import Counter

from bot.page_origin import Origin
from bot.pages.guard import Limit

REFUSED: Final = Counter("waystation_desk_refused", "What the desk was asked and turned away.", ["why"])

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types desk"
)

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a browser says of a form that it comes from "null"
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=()",
}
"""Of everything that the desk answers."""

_SITES: Final = frozenset({"same-origin", "none"})
_FORM: Final = b"form"


class RefusedError(Exception):
    """The answer is no; `why` is a word that names the page which says so."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


@final
class Guard:
    """Keeps the door of one origin."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self._newcomers = Limit(60, 600.0)
        self._posts = Limit(60, 10.0)

    def admit(self, request: web.Request) -> None:
        """Raise `RefusedError` for who calls us by another name, or sends from another page.

        Every browser of these years says where a form comes from, in one of two headers; what says neither is refused.
        """
        if not self.origin.is_called(request.host.lower()):
            raise RefusedError(421, "host")
        if request.method in {"GET", "HEAD"}:
            return
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
        if site is not None and site not in _SITES:
            raise RefusedError(403, "origin")
        if origin is not None and origin.lower() != f"{self.origin.scheme}://{request.host.lower()}":
            raise RefusedError(403, "origin")
        if origin is None and site is None:
            raise RefusedError(403, "origin")

    def count_newcomer(self, address: str, now: float) -> None:
        """Count a code that is asked for. Raises `RefusedError` where one address asks for too many."""
        if self._newcomers.spend(address, now):
            raise RefusedError(429, "fast")

    def count(self, session_id: int, now: float) -> None:
        """Count what a session sends. Raises `RefusedError` for one that floods."""
        if self._posts.spend(session_id, now):
            raise RefusedError(429, "fast")


def form_key(secret: str) -> str:
    """Return what every form of the browser with this cookie carries, and nobody else can know."""
    return hmac.digest(secret.encode(), _FORM, sha256).hex()[:32]


def check_form(secret: str, told: str) -> None:
    """Raise `RefusedError` for a form that is not of this browser's page."""
    if not hmac.compare_digest(form_key(secret), told):
        raise RefusedError(403, "form")
