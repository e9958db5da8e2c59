"""Who comes along, who wants to come too, and how one gets in: asked for, and things said in other meanings."""

import pytest

from domain.said.questions import access, guests, referral

GUESTS = (
    "我女朋友也想来，可以吗|能带娃来吗|家里老人跟我一起去行不行|可以带同学来旁听吗|小囡好一道来伐"
    "|can I take my mother along|are children welcome|would it be ok if a friend joins|may two colleagues come with me?"
)
REFERRAL = (
    "我有个同事也想加入，怎么弄|怎么邀请朋友来用|把二维码发给我朋友可以吗"
    "|我们店里还有两个党员，他们怎么注册|这个小程序怎么分享"
    "|how do I invite my colleagues|my friend wants to join too, how|can you share the link with my team"
)
ACCESS = (
    "拄拐杖能进去吗|有没有直梯|我爸腿脚不太方便，哪个点好进|要上楼梯吗|推婴儿车方便伐"
    "|is there a ramp|which of these is step free?|I use crutches, can I get in"
)
NOTHING = (
    "同事能看到我的信息吗|别人能替我签到吗|人多吗|有人吗"
    "|能带身份证吗|孩子生病来不了|我老婆帮我报名了|can my boss see this"
    "|邀请李强当组织者|把通知发给大家|地址发给我|推荐个活动|怎么加入|how do I join|send me the address"
    "|电梯坏了|12月7日到12月9日，电梯维修|腿脚不便来不了|帮残疾人的志愿活动有吗|what are the next steps|elevator pitch"
)


@pytest.mark.parametrize("said", GUESTS.split("|"))
def test_somebody_comes_along(said: str) -> None:
    assert guests.is_asked(said)
    assert not referral.is_asked(said)
    assert not access.is_asked(said)


@pytest.mark.parametrize("said", REFERRAL.split("|"))
def test_somebody_else_wants_to_come(said: str) -> None:
    assert referral.is_asked(said)
    assert not guests.is_asked(said)


@pytest.mark.parametrize("said", ACCESS.split("|"))
def test_way_in_without_steps(said: str) -> None:
    assert access.is_asked(said)
    assert not guests.is_asked(said)


@pytest.mark.parametrize("said", NOTHING.split("|"))
def test_other_things_are_said_with_the_same_words(said: str) -> None:
    assert not any(one.is_asked(said) for one in (guests, referral, access))


def test_what_is_too_long_is_none() -> None:
    assert not guests.is_asked("可以带孩子吗" * 11)
    assert not access.is_asked("有电梯吗" * 21)
    assert not referral.is_asked("怎么分享给朋友" * 15)
