"""Words that steer a conversation are understood alone, with a kind word beside them, and never within a sentence."""

import pytest

from domain.said.answers.control_words import Control, understood


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("返回", Control.BACK),
        ("返回。", Control.BACK),
        ("请返回上一步", Control.BACK),
        ("上一步", Control.BACK),
        ("回到上一页", Control.BACK),
        ("Back", Control.BACK),
        ("go back please", Control.BACK),
        ("菜单", Control.MENU),
        ("返回主菜单", Control.MENU),
        ("首页", Control.MENU),
        ("ＭＥＮＵ", Control.MENU),
        ("back to the main menu", Control.MENU),
        ("取消", Control.CANCEL),
        ("我要取消", Control.CANCEL),
        ("退出", Control.CANCEL),
        ("算了吧", Control.CANCEL),
        ("先不填了", Control.CANCEL),
        ("cancel", Control.CANCEL),
        ("Never mind!", Control.CANCEL),
        ("以后再说", Control.LATER),
        ("以后再说吧", Control.LATER),
        ("下次再填", Control.LATER),
        ("later", Control.LATER),
        ("帮助", Control.HELP),
        ("帮助？", Control.HELP),
        ("怎么填", Control.HELP),
        ("HELP", Control.HELP),
        ("跳过", Control.SKIP),
        ("跳过这题", Control.SKIP),
        ("skip, please", Control.SKIP),
        # What only contains such a word, names somebody, or means a day
        ("取消报名", None),
        ("取消我的活动", None),
        ("我的菜单在哪里", None),
        ("帮助中心在哪里", None),
        ("backpack", None),
        ("later that day I will come to the point", None),
        ("改天", None),
        ("王芳", None),
        ("", None),
        ("🙂", None),
        ("返回" * 20, None),
    ],
)
def test_control_word(typed: str, meant: Control | None) -> None:
    assert understood(typed) is meant
