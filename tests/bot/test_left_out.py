"""A package that is left out is not found meanwhile, and is there again afterwards."""

import sys
from importlib import import_module

import pytest

from bot.left_out import left_out


def test_package_is_not_found_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with left_out("colorsys"), pytest.raises(ImportError):
        import_module("colorsys")
    assert import_module("colorsys").__name__ == "colorsys"


def test_package_that_was_there_is_the_same_afterwards() -> None:
    with pytest.raises(ZeroDivisionError), left_out("json"):
        _ = 1 // 0
    assert sys.modules["json"] is import_module("json")
