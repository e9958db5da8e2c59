"""What is said for its own sake is understood as a whole message; whoever says more says something else."""

import pytest

from domain.said.answers.courtesies import Courtesy, understood


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("你好", Courtesy.GREETING),
        ("您好！", Courtesy.GREETING),
        ("你好你好", Courtesy.GREETING),
        ("在吗？", Courtesy.GREETING),
        ("老师好，在吗", Courtesy.GREETING),
        ("早上好啊", Courtesy.GREETING),
        ("Hello there", Courtesy.GREETING),
        ("good morning", Courtesy.GREETING),
        ("谢谢", Courtesy.THANKS),
        ("好的谢谢", Courtesy.THANKS),
        ("好的，知道了，谢谢老师", Courtesy.THANKS),
        ("太感谢你们了", Courtesy.THANKS),
        ("辛苦了", Courtesy.THANKS),
        ("谢谢，再见", Courtesy.THANKS),
        ("Thanks a lot!", Courtesy.THANKS),
        ("ok thank you", Courtesy.THANKS),
        ("好的", Courtesy.ASSENT),
        ("嗯嗯", Courtesy.ASSENT),
        ("知道了", Courtesy.ASSENT),
        ("收到", Courtesy.ASSENT),
        ("OK", Courtesy.ASSENT),
        ("再见", Courtesy.FAREWELL),
        ("好的，先这样", Courtesy.FAREWELL),
        ("明天见", Courtesy.FAREWELL),
        ("bye bye", Courtesy.FAREWELL),
        ("你是谁", Courtesy.WHO),
        ("你好，你是机器人吗？", Courtesy.WHO),
        ("您是人工吗", Courtesy.WHO),
        ("Who are you?", Courtesy.WHO),
        ("👋", Courtesy.SIGN),
        ("🎉🎉", Courtesy.SIGN),
        ("？", Courtesy.WONDER),
        ("……", Courtesy.WONDER),
        ("\u200b", Courtesy.WONDER),
        # Who says more says something else
        ("你好，我要报名", None),
        ("谢谢，几点开门", None),
        ("好的，我来", None),
        ("早餐", None),
        ("行知路", None),
        ("可以充电吗", None),
        ("你好" * 30, None),
    ],
)
def test_courtesy(typed: str, meant: Courtesy | None) -> None:
    assert understood(typed) is meant
