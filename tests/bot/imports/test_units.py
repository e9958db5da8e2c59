"""The import of units: what a list does to the tree, the first time and every time after."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.imports.table.problems import FileUnreadable
from bot.imports.table.summaries import Manner, Mode, Summary
from bot.imports.table.wording import Fault
from bot.imports.units import import_units
from domain.places.places import SiteKind, Unit, UnitKind, code_from_name
from storage.places.imports import known_units
from storage.places.saving import save_units
from storage.unit_of_work import Store
from tests.conftest import NewStore

Imported = Callable[..., Summary]

CITY = Unit("31", UnitKind.CITY, "上海市", None)
JINGAN = Unit("310106", UnitKind.DISTRICT, "静安区", "31")
TEMPLE = Unit("310106011", UnitKind.SUBDISTRICT, "静安寺街道", "310106")
BRANCH = Unit("BR1", UnitKind.BRANCH, "嘉里中心支部", "310106011", SiteKind.BUILDING)
HEADER = "编号,单位名称,层级,上级单位,支部类型"


@pytest.fixture
def imported(store: Store, tmp_path: Path) -> Imported:
    """Import a list given as lines of CSV."""

    def run(*lines: str, header: str = HEADER, manner: Manner | None = None) -> Summary:
        file = tmp_path / "units.csv"
        file.write_text("\n".join([header, *lines]), encoding="utf-8")
        return import_units(store, file, manner or Manner())

    return run


@pytest.fixture
def with_tree(store: Store) -> None:
    with store.unit_of_work() as unit:
        save_units(unit, [CITY, JINGAN, TEMPLE, BRANCH])
        unit.commit()


def units(store: Store) -> set[Unit]:
    with store.unit_of_work() as unit:
        return set(known_units(unit))


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.read, summary.imported, summary.updated, summary.unchanged, summary.rejected


def told(summary: Summary) -> list[tuple[int, str, Fault]]:
    return [(problem.row, problem.field, problem.fault) for problem in summary.problems]


TREE = (
    "BR1,嘉里中心支部,支部,静安寺街道,楼宇",
    "310106011,静安寺街道,街道,310106,",
    "310106,静安区,区,上海市,",
    "31,上海市,市,,",
)


def test_tree_is_built_whatever_the_order_of_the_rows(imported: Imported, new_store: NewStore) -> None:
    assert counts(imported(*TREE)) == (4, 4, 0, 0, 0)
    assert units(new_store()) == {CITY, JINGAN, TEMPLE, BRANCH}


def test_second_run_changes_nothing(imported: Imported, store: Store) -> None:
    imported(*TREE)
    before = units(store)
    assert (counts(imported(*TREE)), units(store)) == ((4, 0, 0, 4, 0), before)


def test_dry_run_tells_the_same_and_changes_nothing(imported: Imported, store: Store) -> None:
    assert counts(imported(*TREE, manner=Manner(Mode.TRY))) == (4, 4, 0, 0, 0)
    assert units(store) == set()


def test_units_without_codes_get_lasting_ones(imported: Imported, store: Store) -> None:
    rows = ("上海市,city,", "静安区,district,上海市")
    imported(*rows, header="name,layer,parent")
    city = code_from_name("上海市", "")
    assert units(store) == {
        Unit(city, UnitKind.CITY, "上海市", None),
        Unit(code_from_name("静安区", city), UnitKind.DISTRICT, "静安区", city),
    }
    assert counts(imported(*rows, header="name,layer,parent")) == (2, 0, 0, 2, 0)


def test_known_units_get_the_codes_of_the_list(imported: Imported, store: Store) -> None:
    imported("上海市,city,", "静安,district,上海市", "静安寺街道,subdistrict,静安", header="name,layer,parent")
    assert counts(imported("31,上海市,市,,", "310106,静安区,区,31,", "310106011,静安寺街道,街道,静安区,")) == (
        3,
        0,
        3,
        0,
        0,
    )
    assert units(store) == {CITY, JINGAN, TEMPLE}
    assert counts(imported("31,上海市,市,,", "310106,静安区,区,31,", "310106011,静安寺街道,街道,静安区,")) == (
        3,
        0,
        0,
        3,
        0,
    )


@pytest.mark.usefixtures("with_tree")
def test_unit_is_renamed_and_moved_by_its_code(imported: Imported, store: Store) -> None:
    summary = imported("310115,浦东新区,区,上海市,", "310106011,静安寺,街道,浦东,")
    assert counts(summary) == (2, 1, 1, 0, 0)
    pudong = Unit("310115", UnitKind.DISTRICT, "浦东新区", "31")
    moved = Unit("310106011", UnitKind.SUBDISTRICT, "静安寺", "310115")
    assert units(store) == {CITY, JINGAN, BRANCH, pudong, moved}


@pytest.mark.usefixtures("with_tree")
def test_list_without_the_column_leaves_the_kind_of_site(imported: Imported, store: Store) -> None:
    summary = imported("BR1,嘉里中心支部,支部,静安寺街道", header="编号,名称,层级,上级")
    assert (counts(summary), units(store)) == ((1, 0, 0, 1, 0), {CITY, JINGAN, TEMPLE, BRANCH})


def test_unknown_unit_above_is_refused(imported: Imported, store: Store) -> None:
    assert told(imported("a,静安寺街道,街道,没有的区,")) == [(2, "parent", Fault.PARENT_UNKNOWN)]
    assert units(store) == set()


def test_ring_is_refused_and_what_hangs_below_it(imported: Imported, store: Store) -> None:
    summary = imported("31,上海市,市,,", "a,甲,区,乙,", "b,乙,区,丙,", "c,丙,区,a,", "d,丁,街道,甲,")
    assert told(summary) == [
        (3, "parent", Fault.PARENT_RING),
        (4, "parent", Fault.PARENT_RING),
        (5, "parent", Fault.PARENT_RING),
        (6, "parent", Fault.PARENT_REFUSED),
    ]
    assert units(store) == {CITY}


def test_unit_that_is_its_own_parent_is_a_ring(imported: Imported) -> None:
    assert told(imported("a,甲,区,a,")) == [(2, "parent", Fault.PARENT_RING)]


@pytest.mark.usefixtures("with_tree")
def test_unit_above_must_be_of_a_higher_layer(imported: Imported) -> None:
    assert told(imported("b,乙,街道,BR1,", "310106,静安区,区,静安寺街道,")) == [
        (2, "parent", Fault.PARENT_NOT_ABOVE),
        (3, "parent", Fault.PARENT_NOT_ABOVE),
    ]


@pytest.mark.usefixtures("with_tree")
def test_layer_of_a_known_unit_cannot_change(imported: Imported) -> None:
    summary = imported("310106011,静安寺街道,服务点,310106,")
    assert told(summary) == [(2, "layer", Fault.RUNG_CHANGED)]
    assert (
        summary.problems[0].problem == "这个编号已经有一个单位，层级是街道，不能改。请核对编号，或给新单位一个新编号。"
    )


@pytest.mark.usefixtures("with_tree")
def test_name_that_several_units_have_needs_the_code(imported: Imported, store: Store) -> None:
    with store.unit_of_work() as unit:
        pudong = Unit("310115", UnitKind.DISTRICT, "浦东新区", "31")
        save_units(unit, [pudong, Unit("310115099", UnitKind.SUBDISTRICT, "静安寺街道", "310115")])
        unit.commit()
    (problem,) = imported("B2,第二支部,支部,静安寺,", "B3,第三支部,支部,310115099,").problems
    assert (problem.row, problem.fault) == (2, Fault.UNIT_AMBIGUOUS)
    assert problem.problem == "叫这个名称的单位不止一个，请写编号：310106011、310115099。"


def test_row_whose_unit_above_cannot_be_read_is_refused_with_it(imported: Imported) -> None:
    summary = imported("31,上海市,省,,", "310106,静安区,区,31,")
    assert told(summary) == [(2, "layer", Fault.RUNG_UNKNOWN), (3, "parent", Fault.PARENT_REFUSED)]
    assert summary.problems[1].problem == "它的上级在第 2 行，那一行没有收下。"


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        ("a,,市,,", "name", Fault.NAME_EMPTY),
        ("a,甲,,31,", "layer", Fault.RUNG_EMPTY),
        ("a,甲,市,31,", "parent", Fault.PARENT_OF_CITY),
        ("a,甲,区,,", "parent", Fault.PARENT_EMPTY),
        ("a,甲,区,31,楼宇", "site", Fault.SITE_OF_NO_BRANCH),
        ("a,甲,支部,31,飞船", "site", Fault.SITE_UNKNOWN),
        (f"{'1' * 81},甲,区,31,", "code", Fault.TOO_LONG),
    ],
)
@pytest.mark.usefixtures("with_tree")
def test_row_that_makes_no_sense_says_why(imported: Imported, row: str, field: str, fault: Fault) -> None:
    assert told(imported(row)) == [(2, field, fault)]


@pytest.mark.usefixtures("with_tree")
def test_second_of_two_that_are_one_unit_is_refused(imported: Imported) -> None:
    summary = imported("310106,静安区,区,31,", "310106,别的区,区,31,", ",新村街道,街道,静安区,", ",新村,街道,310106,")
    assert told(summary) == [(3, "code", Fault.SAME_CODE), (5, "name", Fault.SAME_UNIT)]


def test_missing_columns_are_named(imported: Imported) -> None:
    with pytest.raises(FileUnreadable) as refused:
        imported("甲,区", header="名称,层级")
    assert str(refused.value) == "没有找到这些列：上级单位 parent。第一行要写列名，例如：编号、名称、层级、上级单位。"


def test_long_chain_of_names_is_no_trouble(imported: Imported) -> None:
    rows = [f"u{number},第{number}区,区,u{number + 1}," for number in range(3_000)]
    assert {fault for _, _, fault in told(imported(*rows))} == {Fault.PARENT_NOT_ABOVE, Fault.PARENT_UNKNOWN}
