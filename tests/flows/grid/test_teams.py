"""A volunteer team: who leads, who leaves, what passes on, and what is due."""

from bot.flows.entry_points import EntryPoint
from domain.people.roles import Role
from storage.grid import promises, teams
from storage.unit_of_work import Store
from tests.flows.grid.district import CHEN, LI, Helper, building_id, given, owed, taken, text_of
from tests.stage.talk import button


def with_team(chen: Helper, *labels: str) -> int:
    """Found a team with whoever is taken in by these buttons, which has the building; return its number."""
    chen.says("/grid")
    for label in ("志愿队", "新建一队"):
        chen.presses(label)
    chen.says("楼宇一队")
    for label in labels:
        chen.presses(label)
    chen.says("/grid")
    for label in ("片区分工", "分一片"):
        chen.presses(label)
    chen.says("嘉星商务楼")
    for label in ("楼宇一队", "不定期限"):
        chen.presses(label)
    with chen.store.unit_of_work() as unit:
        row = teams.of_units(unit, ["/"])[0]
    return row.id


def test_leader_changes_and_whoever_leaves_passes_on(people: tuple[Helper, Helper, Helper]) -> None:
    chen, li, zhao = people
    number = with_team(chen, "加上尾号 1002 的同志", "加上尾号 1003 的同志")
    owed(chen.store, LI, "送表")
    chen.says("/grid")
    listed = chen.presses("志愿队")
    card = text_of(chen.taps(button(listed, "1")))
    assert "本周要办的：\n1. 嘉星商务楼：送表 · 12月4日周五前" in card
    chen.presses("队员和队长")
    assert "尾号 1003 的同志（队长）" in text_of(chen.presses("尾号 1003 的同志当队长"))
    assert "您现在是楼宇一队的队长。" in zhao.heard()
    older = chen.shown("尾号 1002 的同志当队长")
    without = chen.shown("移出尾号 1002 的同志")
    chen.taps(without)
    assert "您已不在楼宇一队。感谢您的付出。" in li.heard()
    assert "有 1 件答应了的事转给您：\n· 嘉星商务楼：送表，12月4日周五前" in zhao.heard()
    stands = text_of(chen.taps(older))
    assert "队员：尾号 1003 的同志（队长）" in stands, "an older card cannot let somebody lead who has left"
    assert "您现在是楼宇一队的队长" not in li.heard()
    with chen.store.unit_of_work() as unit:
        assert [one.chat_id for one in teams.members(unit, number)] == [zhao.person]
        assert [one.owner for one in promises.of_buildings(unit, [promises.of_owner(unit, zhao.person)[0].building_id])]


def test_team_of_a_unit_that_is_not_one_s_own_any_more(people: tuple[Helper, Helper, Helper]) -> None:
    chen, _, _ = people
    number = with_team(chen)
    chen.says("/grid")
    listed = chen.presses("志愿队")
    card = chen.opens(EntryPoint.TEAM, number)
    given(chen.store, CHEN, Role.ORGANISER, "310115")
    with chen.store.unit_of_work() as unit:
        teams.join(unit, number, CHEN, 0.0)
        unit.commit()
    taken_here(chen.store)
    assert "这不在您负责的范围内" in text_of(chen.taps(button(card, "队员和队长")))
    with chen.store.unit_of_work() as unit:
        teams.leave(unit, number, CHEN)
        unit.commit()
    assert "这不在您负责的范围内" in text_of(chen.taps(button(listed, "1")))
    assert building_id(chen.store)


def taken_here(store: Store) -> None:
    taken(store, CHEN, Role.ORGANISER)
    given(store, CHEN, Role.ORGANISER, "310115")
