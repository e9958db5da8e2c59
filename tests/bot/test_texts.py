"""The catalogues: everything is translated, nothing is said outside them, and the bot keeps its voice."""

import ast
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from string import Formatter

import pytest
from babel.dates import format_skeleton, get_day_names
from babel.units import format_unit

from bot.texts import LANGUAGES, catalogue, language_of, words
from bot.texts.catalogue import messages

ROOM = Path(catalogue.__file__).parent.parent
HANZI = re.compile("[\u3400-\u9fff]")
TAGS = re.compile(r"</?(?:b|i|u|s|code|pre|blockquote)>")
ZH, EN = words("zh_Hans"), words("en")

NAMES_OF_LANGUAGES = {"语言 · Language", "请选择语言 · Which language?", "中文", "English"}
"""What everybody must be able to read, whatever language is set."""


MESSAGES = {language: [message for message in catalogue.catalogue(language) if message.id] for language in LANGUAGES}


def _forms(text: object) -> list[str]:
    return list(text) if isinstance(text, (tuple, list)) else [str(text)]


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_says_what_the_code_says(language: str) -> None:
    said = {(message.context, message.one) for message in messages()}
    translated = {(message.context or "", _forms(message.id)[0]) for message in MESSAGES[language]}
    assert translated == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_what_the_tool_would_write(language: str) -> None:
    assert catalogue.written(language) == (ROOM / "texts" / language / "waystation.po").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    count = {"zh_Hans": 1, "en": 2}[language]  # forms of a plural
    for message in MESSAGES[language]:
        forms = _forms(message.string)
        assert len(forms) == (1 if isinstance(message.id, str) else count), message.id
        assert [form for form in forms if not form.strip()] == [], message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_code(language: str) -> None:
    for message in MESSAGES[language]:
        forms = _forms(message.string)
        assert [_fields(form) for form in forms] == [_fields(_forms(message.id)[-1])] * len(forms), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_are_allowed_and_closed(language: str) -> None:
    for form in _said(language):
        tags = TAGS.findall(form)
        assert re.findall("[<>&]", TAGS.sub("", form)) == [], form
        assert [tag.replace("/", "") for tag in tags[1::2]] == tags[::2], form


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_within_the_limits(language: str) -> None:
    for message in MESSAGES[language]:
        most = 40 if message.context == "button" else 300  # a button of 40 fits a phone; eight texts make one message
        assert [form for form in _forms(message.string) if len(form) > most] == []


def _said(language: str) -> list[str]:
    return [form for message in MESSAGES[language] for form in _forms(message.string)]


COMMANDS = "start|language|cancel|privacy|review|members|invite|rules|activities|mine|record|verify"
NEWER = "announce|groups|wish|wishes|interests|topics|digest|mail|write"
LATIN_ALLOWED = re.compile(rf"\{{\w+\}}|/(?:{COMMANDS}|{NEWER})\b|</?[bi]>")


def test_chinese_keeps_its_voice() -> None:
    wrong = "你|！|!|亲|错误|非法|无效|失败|抱歉地|您好！"
    assert [form for form in _said("zh_Hans") if re.search(wrong, form)] == []
    plain = {form: LATIN_ALLOWED.sub("", form) for form in _said("zh_Hans")}
    assert [form for form, left in plain.items() if re.search("[A-Za-z]", left)] == []
    # Punctuation in full width.
    assert [form for form, left in plain.items() if re.search(r"[,?;]|(?<!\d):(?!\d)", left)] == []


def test_english_keeps_its_voice() -> None:
    assert [form for form in _said("en") if HANZI.search(form)] == []
    assert [form for form in _said("en") if re.search("(?i)!|error|invalid|illegal|failed|oops", form)] == []


# ---------------------------------------------------------------- nothing is said outside the catalogues


def _trees() -> list[tuple[str, ast.AST]]:
    files = [*sorted((ROOM / "flows").rglob("*.py")), ROOM / "turn.py", ROOM / "introduction.py"]
    return [(file.name, ast.parse(file.read_text("utf-8"))) for file in files]


def test_code_has_no_hanzi_of_its_own() -> None:
    said = {
        node.value
        for _, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HANZI.search(node.value)
    }
    assert said <= NAMES_OF_LANGUAGES


def test_code_says_no_literal() -> None:
    said = {
        node.args[0].value
        for _, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Text", "Button", "Key"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert said <= NAMES_OF_LANGUAGES


def test_messages_are_found_in_every_form(tmp_path: Path) -> None:
    (tmp_path / "said.py").write_text(
        'x = t("one", name=n), desk.words("two"), words(l)("three"), t.plain("four"), t.button("five")\n'
        'y = t.plural("a {number}", "many {number}", n), t(name), other("six"), [f][0]("seven"), t.plural("odd")\n'
    )
    found = [(message.context, message.one, message.many) for message in messages(tmp_path)]
    assert sorted(found) == [
        ("", "a {number}", "many {number}"),
        ("", "four", ""),
        ("", "one", ""),
        ("", "three", ""),
        ("", "two", ""),
        ("button", "five", ""),
    ]


@pytest.mark.parametrize(
    ("message", "english", "other"),
    [
        (catalogue.Message("button", "Menu"), "Menu", ""),
        (catalogue.Message("", "{number} day", "{number} days"), ("{number} day", "{number} days"), ("", "")),
    ],
)
def test_new_message_is_open_for_the_translator(message: catalogue.Message, english: object, other: object) -> None:
    assert (catalogue._first(message, "en"), catalogue._first(message, "zh_Hans")) == (english, other)


def test_language_without_a_catalogue_begins_with_an_empty_one() -> None:
    assert [message for message in catalogue.catalogue("fr") if message.id] == []


# ---------------------------------------------------------------- words, numbers, dates


def test_named_values_are_escaped() -> None:
    assert EN("I could not find “{typed}”.", typed="<b>&") == "I could not find “&lt;b&gt;&amp;”."


def test_button_and_plain_text_are_not_escaped() -> None:
    assert EN.button("{a}", a="<") == "<"
    assert EN.plain("{a}", a="<") == "<"
    assert EN.plain("100 % {") == "100 % {"


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (1, "x: 1 service point", "x，共 1 个服务点"),
        (2, "x: 2 service points", "x，共 2 个服务点"),
        (0, "x: 0 service points", "x，共 0 个服务点"),
        (1_284, "x: 1,284 service points", "x，共 1,284 个服务点"),
    ],
)
def test_plural(number: int, english: str, chinese: str) -> None:
    forms = ("{unit}: {number} service point", "{unit}: {number} service points")
    assert (EN.plural(*forms, number, unit="x"), ZH.plural(*forms, number, unit="x")) == (english, chinese)


@pytest.mark.parametrize(
    ("metres", "english", "chinese"),
    [
        (0.0, "10 m", "10 米"),
        (84.0, "80 m", "80 米"),
        (854.0, "850 m", "850 米"),
        (994.9, "990 m", "990 米"),
        (995.0, "1 km", "1 公里"),
        (1240.0, "1.2 km", "1.2 公里"),
        (9949.0, "9.9 km", "9.9 公里"),
        (9950.0, "10 km", "10 公里"),
        (9_262_000.0, "9,262 km", "9,262 公里"),
    ],
)
def test_distance(metres: float, english: str, chinese: str) -> None:
    assert (EN.distance(metres), ZH.distance(metres)) == (english, chinese)


@pytest.mark.parametrize("language", LANGUAGES)
def test_distances_equal_those_of_babel(language: str) -> None:
    space = " " if language == "zh_Hans" else ""  # CLDR sets Chinese units close
    said = words(language)
    for metres in (*range(10, 990, 10), *range(1_000, 9_900, 100), *range(10_000, 20_000_000, 77_000)):
        far = metres >= 1_000
        kilometres = round(metres / 1000, 0 if metres >= 9_950 else 1)
        amount, unit = (kilometres, "length-kilometer") if far else (metres, "length-meter")
        expected = format_unit(amount, unit, "short", locale=language)
        assert said.distance(metres) == re.sub("(公里|米)", rf"{space}\1", expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_equal_those_of_babel(language: str) -> None:
    said, skeleton = words(language), {"zh_Hans": "MMMdE", "en": "EdMMM"}[language]
    days = [date(2026, 1, 1) + timedelta(ahead) for ahead in range(800)]
    assert [said.day(day) for day in days] == [format_skeleton(skeleton, day, locale=language) for day in days]
    assert [said.full_day(day) for day in days] == [format_skeleton("yMMMd", day, locale=language) for day in days]
    assert [said.month(day) for day in days] == [format_skeleton("yMMM", day, locale=language) for day in days]


@pytest.mark.parametrize("language", LANGUAGES)
def test_weekdays_equal_those_of_babel(language: str) -> None:
    names = get_day_names("abbreviated", "stand-alone", language)
    assert [words(language).weekday(number) for number in range(7)] == [names[number] for number in range(7)]


def test_days_and_times() -> None:
    day, moment = date(2026, 12, 3), datetime(2026, 12, 3, 9, 5)  # noqa: DTZ001  a local time
    assert (EN.day(day), ZH.day(day)) == ("Thu, Dec 3", "12月3日周四")
    assert (EN.weekday(6), ZH.weekday(0)) == ("Sun", "周一")
    assert (EN.clock(moment), ZH.clock(moment), ZH.clock(time(19))) == ("9:05", "9:05", "19:00")


@pytest.mark.parametrize(
    ("code", "language"),
    [("zh-hans", "zh_Hans"), ("zh-hant", "zh_Hans"), ("ZH_cn", "zh_Hans"), ("en-GB", "en"), ("fr", "x"), ("", "x")],
)
def test_language_of(code: str, language: str) -> None:
    assert language_of(code, "x") == language
