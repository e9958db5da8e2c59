"""The commands about people: invitations, the audit, another key, and the files that leave the house."""

from collections.abc import Callable
from pathlib import Path
from re import fullmatch

import pytest
from sqlalchemy import select, text, update
from time_machine import travel
from typer.testing import CliRunner, Result

from bot.cli import app
from domain.people.roles import Role
from storage.people import invitations, members, roles
from storage.people.invitations import Accepted, InvitationRefused
from storage.presence import open_presence
from storage.sealed import Seal, new_key
from storage.tables.people import members as members_table
from storage.unit_of_work import Store
from tests.conftest import KEY, NewStore
from tests.storage import stays

Run = Callable[..., Result]

LINK = r"https://t\.me/waystation_bot\?start=i_([A-Za-z0-9_-]{20,40})"


@pytest.fixture
def city(store: Store) -> Store:
    stays.settle(store)
    return store


@pytest.fixture
def run(city: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the city's store."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, key: str = KEY, says: str = "") -> Result:
        settings = {"WAYSTATION_DATABASE": city.url, "WAYSTATION_KEY": key, "WAYSTATION_TOKEN": ""}
        with travel(stays.NOW, tick=False):
            return CliRunner().invoke(app, arguments, env=settings, input=says)

    return run


def token(result: Result) -> str:
    found = fullmatch(LINK, result.output.splitlines()[0])
    assert found is not None
    return found[1]


def accepted(store: Store, token: str, now: float) -> Accepted:
    with store.unit_of_work() as unit:
        return invitations.accept(unit, token, stays.CHEN, now)


# ---------------------------------------------------------------- invitations


def test_first_admin_comes_by_a_link(run: Run, city: Store) -> None:
    made = token(run("invite", "--role", "admin", "--bot", "waystation_bot"))
    with city.unit_of_work() as unit:
        assert invitations.accept(unit, made, stays.CHEN, stays.NOW) == Accepted(Role.ADMIN, None)
        assert [(one.role, one.path) for one in roles.held(unit, stays.CHEN)] == [(Role.ADMIN, "/")]


def test_organiser_is_invited_for_a_unit(run: Run, city: Store) -> None:
    made = token(run("invite", "--role", "organiser", "--unit", "310106", "--bot", "@waystation_bot"))
    with city.unit_of_work() as unit:
        unit_id = stays.unit_id(unit, "310106")
    assert accepted(city, made, stays.NOW) == Accepted(Role.ORGANISER, unit_id)


def test_link_works_for_as_many_hours_as_said(run: Run, city: Store) -> None:
    made = token(run("invite", "--role", "admin", "--hours", "5", "--bot", "waystation_bot"))
    with pytest.raises(InvitationRefused) as refused:
        accepted(city, made, stays.NOW + 5 * 3600 + 1)
    assert refused.value.why == "expired"
    assert accepted(city, made, stays.NOW + 5 * 3600 - 1).role is Role.ADMIN


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--role", "organiser", "--bot", "b"), "waystation: say for which unit with --unit CODE"),
        (
            ("--role", "organiser", "--unit", "nope", "--bot", "b"),
            "waystation: there is no unit with the code or name nope; `waystation units`",
        ),
        (("--role", "admin"), "waystation: the bot's name is not known"),
    ],
)
def test_invitation_that_cannot_be_made_says_why(run: Run, city: Store, arguments: tuple[str, ...], said: str) -> None:
    result = run("invite", *arguments)
    assert (result.exit_code, str(result.output)[: len(said)]) == (1, said)
    with city.unit_of_work() as unit:
        assert unit.connection.scalar(text("SELECT count(*) FROM invitations")) == 0


# ---------------------------------------------------------------- the audit


def test_audit_that_is_whole_is_said_to_be(run: Run, city: Store) -> None:
    with city.unit_of_work() as unit:
        stays.active(unit)
        unit.commit()
    result = run("audit", "verify")
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "ok: 2 rows, no gap")


def test_audit_that_was_changed_ends_with_one_and_says_where(run: Run, city: Store) -> None:
    with city.unit_of_work() as unit:
        stays.active(unit)
        unit.connection.execute(text("UPDATE audit SET role = 'admin' WHERE number = 2"))
        unit.commit()
    result = run("audit", "verify")
    assert (result.exit_code, result.output.startswith("broken at row 2: ")) == (1, True)


def test_audit_of_one_subject(run: Run, city: Store) -> None:
    with city.unit_of_work() as unit:
        affiliation = stays.active(unit)
        stays.active(unit, stays.LI)
        unit.commit()
    lines = run("audit", "show", "--subject", f"affiliation:{affiliation.id}").output.splitlines()
    assert [line.split("  ")[2:4] for line in lines[:-1]] == [
        ["member 1001", "affiliation.submit"],
        ["organiser 2001", "affiliation.confirm"],
    ]
    assert lines[-1] == "2 rows"


# ---------------------------------------------------------------- another key


def reads(city: Store, key: str) -> bool:
    """Tell whether this key alone opens what is known of a member."""
    only_this = Store(city.url, key)
    try:
        with only_this.unit_of_work() as unit:
            member = members.find(unit, stays.WANG)
            return member is not None and member.details == stays.WANGS_DETAILS
    finally:
        only_this.close()


def test_key_is_changed_to_the_first_of_the_settings(run: Run, city: Store) -> None:
    newest = new_key()
    result = run("rotate-key", key=f"{newest},{KEY}")
    assert (result.exit_code, result.output) == (
        0,
        "4 values sealed anew. WAYSTATION_KEY can hold the new key alone now.\n",
    )
    assert reads(city, newest)
    again = run("rotate-key", key=newest)
    assert (again.exit_code, again.output.startswith("0 values sealed anew.")) == (0, True)


def test_key_is_changed_to_one_from_standard_input(run: Run, city: Store) -> None:
    newest = new_key()
    result = run("rotate-key", "--new-key", "-", says=f"{newest}\n")
    assert (result.exit_code, newest in result.output) == (0, False)
    assert reads(city, newest)


def test_standard_input_without_a_key(run: Run) -> None:
    result = run("rotate-key", "--new-key", "-", says="\n")
    assert (result.exit_code, result.output) == (1, "waystation: there is no key on standard input\n")


def test_key_on_a_command_line_is_refused(run: Run, city: Store) -> None:
    newest = new_key()
    result = run("rotate-key", "--new-key", newest)
    (line,) = result.output.splitlines()
    assert (result.exit_code, "is seen by everybody on this machine" in line, newest in line) == (1, True, False)
    assert reads(city, KEY)


def test_value_that_no_key_opens_is_counted(run: Run, city: Store) -> None:
    newest = new_key()
    with city.unit_of_work() as unit:
        strange = Seal(new_key()).close(b"{}", members.DETAILS)
        unit.connection.execute(
            update(members_table).where(members_table.c.chat_id == stays.LI).values(details=strange)
        )
        unit.commit()
    result = run("rotate-key", key=f"{newest},{KEY}")
    assert result.output.startswith("3 values sealed anew. 1 open with none of the keys and were left as they are. ")


@pytest.mark.parametrize("known", [(KEY,), ()], ids=["the old one", "nothing"])
def test_key_that_a_running_bot_does_not_know_is_refused(
    run: Run, city: Store, new_store: NewStore, known: tuple[str, ...]
) -> None:
    newest = new_key()
    bot = open_presence(new_store().engine, "a worker", Seal(*known).fingerprints if known else ())
    bot.appear()
    result = run("rotate-key", key=f"{newest},{KEY}")
    bot.leave()
    assert (result.exit_code, "WAYSTATION_KEY=NEW,OLD" in result.output) == (1, True)
    assert reads(city, KEY)
    assert run("units").exit_code == 0


def test_key_that_a_running_bot_knows_and_does_not_use_is_refused(run: Run, city: Store, new_store: NewStore) -> None:
    newest = new_key()
    bot = open_presence(new_store().engine, "a worker", Seal(KEY, newest).fingerprints)
    bot.appear()
    result = run("rotate-key", key=f"{newest},{KEY}")
    bot.leave()
    assert (result.exit_code, "does not seal with the new key" in result.output) == (1, True)
    assert reads(city, KEY)


@pytest.mark.parametrize("between", [" ", ",", ", "])
def test_key_that_a_running_bot_knows_is_taken_while_it_runs(
    run: Run, city: Store, new_store: NewStore, between: str
) -> None:
    newest = new_key()
    bot = Store(city.url, newest, KEY)
    presence = open_presence(new_store().engine, "a worker", bot.seal.fingerprints)
    presence.appear()
    result = run("rotate-key", key=f"{newest}{between}{KEY}")
    presence.leave()
    with bot.unit_of_work() as unit:
        members.keep(unit, stays.LI, stays.WANGS_DETAILS, now=stays.NOW)
        found = [members.find(unit, chat_id) for chat_id in (stays.WANG, stays.LI)]
    bot.close()
    assert (result.exit_code, [one and one.details for one in found]) == (0, [stays.WANGS_DETAILS] * 2)


def test_key_that_is_none_is_refused(run: Run, city: Store) -> None:
    result = run("rotate-key", "--new-key", "-", says="hunter2")
    assert (result.exit_code, result.output) == (
        1,
        "waystation: the key is not base64; `waystation doctor` makes one\n",
    )
    with city.unit_of_work() as unit:
        assert len(unit.connection.execute(select(members_table.c.details)).all()) == 4


# ---------------------------------------------------------------- files


def test_register_is_written_for_its_owner_only(run: Run, city: Store, tmp_path: Path) -> None:
    with city.unit_of_work() as unit:
        stays.active(unit)
        unit.commit()
    result = run("export", "register", "register.xlsx", "--unit", "310106")
    file = tmp_path / "register.xlsx"
    assert (result.output, file.stat().st_mode & 0o777) == ("register.xlsx: 1 affiliations\n", 0o600)
    assert run("audit", "verify").exit_code == 0


def test_posters_of_a_unit_are_one_file(run: Run, tmp_path: Path) -> None:
    assert run("posters", "31", "--bot", "b", "--out", "all.pdf").output == "all.pdf: 2 posters\n"
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF-")


def test_posters_of_a_unit_without_buildings(run: Run) -> None:
    result = run("posters", "310106011", "--bot", "b")
    assert (result.exit_code, result.output) == (1, "waystation: there is no building in 静安寺街道\n")


def test_lists_come_in_by_their_commands(run: Run, tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("编号,名称,层级,上级\nBR1,一支部,支部,静安寺街道\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("name,unit,lat,lng\n甲楼,BR1,31.2241,121.4461\n", encoding="utf-8")
    (tmp_path / "l.csv").write_text("name,lat,lng\n外滩,31.2385,121.4862\n", encoding="utf-8")
    (tmp_path / "o.csv").write_text("单位,角色,备注\nBR1,组织员,甲\n", encoding="utf-8")
    said = [
        run(*("import", kind, file, "--json"), *bot).output
        for kind, file, bot in (
            ("units", "u.csv", ()),
            ("buildings", "b.csv", ()),
            ("landmarks", "l.csv", ()),
            ("organisers", "o.csv", ("--bot", "b")),
        )
    ]
    assert said == ['{"read": 1, "imported": 1, "updated": 0, "unchanged": 0, "rejected": 0, "problems": []}\n'] * 4
    assert (tmp_path / "o-links.csv").exists()


def test_links_do_not_go_into_the_list_itself(run: Run, tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("单位,角色,备注\n310106,组织员,甲\n", encoding="utf-8")
    assert run("import", "organisers", "o.csv", "--bot", "b", "--out", "o.csv").exit_code == 1


def test_poster_of_a_house_with_a_page_asks_nobody_for_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYSTATION_WEB", "https://chat.example.org")
    monkeypatch.setenv("WAYSTATION_LISTEN", "127.0.0.1:8080")
    assert run("poster", "JA-1").output.splitlines()[-1] == "https://chat.example.org/p/p_JA-1"
    assert run("poster", "JA-1", "--bot", "b").output.splitlines()[-1] == "https://t.me/b?start=p_JA-1"


def test_role_cannot_be_given_in_a_house_without_telegram(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYSTATION_WEB", "https://chat.example.org")
    monkeypatch.setenv("WAYSTATION_LISTEN", "127.0.0.1:8080")
    result = run("invite", "--role", "admin")
    assert result.exit_code == 1
    assert "roles are taken on Telegram" in result.output
