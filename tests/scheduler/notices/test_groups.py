"""A group that did not take a post: who can do something hears which, and what."""

import pytest

from bot.chat import Text
from bot.flows.desk import Tell
from bot.texts import words
from domain.messages.chat_troubles import Trouble
from domain.people.deeds import HOUSE, By, Deed
from domain.people.roles import Role
from scheduler.notices.groups import ring_group
from scheduler.notices.occasion import Occasion
from storage.announcements import groups
from storage.messages.notices import NoticeRow
from storage.people import people, roles
from storage.unit_of_work import Store
from tests.stage.talk import NOON, furnish
from tests.storage.stays import CHEN, NOW, WANG, unit_id

STREET, DISTRICT, HERE = "310106011", "310106", -5001


@pytest.mark.parametrize(
    ("trouble", "first", "last"),
    [
        (Trouble.TOPIC, "发到“第一支部”的消息没有发成。", "我的名称。"),
        (Trouble.MEDIA, "“第一支部”不让我发图片或文件，只发了文字。", "允许发送图片和文件。"),
        (Trouble.RIGHTS, "发到“第一支部”的消息没有发成。", "设为管理员。"),
        (Trouble.OUT, "发到“第一支部”的消息没有发成。", "请发送 /groups"),
        (Trouble.OTHER, "发到“第一支部”的消息没有发成。", "能不能发言。"),
    ],
)
@pytest.mark.parametrize(("organiser", "hears"), [(CHEN, CHEN), (WANG, WANG)])
def test_trouble_is_told_to_who_can_do_something(  # noqa: PLR0917  what there is and what is said
    sqlite_store: Store, trouble: Trouble, first: str, last: str, organiser: int, hears: int
) -> None:
    furnish(sqlite_store)
    with sqlite_store.unit_of_work() as unit:
        people.welcome(unit, [CHEN, WANG], NOW)
        roles.give(unit, organiser, Role.ORGANISER, unit_id(unit, DISTRICT), Deed(HOUSE, NOW))
        token = groups.ask(unit, unit_id(unit, STREET), Deed(By(CHEN), NOW))
        row = groups.join(unit, token, HERE, "第一支部", Deed(HOUSE, NOW))
        assert row is not None
        notice = NoticeRow(1, f"group:{row.id}", 0, trouble, NOW, None)
        occasion = Occasion(notice, unit, NOON, lambda _chat: words("zh_Hans"))
        told = ring_group(occasion)
        assert told is not None
        (tell,) = told
        assert isinstance(tell, Tell)
        assert isinstance(tell.reply, Text)
        lines = tell.reply.html.splitlines()
        assert (tell.chat_id, lines[0], lines[1].endswith(last)) == (hears, first, True)
        groups.left(unit, HERE, NOW)
        groups.end(unit, row.id, Deed(By(CHEN), NOW))
        assert ring_group(occasion) is None
