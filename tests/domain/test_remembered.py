"""What is worked out once and remembered is what would be worked out now: nobody has altered it since.

Whichever test asks first has it worked out, also one that is not traced; here the gates see each line of it.
"""

from functools import _lru_cache_wrapper
from inspect import signature
from typing import Any

from tests.bounds.patterns import modules


def test_what_is_remembered_is_what_would_be_worked_out_now() -> None:
    found = _remembered()
    assert {"domain.said.sentences.slips._known", "domain.said.sentences.slips._by_look"} <= found.keys()
    assert [where for where, work in found.items() if work() != work.__wrapped__()] == []


def _remembered() -> "dict[str, _lru_cache_wrapper[Any]]":
    """Return what asks for nothing, where the gates ask for every line."""
    return {
        f"{module.__name__}.{name}": value
        for module in modules()
        if module.__name__.startswith(("domain.", "bot.flows."))
        for name, value in vars(module).items()
        if isinstance(value, _lru_cache_wrapper)
        if value.__module__ == module.__name__ and not signature(value).parameters
    }
