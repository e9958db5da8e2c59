"""Where the chat page is, as a browser says it."""

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the page is: scheme and host, as a browser says them ("https://chat.example.org")."""

    scheme: str
    host: str

    @classmethod
    def of(cls, address: str) -> Self:
        """Read a setting. Raises `ValueError` for what is no origin, or one that is not safe."""
        parts = urlsplit(address)
        if parts.path not in {"", "/"} or parts.query or parts.fragment or not parts.netloc or "@" in parts.netloc:
            raise ValueError(f"{address} is no origin; an example is https://chat.example.org")
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise ValueError(f"{address} is not safe: a page is served by https, and by http on this machine alone")
        return cls(parts.scheme, parts.netloc.lower())

    @property
    def is_safe(self) -> bool:
        return self.scheme == "https"

    def is_called(self, host: str) -> bool:
        """Tell whether a request by this Host is for us; on this machine alone, by any port and name of it."""
        return host == self.host or (not self.is_safe and urlsplit(f"//{host}").hostname in _LOOPBACK)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}"
