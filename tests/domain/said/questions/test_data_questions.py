"""What is asked about one's data, and what is a name all the same."""

import pytest

from domain.said.questions.data_questions import DataQuestion, asked


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (DataQuestion.SEEN, "谁能看到"),
        (DataQuestion.SEEN, "谁能看到我写的？"),
        (DataQuestion.SEEN, "单位会知道吗"),
        (DataQuestion.SEEN, "我的信息会给谁看"),
        (DataQuestion.SEEN, "who can see this"),
        (DataQuestion.SEEN, "Will my employer know?"),
        (DataQuestion.SAFE, "这个安全吗"),
        (DataQuestion.SAFE, "请问我的信息安全吗"),
        (DataQuestion.SAFE, "会不会泄露"),
        (DataQuestion.SAFE, "is this safe"),
        (DataQuestion.SAFE, "can I trust you"),
        (DataQuestion.KEPT, "保存多久"),
        (DataQuestion.KEPT, "我的信息会保留多久呢"),
        (DataQuestion.KEPT, "how long will you keep it"),
        (DataQuestion.TAKEN_BACK, "能撤回吗"),
        (DataQuestion.TAKEN_BACK, "以后能删掉吗"),
        (DataQuestion.TAKEN_BACK, "不同意会怎么样"),
        (DataQuestion.TAKEN_BACK, "can I withdraw later?"),
    ],
)
def test_question(question: DataQuestion, text: str) -> None:
    assert asked(text) is question


@pytest.mark.parametrize(
    "text", ["上海安全生产公司", "王安全", "12楼", "Safe Harbour Ltd", "不同意", "谁", "谁能看到" * 20]
)
def test_no_question(text: str) -> None:
    assert asked(text) is None
