"""The import of organisers: links that work once, in a file for its owner only, and nobody's name in the store."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from stat import S_IMODE
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.deep_links import invitation_token
from bot.imports.formats.files import read_table
from bot.imports.organisers import Links, import_organisers
from bot.imports.table.headers import ORGANISER_LIST, Field
from bot.imports.table.problems import FileUnreadable
from bot.imports.table.summaries import Manner, Mode, Summary
from bot.imports.table.wording import BadFile, Fault
from domain.people.roles import Role
from storage.people import colleagues, invitations, people, roles
from storage.tables.people import invitations as table
from storage.unit_of_work import Store
from tests.stage import small_city

Imported = Callable[..., Summary]

NOW = 1_800_000_000.0
HEADER = "单位,角色,备注"
ROWS = ("310106,组织员,静安 1", "潍坊新村街道,志愿者,潍坊 =1+1", ",管理员,总管")


@pytest.fixture
def links(tmp_path: Path) -> Links:
    return Links("waystation_bot", 72, tmp_path / "links.csv", NOW, ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def imported(store: Store, tmp_path: Path, links: Links) -> Imported:
    with store.unit_of_work() as unit:
        small_city.build(unit)
        unit.commit()

    def run(*lines: str, header: str = HEADER, now: float = NOW, mode: Mode = Mode.KEEP) -> Summary:
        file = tmp_path / "organisers.csv"
        file.write_text("\n".join([header, *lines]), encoding="utf-8")
        return import_organisers(store, file, replace(links, now=now), Manner(mode))

    return run


def lines(file: Path) -> list[tuple[str, str, str, str]]:
    """Return unit, role, label and token of each line of the file of links."""
    table = read_table(file, ORGANISER_LIST)
    cells = [line.cells for line in table.lines]
    return [
        (str(c[Field.UNIT]), str(c[Field.ROLE]), str(c[Field.LABEL]), invitation_token(str(c[Field.LINK])))
        for c in cells
    ]


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.read, summary.imported, summary.updated, summary.unchanged, summary.rejected


def issued(store: Store) -> int:
    with store.unit_of_work() as unit:
        return len(unit.connection.execute(select(table.c.id)).all())


def test_every_row_gets_a_link_that_gives_its_role(imported: Imported, store: Store, links: Links) -> None:
    assert counts(imported(*ROWS)) == (3, 3, 0, 0, 0)
    made = lines(links.file)
    assert [line[:3] for line in made] == [
        ("310106", "党务工作者", "静安 1"),
        ("310115005", "志愿者", "潍坊 =1+1"),
        ("", "管理员", "总管"),
    ]
    with store.unit_of_work() as unit:
        people.welcome(unit, [1, 2, 3], NOW)
        accepted = [invitations.accept(unit, line[3], chat_id, NOW + 60) for chat_id, line in enumerate(made, 1)]
        held = [roles.held(unit, chat_id)[0] for chat_id in (1, 2, 3)]
    assert [one.role for one in accepted] == [Role.ORGANISER, Role.VOLUNTEER, Role.ADMIN]
    assert [one.path == "/" for one in held] == [False, False, True]


def test_second_run_makes_no_link(imported: Imported, store: Store, links: Links) -> None:
    imported(*ROWS)
    before = links.file.read_bytes()
    assert counts(imported(*ROWS)) == (3, 0, 0, 3, 0)
    assert (links.file.read_bytes(), issued(store)) == (before, 3)


def test_new_row_is_added_to_the_links_that_are_there(imported: Imported, links: Links) -> None:
    imported(ROWS[0])
    before = lines(links.file)
    assert counts(imported(*ROWS)) == (3, 2, 0, 1, 0)
    assert lines(links.file)[0] == before[0]


def test_expired_link_is_renewed_and_a_used_one_is_not(imported: Imported, store: Store, links: Links) -> None:
    imported(*ROWS[:2])
    used, _ = lines(links.file)
    with store.unit_of_work() as unit:
        people.welcome(unit, [1], NOW)
        invitations.accept(unit, used[3], 1, NOW + 60)
        unit.commit()
    assert counts(imported(*ROWS[:2], now=NOW + 80 * 3600)) == (2, 0, 1, 1, 0)
    assert lines(links.file)[0] == used


def test_dry_run_issues_nothing_and_writes_nothing(imported: Imported, store: Store, links: Links) -> None:
    assert counts(imported(*ROWS, mode=Mode.TRY)) == (3, 3, 0, 0, 0)
    assert (issued(store), links.file.exists()) == (0, False)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("李秘书 13800000000", "李秘书"),
        ("139 0000 0000", ""),
        ("静安寺王老师", "静安寺王老师"),
        ("2号楼 王芳", "2号楼 王芳"),
    ],
)
def test_label_is_kept_sealed_as_the_name_and_no_number(
    imported: Imported, store: Store, label: str, name: str
) -> None:
    imported(f"310106,组织员,{label}")
    with store.unit_of_work() as unit:
        (row,) = unit.connection.execute(select(table)).all()
        assert unit.seal.open_text(row.label, colleagues.NAME) == name


def test_file_of_links_is_its_owners_alone_and_computes_nothing(imported: Imported, links: Links) -> None:
    imported("310106,组织员,=HYPERLINK(1)")
    assert S_IMODE(links.file.stat().st_mode) == 0o600
    assert [line[2] for line in lines(links.file)] == ["'=HYPERLINK(1)"]
    assert counts(imported("310106,组织员,=HYPERLINK(1)")) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        (",组织员,甲", "unit", Fault.UNIT_EMPTY),
        ("没有,组织员,甲", "unit", Fault.UNIT_UNKNOWN),
        ("310106,,甲", "role", Fault.ROLE_EMPTY),
        ("310106,国王,甲", "role", Fault.ROLE_UNKNOWN),
        ("310106,组织员,", "label", Fault.LABEL_EMPTY),
        (f"310106,组织员,{'长' * 101}", "label", Fault.TOO_LONG),
    ],
)
def test_row_that_makes_no_sense_says_why(imported: Imported, store: Store, row: str, field: str, fault: Fault) -> None:
    assert [(one.row, one.field, one.fault) for one in imported(row).problems] == [(2, field, fault)]
    assert issued(store) == 0


def test_same_row_twice_gets_one_link(imported: Imported, store: Store) -> None:
    summary = imported("310106,组织员,甲", "静安,organiser,甲")
    assert [(one.row, one.fault) for one in summary.problems] == [(3, Fault.SAME_INVITATION)]
    assert issued(store) == 1


def test_file_that_holds_something_else_is_left_alone(imported: Imported, store: Store, links: Links) -> None:
    links.file.write_text("单位,角色,备注\n310106,组织员,甲\n", encoding="utf-8")
    with pytest.raises(FileUnreadable) as refused:
        imported(*ROWS)
    assert (refused.value.why, issued(store)) == (BadFile.NOT_LINKS, 0)


def test_earlier_file_with_its_header_alone_holds_no_links(imported: Imported, links: Links) -> None:
    imported(*ROWS)
    header, *_ = links.file.read_text("utf-8-sig").splitlines()
    links.file.write_text(header + "\n", encoding="utf-8-sig")
    assert counts(imported(*ROWS)) == (3, 3, 0, 0, 0)
    assert len(lines(links.file)) == 3


def test_links_that_cannot_be_written_are_not_issued(imported: Imported, store: Store, links: Links) -> None:
    (links.file.parent / f".new-{links.file.name}").mkdir()
    with pytest.raises(OSError, match="links"):
        imported(*ROWS)
    assert issued(store) == 0


@pytest.mark.parametrize("before", ["", "单位编号,单位全称,角色,标签,链接,有效期至\n"])
def test_earlier_file_without_a_link_is_written_over(
    imported: Imported, store: Store, links: Links, before: str
) -> None:
    links.file.write_text(before, encoding="utf-8-sig")
    imported(*ROWS)
    assert len(lines(links.file)) == issued(store) > 0


def test_earlier_file_of_another_kind_is_left_alone_even_without_rows(imported: Imported, links: Links) -> None:
    links.file.write_text("单位,角色,标签\n", encoding="utf-8-sig")
    with pytest.raises(FileUnreadable) as refused:
        imported(*ROWS)
    assert refused.value.why is BadFile.NOT_LINKS
    assert links.file.read_text(encoding="utf-8-sig") == "单位,角色,标签\n"
