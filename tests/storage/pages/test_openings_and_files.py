"""Who is let in by which key, and whose a file is."""

from sqlalchemy import select

from storage.pages import files, lines, openings
from storage.pages.files import File
from storage.pages.lines import Wanted
from storage.people import addresses
from storage.tables.pages import page_files, page_keys
from storage.unit_of_work import Store
from storage.upkeep import own_data

NOW = 1_790_000_000.0


def test_key_opens_its_page_and_no_other(store: Store) -> None:
    with store.unit_of_work() as unit:
        mine, yours = (openings.open_page(unit, key, NOW) for key in ("mine", "yours"))
        found = {key: openings.find(unit, [key])[0] for key in ("mine", "yours", "", "mine ")}
    assert mine != yours
    assert [None if one is None else one.number for one in found.values()] == [mine, yours, None, None]


def test_number_is_above_all_of_telegrams_and_exact_in_javascript(store: Store) -> None:
    with store.unit_of_work() as unit:
        number = openings.open_page(unit, "key", NOW)
    assert addresses.FIRST <= number < 1 << 53


def test_page_is_found_by_what_the_channel_calls_it(store: Store) -> None:
    with store.unit_of_work() as unit:
        number = openings.open_page(unit, "key", NOW)
        road = addresses.roads(unit, {number}, ())[number]
        assert (road.channel, openings.named(unit, [road.name])) == ("web", {road.name: number})
        assert openings.named(unit, ["nobody"]) == {}


def test_store_knows_no_key(store: Store) -> None:
    with store.unit_of_work() as unit:
        openings.open_page(unit, "the key itself", NOW)
        assert "the key itself" not in str(unit.connection.execute(select(page_keys)).all())


def test_second_browser_is_let_in_as_well(store: Store) -> None:
    with store.unit_of_work() as unit:
        number = openings.open_page(unit, "first", NOW)
        openings.add_key(unit, number, "second", NOW)
        assert [openings.find(unit, [key])[0] for key in ("first", "second")] == 2 * [openings.Opening(number, NOW)]


def test_page_is_seen(store: Store) -> None:
    with store.unit_of_work() as unit:
        number = openings.open_page(unit, "key", NOW)
        openings.note(unit, [number], NOW + 60)
        assert openings.find(unit, ["key"])[0] == openings.Opening(number, NOW + 60)


def test_page_that_nobody_looks_at_any_more_goes_with_all_that_stands_on_it(store: Store) -> None:
    with store.unit_of_work() as unit:
        old, new = (openings.open_page(unit, str(at), at) for at in (NOW, NOW + 10))
        for number in (old, new):
            lines.add(unit, Wanted(number, "o1", is_own=False, content=b"{}"), NOW)
        assert openings.forget_unseen(unit, NOW + 5) == 1
        assert openings.find(unit, [str(NOW)])[0] is None
        assert [lines.count(unit, [number]) for number in (old, new)] == [0, 1]


def test_nothing_is_left_of_what_was_said_by_who_is_forgotten(store: Store) -> None:
    with store.unit_of_work() as unit:
        number = openings.open_page(unit, "key", NOW)
        addresses.link(unit, number, 1001, NOW)
        lines.add(unit, Wanted(number, "o1", is_own=False, content=b"{}"), NOW)
        files.keep(unit, number, File("application/pdf", "a", b"%PDF-"), NOW)
        own_data.clear_chat(unit, 1001)
        assert (lines.count(unit, [number]), files.held(unit, number)) == (0, 0)
        assert openings.find(unit, ["key"])[0] is not None


def test_file_is_its_own_pages_alone(store: Store) -> None:
    photo = File("image/png", "照片.png", b"\x89PNG secret")
    with store.unit_of_work() as unit:
        mine, yours = (openings.open_page(unit, key, NOW) for key in ("mine", "yours"))
        handle = files.keep(unit, mine, photo, NOW)
        assert files.find(unit, mine, handle) == photo
        assert files.find(unit, yours, handle) is None
        assert files.anyones(unit, handle) == photo
        assert (files.held(unit, mine), files.held(unit, yours)) == (len(photo.content), 0)
        row = unit.connection.execute(select(page_files)).one()
        assert b"secret" not in row.content
        assert "照片".encode() not in row.name


def test_files_fade(store: Store) -> None:
    with store.unit_of_work() as unit:
        number = openings.open_page(unit, "key", NOW)
        files.keep(unit, number, File("application/pdf", "a", b"%PDF-"), NOW)
        assert files.forget(unit, NOW) == 0
        assert files.forget(unit, NOW + 1) == 1
        assert files.find(unit, number, "nothing") is None
