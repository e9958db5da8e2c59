"""Functions whose last answers are kept, and whose callers the type checker still sees."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def remembered(most: int) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keep so many answers of a function, the latest asked for.

    This is `lru_cache`, by whose own type a call with any arguments is right, and one with none.
    """
    return cast("Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]", lru_cache(most))
