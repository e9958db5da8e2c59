"""Shanghainese and hasty English in the words of the tables, and what only looks like them."""

import pytest

from domain.said.writing.dialect import standard


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("今朝有啥活动伐", "今天有啥活动吗"),
        ("明朝啥辰光开门", "明天什么时候开门"),
        ("迭个党课侬晓得伐", "这个党课你晓得吗"),
        ("挂靠哪能办", "挂靠怎么办"),
        ("阿拉勿来了", "我们不来了"),
        ("wheres the centre", "where's the centre"),
        ("im in, r u there", "i'm in, are you there"),
        ("步伐", "步伐"),
        ("明朝那些事儿读书会", "明朝那些事儿读书会"),
        ("哪能够这样", "哪能够这样"),
        ("阿拉伯语角", "阿拉伯语角"),
        ("the rim", "the rim"),
    ],
)
def test_it_is_written_as_the_tables_have_it(said: str, written: str) -> None:
    assert standard(said) == written
