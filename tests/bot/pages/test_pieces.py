"""The page's pieces by themselves: trees, what is shown, limits, who looks, and the page in one document."""

import asyncio
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Button, Commands, Document, Drawing, Key, Picture, Pin, Post, Reply, Text, Toast
from bot.page_origin import Origin
from bot.pages import shown
from bot.pages.guard import Guard, Limit, RefusedError
from bot.pages.hub import Hub, Looker
from bot.pages.rich import tree
from bot.pages.speaking import NoDeedError, read
from bot.pages.whole import in_one, whole
from domain.announcements.announcements import Medium
from storage.pages.lines import Line


@pytest.mark.parametrize(
    ("html", "nodes"),
    [
        ("a &lt;b&gt; &amp; c", ["a <b> & c"]),
        ("<b>a<i>b</i></b>c", [["b", ["a", ["i", ["b"]]]], "c"]),
        ('<a href="https://a.example/?x=1&amp;y=2">b</a>', [["a", ["b"], "https://a.example/?x=1&y=2"]]),
        ('<a href="javascript:alert(1)">b</a>', ["b"]),
        ("<script>x</script>", ["x"]),
        ("<b>never closed", [["b", ["never closed"]]]),
        ("a</b>c", ["a", "c"]),
        ("<b><i>crossed</b></i>", [["b", [["i", ["crossed"]]]]]),
        ("", []),
    ],
)
def test_html_as_a_tree(html: str, nodes: list[object]) -> None:
    assert tree(html) == nodes


@given(st.text(st.sampled_from("<>/abiu&;\"' =hrefscript:"), max_size=60))
def test_no_text_makes_another_tag(html: str) -> None:
    def tags(nodes: list[object]) -> set[str]:
        return {str(node[0]) for node in nodes if isinstance(node, list)} | {
            tag for node in nodes if isinstance(node, list) for tag in tags(node[1])
        }

    assert tags(list(tree(html))) <= {"a", "b", "i", "u", "s", "code", "pre", "blockquote", "spoiler"}


def test_every_message_of_ours_has_a_line_or_rightly_none() -> None:
    text = Text("<b>a</b>", ((Button("b", "x"), Button("c", url="https://c.example")),), ((Key("k", "location"),),))
    told = shown.drawn(text)
    assert told is not None
    assert told.shown == {
        "html": [["b", ["a"]]],
        "buttons": [[{"label": "b", "data": "x"}, {"label": "c", "url": "https://c.example"}]],
        "keys": [[{"label": "k", "shares": "location"}]],
    }
    lines: list[Reply] = [
        Pin(31.2, 121.4, "站", "路1号", "站"),
        Document("a.pdf", b"%PDF-"),
        Drawing(b"\x89PNG"),
        Picture("page:abc", "c"),
        Post("p", (Medium("photo", "AgAC"),)),
    ]
    assert all(shown.drawn(one) for one in lines)
    assert [shown.drawn(one) for one in (Commands(), Toast("r"))] == [None, None]


def test_files_that_another_messenger_keeps_are_said_to_be_missing() -> None:
    told = shown.drawn(Post("p", (Medium("photo", "AgAC"), Medium("photo", "page:abc"))))
    assert told is not None
    assert (told.shown["missing"], [file.handle for file in told.files]) == (True, ["abc"])


def test_keys_are_put_away() -> None:
    told = shown.drawn(Text("a", hide_keys=True))
    assert told is not None
    assert told.shown["keys"] == []


def test_limit_lets_so_many_through_and_then_evenly() -> None:
    limit = Limit(5, 10.0)
    assert [limit.spend("a", 0.0) > 0 for _ in range(7)] == [False] * 5 + [True] * 2
    assert limit.spend("b", 0.0) == 0
    assert limit.spend("a", 0.0) == pytest.approx(2.0)
    assert [limit.spend("a", 2.0) > 0 for _ in range(2)] == [False, True]


def test_of_ten_thousand_messages_in_a_minute_a_page_takes_as_many_as_anybody_writes() -> None:
    now = 0.0
    guard, taken, waits = Guard(Origin.of("https://chat.example.org"), lambda: now), 0, list[float]()
    for number in range(10_000):
        now = number * 60 / 10_000
        try:
            guard.count(1)
        except RefusedError as refusal:
            waits.append(refusal.retry_after_s)
        else:
            taken += 1
    assert 180 <= taken <= 210
    assert max(waits) < 1  # who waits goes on at once
    guard.count(2)  # and nobody else waits


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 5)), max_size=60))
def test_limit_never_lets_more_through(steps: list[tuple[str, float]]) -> None:
    limit, now, through = Limit(5, 10.0), 0.0, list[tuple[str, float]]()
    for key, later in steps:
        now += later
        if not limit.spend(key, now):
            through.append((key, now))
    for key, at in through:
        assert sum(other == key and at <= then < at + 10.0 for other, then in through) <= 10


@pytest.mark.parametrize("address", ["https://chat.example.org", "http://127.0.0.1:8080", "http://localhost:1"])
def test_origin_of_a_page(address: str) -> None:
    assert str(Origin.of(address)) == address


@pytest.mark.parametrize(
    "address",
    [
        "chat.example.org",
        "http://chat.example.org",
        "https://a.example/path",
        "https://u@a.example",
        "https://",
        "ftp://a",
    ],
)
def test_what_is_no_origin_or_not_safe(address: str) -> None:
    with pytest.raises(ValueError, match=r"no origin|not safe"):
        Origin.of(address)


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_no_body_raises_anything_else(body: bytes) -> None:
    with pytest.raises(NoDeedError):
        read(body)


def _line(event: int) -> Line:
    return Line(event, event, is_own=False, content=b"{}", at=0.0)


async def test_looker_takes_what_follows_and_asks_where_something_is_missing() -> None:
    looker = Looker(1)
    looker.tell(_line(4))
    looker.tell(_line(3))
    assert await looker.wait(1)
    assert looker.take(2) == [_line(3), _line(4)]
    assert looker.take(4) == []
    looker.tell(_line(6))
    assert looker.take(4) is None
    assert not await looker.wait(0.01)


async def test_hub_tells_those_who_look_at_this_page_alone() -> None:
    hub = Hub()
    with hub.look(1) as mine, hub.look(2) as yours:
        hub.tell(1, _line(1))
        assert (await mine.wait(0.1), await yours.wait(0.01)) == (True, False)
        assert len(hub) == 2
        hub.close()
        assert list(await asyncio.gather(mine.wait(1), yours.wait(1))) == [True, True]
    assert len(hub) == 0


def test_page_is_one_document_without_a_module_left() -> None:
    page = whole()
    assert b"import {" not in page.html
    assert b"\nexport " not in page.html
    assert len(page.packed) < 20_000


def test_ring_of_modules_is_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pages.whole.HERE", tmp_path)
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.js").write_text(f'import {{ x }} from "./{other}.js";\n')
    with pytest.raises(ValueError, match="ring: a -> b -> a"):
        in_one("a")


@pytest.mark.process
def test_script_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "whole.js"
    file.write_text(in_one("main"))
    node = ["node", "--check", str(file)]
    try:
        subprocess.run(node, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no node here; the browser's tests run the page")
