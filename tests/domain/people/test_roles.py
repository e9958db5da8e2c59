"""Roles hold for a unit and all below it, and nobody gives what he or she could not hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people.roles import Grant, Role, Scope, may_grant, may_organise

PATHS = st.lists(st.integers(1, 12), max_size=4).map(lambda ids: "/" + "".join(f"{one}/" for one in ids))
GRANTS = st.lists(st.builds(Grant, st.sampled_from(Role), st.builds(Scope, PATHS)), max_size=4)

CITY, DISTRICT, STREET, SISTER = "/1/", "/1/7/", "/1/7/31/", "/1/70/"


@pytest.mark.parametrize(
    ("path", "held"), [(DISTRICT, True), (STREET, True), (CITY, False), (SISTER, False), ("/", False), ("", False)]
)
def test_scope_holds_its_subtree(path: str, held: bool) -> None:  # noqa: FBT001  one of a table
    assert Scope(DISTRICT).holds(path) is held


@given(path=PATHS)
def test_everywhere_holds_all(path: str) -> None:
    assert Scope("/").holds(path)


@pytest.mark.parametrize("role", Role)
def test_who_organises(role: Role) -> None:
    assert may_organise([Grant(role, Scope(DISTRICT))], STREET) is (role in {Role.ADMIN, Role.ORGANISER})


def test_nobody_organises_without_a_role() -> None:
    assert not may_organise([], STREET)


@pytest.mark.parametrize(
    ("held", "given", "path", "allowed"),
    [
        (Role.ADMIN, Role.ADMIN, STREET, True),
        (Role.ADMIN, Role.MEMBER, STREET, True),
        (Role.ADMIN, Role.ADMIN, CITY, False),
        (Role.ADMIN, Role.ORGANISER, SISTER, False),
        (Role.ORGANISER, Role.ORGANISER, DISTRICT, True),
        (Role.ORGANISER, Role.ORGANISER, STREET, True),
        (Role.ORGANISER, Role.VOLUNTEER, STREET, True),
        (Role.ORGANISER, Role.VOLUNTEER, SISTER, False),
        (Role.ORGANISER, Role.ORGANISER, CITY, False),
        (Role.ORGANISER, Role.ADMIN, STREET, False),
        (Role.ORGANISER, Role.MEMBER, STREET, False),
        (Role.VOLUNTEER, Role.VOLUNTEER, STREET, False),
        (Role.MEMBER, Role.VOLUNTEER, STREET, False),
    ],
)
def test_who_grants(held: Role, given: Role, path: str, allowed: bool) -> None:  # noqa: FBT001  one of a table
    assert may_grant([Grant(held, Scope(DISTRICT))], given, path) is allowed


@given(held=GRANTS, role=st.sampled_from(Role), path=PATHS)
def test_whoever_grants_organises_there(held: list[Grant], role: Role, path: str) -> None:
    assert not may_grant(held, role, path) or may_organise(held, path)


@given(held=GRANTS, role=st.sampled_from(Role), path=PATHS)
def test_grants_are_read_once(held: list[Grant], role: Role, path: str) -> None:
    assert may_grant(iter(held), role, path) is may_grant(held, role, path)
