"""multipart/form-data as Telegram's own server reads it: laxer than the standard, with names in quotes or without.

The rules and the words of the errors follow parse_multipart_form_data in TDLib's HttpReader.cpp.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from sandbox.refusals import RefusedError, bad_request
from sandbox.state.files import Upload
from sandbox.state.people import Json

BOUNDARY = re.compile(r"boundary", re.IGNORECASE)
BOUNDARY_MOST = 70
# A name and its value, which stands in quotes (with escapes) or goes to the next semicolon; and where the next begins.
PARAMETER = re.compile(r'\s*([^=]*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"\s*(?:;|$)|([^";][^;]*|)(?:;|$))', re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def read_multipart(content_type: str, body: bytes) -> Json:
    """Return the parts by name, files as `Upload`. Raises RefusedError (400) for what cannot be read."""
    mark = b"--" + _boundary(content_type)
    found: Json = {}
    start = body.find(mark)
    if start < 0:
        raise _ended_early()
    place = start + len(mark)
    while body[place : place + 2] != b"--":
        head = body.find(b"\r\n\r\n", place)
        stop = body.find(b"\r\n" + mark, head + 2)
        if head < 0 or stop < 0:
            raise _ended_early()
        name, file_name = _names(body[place + 2 : head])
        content = body[head + 4 : max(stop, head + 4)]
        found[name] = content.decode(errors="replace") if file_name is None else Upload(file_name, content)
        place = stop + 2 + len(mark)
    return found


def _boundary(content_type: str) -> bytes:
    word = BOUNDARY.search(content_type)
    if word is None:
        raise bad_request("boundary not found")
    _, equals, rest = content_type[word.end() :].partition("=")
    if not equals:
        raise bad_request("boundary value not found")
    value = rest.partition(";")[0].strip()
    value = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
    if not 0 < len(value) <= BOUNDARY_MOST:
        raise bad_request("boundary too big or empty")
    return value.encode(errors="replace")


def _names(head: bytes) -> tuple[str, str | None]:
    """Return the name of a part, and that of its file where it is one."""
    if not head.strip():
        raise bad_request("headers in multipart/form-data are empty")
    named: dict[str, str] = {}
    for line in head.decode(errors="replace").split("\r\n"):
        header, colon, value = line.partition(":")
        if not colon:
            raise bad_request("can't parse form data headers")
        if header.strip().lower() == "content-disposition":
            named = _disposition(value.strip())
    if not named.get("name"):
        raise bad_request("field name in multipart/form-data not found")
    return named["name"], named.get("filename")


def _disposition(value: str) -> dict[str, str]:
    if not value.startswith("form-data;"):
        raise bad_request("expected form-data content disposition")
    rest = value.removeprefix("form-data;")
    named: dict[str, str] = {}
    while "=" in rest:
        hit = PARAMETER.match(rest)
        if hit is None:
            raise bad_request("unclosed quoted string in Content-Disposition header")
        key, quoted, plain = hit.groups()
        named[key] = unquote(ESCAPED.sub(r"\1", quoted) if quoted is not None else plain.strip())
        rest = rest[hit.end() :]
    return named


def _ended_early() -> RefusedError:
    return bad_request("multipart/form-data ended before its last boundary")
