"""The polite words around what is asked for."""

from domain.said.writing.politeness import bare, says_no


def test_polite_words_are_taken_off() -> None:
    assert bare("帮我请原支部确认一下") == "原支部确认"
    assert bare("idliketoaffiliatehereplease") == "affiliatehere"
    assert not bare("好的")


def test_no_is_heard() -> None:
    assert says_no("我不想")
    assert says_no("I don't")
    assert not says_no("another")
