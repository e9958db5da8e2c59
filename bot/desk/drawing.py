"""How a page is written: one environment of templates, in which everything is escaped and nothing may be missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.desk.guard import HEADERS
from bot.texts import Words

LANGUAGE_TAGS: Final = {"zh_Hans": "zh-CN", "en": "en"}


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=PackageLoader("bot.desk"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["capital"] = _capital
    return environment


def _capital(text: str) -> str:
    """Begin a heading with a capital, where there are any."""
    return text[:1].upper() + text[1:]


def said(html: str) -> Markup:
    """Take what the catalogues say: their texts may carry tags, and every value in them is escaped."""
    return Markup(html.replace("\n", "<br>"))  # noqa: S704  as said


def page(template: str, t: Words, told: Mapping[str, Any], give_way: Callable[[], None] = lambda: None) -> str:
    """Write a page of a template; it says what the catalogues say by `t`, `plain`, `button`, `paper` and `plural`.

    `give_way` is called after each of its pieces, of which a table has hundreds.
    """
    words = {
        "t": lambda message, **named: said(t(message, **named)),
        "plural": lambda one, many, number, **named: said(t.plural(one, many, number, **named)),
        "plain": t.plain,
        "button": t.button,
        "paper": t.paper,
        "language": LANGUAGE_TAGS[t.language],
        "words": t,
    }
    return "".join(_pieces(_environment().get_template(template).generate({**words, **told}), give_way))


def _pieces(pieces: Iterable[str], give_way: Callable[[], None]) -> Iterator[str]:
    for piece in pieces:
        yield piece
        give_way()


def answered(body: str, status: int = 200) -> web.Response:
    return web.Response(text=body, status=status, content_type="text/html", headers=HEADERS)


def led_to(address: str) -> web.Response:
    """Lead on after a form, so that nothing is sent twice."""
    return web.Response(status=303, headers={**HEADERS, "Location": address})
