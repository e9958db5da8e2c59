"""What a page sends up, as the events that the flows know: read strictly, for whoever posts may be anybody."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from bot.chat import ON_A_PAGE, Event, Said, SentFile, SharedPlace, Started, Tapped
from bot.handlers.updates import command_in
from bot.pages import shown
from bot.pages.shown import Shown
from storage.pages.files import File

LONGEST: Final = 4096
"""Signs of one text, as in Telegram."""

CAPTION: Final = 1024

_NAME: Final = re.compile(r"[0-9A-Za-z-]{8,36}")
Name = Annotated[str, StringConstraints(pattern=f"^{_NAME.pattern}$")]
"""The page's own name for what it sends: what has the same name is the same thing."""


class NoDeedError(ValueError):
    """What was posted is nothing that a page sends."""


class _Deed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Name


class Start(_Deed):
    """Somebody opens the conversation; `payload` is what the address said."""

    do: Literal["start"]
    payload: str = Field("", pattern=r"^[0-9A-Za-z_-]{0,64}$")


class Say(_Deed):
    """Somebody wrote, or pressed a key that types its label; `answers` is the line that it answers, or 0."""

    do: Literal["say"]
    text: str = Field(min_length=1, max_length=LONGEST)
    answers: int = Field(0, ge=0, le=2**31 - 1)


class Tap(_Deed):
    """Somebody pressed a button under a line."""

    do: Literal["tap"]
    line: int = Field(gt=0, le=2**31 - 1)
    data: str = Field(min_length=1, max_length=64)


class Place(_Deed):
    """Where somebody is (WGS-84, as browsers tell it), or a point that they chose (`is_own` false)."""

    do: Literal["place"]
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)
    is_own: bool = True


Deed = Start | Say | Tap | Place
_DEED: Final[TypeAdapter[Deed]] = TypeAdapter(Annotated[Deed, Field(discriminator="do")])


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a page sent: its name for it, the event, and how it stands on the page (None: not at all)."""

    name: str
    event: Event
    line: Shown | None = None
    chosen: int = 0
    """The line under which a button was pressed."""


def read(body: bytes) -> Spoken:
    """Read the JSON of a deed. Raises `NoDeedError`."""
    try:
        deed = _DEED.validate_json(body)
    except (ValidationError, ValueError) as trouble:
        raise NoDeedError from trouble
    return _spoken(deed)


def is_name(text: str) -> bool:
    """Tell whether this can be a page's name for something."""
    return _NAME.fullmatch(text) is not None


def sent_file(name: str, file: File, handle: str, caption: str) -> Spoken:
    """Return the event of a file that hangs on the page by now."""
    what, size = "photo" if file.kind.startswith("image/") else "document", len(file.content)
    hanging = [{"handle": handle, "name": file.name, "kind": file.kind, "size": size}]
    line = shown.own(name, files=hanging, **({"html": [caption]} if caption else {}))
    return Spoken(name, SentFile(what, f"{ON_A_PAGE}{handle}", size, caption), line)


def _spoken(deed: Deed) -> Spoken:
    match deed:
        case Start():
            return Spoken(deed.id, Started(deed.payload))
        case Say():
            event = command_in(deed.text) or Said(deed.text, deed.answers)
            return Spoken(deed.id, event, _own(deed, html=[deed.text]))
        case Tap():
            return Spoken(deed.id, Tapped(deed.data, deed.line), chosen=deed.line)
        case Place():
            # That a place was sent stands there, and not which one: it is used and forgotten.
            return Spoken(deed.id, SharedPlace(deed.lat, deed.lon, is_own=deed.is_own), _own(deed, sent="place"))


def _own(deed: _Deed, **sent: Any) -> Shown:  # noqa: ANN401  as JSON has it
    return shown.own(deed.id, **sent)
