"""Options of the whole test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    said = "write what the bot says now into tests/dialogues, and only that"
    parser.addoption("--update-dialogues", action="store_true", help=said)
