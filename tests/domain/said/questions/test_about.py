"""What a stranger asks of the bot itself, and what is about something else."""

import pytest

from domain.said.questions.about import About, asked


@pytest.mark.parametrize(
    ("about", "said"),
    [
        *(
            (About.WHAT, one)
            for one in ("你是干啥的", "这个机器人能干嘛呀", "干嘛的", "功能", "有什么功能", "what is this thing?")
        ),
        *((About.WHAT, one) for one in ("what can you do", "what's this for?", "how does this work")),
        *(
            (About.HUMAN, one)
            for one in ("你是真人还是机器人", "am I talking to a human?", "is this a bot", "你是不是人")
        ),
        *(
            (About.FREE, one)
            for one in ("是不是要钱的", "要钱吗", "收费不", "is it free", "does this cost anything", "免费的吗")
        ),
        *(
            (About.RUNS, one)
            for one in ("谁办的这个", "这是谁搞的", "哪个单位管的", "who runs this", "Who made this bot?")
        ),
        *((About.SAFE, one) for one in ("安全不，会不会骗子", "你们靠谱吗", "是真的假的", "is it a scam?")),
        *((About.FIRST, one) for one in ("我第一步该干嘛", "然后呢", "从哪儿开始", "where do I start?", "what now")),
        *((About.REACH, one) for one in ("怎么找你们", "我不太会用手机，可以打电话给你们吗", "有没有人可以跟我说话")),
        *((About.REACH, one) for one in ("how can I reach you", "can I call someone?", "想找人聊聊")),
        *(
            (About.SIGHT, one)
            for one in ("我眼睛不好，字能不能大一点", "看不清楚", "I can't see very well", "bigger letters please")
        ),
        *(
            (About.MAY, one)
            for one in ("群众可以吗", "预备党员能参加吗", "can non-members use this?", "不是党员可以来吗")
        ),
        *(
            (About.SPEAKS, one)
            for one in ("English-speaking staff?", "有会说英语的工作人员吗", "does anyone there speak English")
        ),
        *(
            (About.CROSS, one)
            for one in ("你这个太难用了", "气死我了，问什么都不懂", "you're useless", "this is frustrating")
        ),
        *(
            (About.CHAT, one)
            for one in ("哈哈你真逗", "今天天气怎么样", "你吃饭了没", "how was your day?", "what's the weather like")
        ),
        *((About.LETTER, one) for one in ("我要投诉，昨天去了那个点门关着的", "给服务中心捎句话：你们门口的灯坏了")),
        (About.LETTER, "I have a complaint about the centre, the door was locked"),
        (About.LETTER, "有个建议，能不能周末也上课"),
    ],
)
def test_of_the_bot_itself(about: About, said: str) -> None:
    assert asked(said) is about


@pytest.mark.parametrize(
    "said",
    [
        "安全生产公司",
        "免费体检在哪",
        "活动板房多少钱",
        "南京西路",
        "天气预报员",
        "先生",
        "who is coming",
        "Safe Harbour Ltd",
        "党费多少钱",
        "电话",
        "哪里办挂靠",
        "我想报名",
        "谁",
        "你好",
        "嘉兴大厦",
        "free clinic",
        "建" * 301,
        "给我看看活动",
    ],
)
def test_about_something_else(said: str) -> None:
    assert asked(said) is None
