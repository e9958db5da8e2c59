"""Phone numbers as people type or share them: any country's, a Chinese one without its country code."""

from importlib import import_module
from types import ModuleType
from typing import Final

HOME: Final = "CN"
_LONGEST: Final = 40  # the library would read on for ever


def read(text: str) -> str:
    """Return the number as +8613912345678, or "" for anything that is not a valid number of some country."""
    library = _library()
    try:
        number = library.parse(text[:_LONGEST], HOME)
    except library.NumberParseException:
        return ""
    return str(library.format_number(number, library.PhoneNumberFormat.E164)) if library.is_valid_number(number) else ""


def shown(phone: str) -> str:
    """Write a number of `read` in groups, as people say it: +86 139 1234 5678."""
    library = _library()
    try:
        number = library.parse(phone)
    except library.NumberParseException:
        return phone
    return str(library.format_number(number, library.PhoneNumberFormat.INTERNATIONAL))


def _library() -> ModuleType:
    """Load it when somebody writes a number: a megabyte, and those who only look for a point need none."""
    return import_module("phonenumbers")
