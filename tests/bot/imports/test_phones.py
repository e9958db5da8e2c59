"""Numbers written as nearly all are take a shorter way, and come out as on the longer one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.imports.values.phones import phone


@given(st.from_regex(r"0(?:10|2[0-9]|[3-9][0-9]{2})-?[2-8][0-9]{6,7}|1[3-9][0-9]{9}", fullmatch=True))
@example("021-62790000")
@example("02162790000")
@example("13812345678")
@example("17951234567")
@example("0411-1234567")
def test_shorter_way_leads_where_the_longer_one_does(written: str) -> None:
    assert phone(written) == phone(f" {written} ")


@pytest.mark.parametrize("written", ["021-62790000", "13812345678"])
def test_usual_number_stays_as_it_is_written(written: str) -> None:
    assert phone(written) == (written, ())
