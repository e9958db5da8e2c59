"""The catalogues: everything is translated, nothing is said outside them, and the bot keeps its voice."""

import ast
import os
import re
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.dates import format_skeleton, get_day_names
from babel.units import format_unit

from bot.texts import LANGUAGES, catalogue, language_of, words
from bot.texts.catalogue import messages
from domain import figures

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


def _said(language: str, leave_out: frozenset[str] = frozenset()) -> list[str]:
    """Return every form that is said, but for those of the contexts that are left out."""
    return [
        form for message in MESSAGES[language] if message.context not in leave_out for form in _forms(message.string)
    ]


COMMANDS = "start|language|cancel|privacy|review|members|invite|rules|activities|mine|duties|record|verify"
NEWER = "roads|announce|groups|wish|wishes|interests|topics|digest|mail|write"
FORMATS = "CSV|UTF-8|XLSX|xlsx|GeoJSON|JSON|FeatureCollection|Point|Excel|MB|Telegram"
OF_LISTS = "WGS-84|GCJ-02|BD-09|crs|waystation import units"
LATIN_ALLOWED = re.compile(rf"\{{\w+\}}|/(?:{COMMANDS}|{NEWER})\b|</?[bi]>|\b(?:{FORMATS}|{OF_LISTS})\b")


def test_chinese_keeps_its_voice() -> None:
    wrong = "你|！|!|亲|错误|非法|无效|失败|抱歉地|您好！"
    assert [form for form in _said("zh_Hans") if re.search(wrong, form)] == []
    plain = {form: LATIN_ALLOWED.sub("", form) for form in _said("zh_Hans")}
    assert [form for form, left in plain.items() if re.search("[A-Za-z]", left)] == []


def test_chinese_of_the_chat_has_punctuation_in_full_width() -> None:
    """Papers and reports stand beside figures and lists, and have narrow marks."""
    plain = [LATIN_ALLOWED.sub("", form) for form in _said("zh_Hans", leave_out=frozenset({"paper", "report"}))]
    assert [form for form in plain if re.search(r"[,?;]|(?<!\d):(?!\d)", form)] == []


def test_english_keeps_its_voice() -> None:
    assert [form for form in _said("en") if HANZI.search(form)] == []
    assert [form for form in _said("en") if re.search("(?i)!|error|invalid|illegal|failed|oops", form)] == []


# ---------------------------------------------------------------- nothing is said outside the catalogues

OWN_TEXTS = {
    "bot/cli": "the command line speaks English to whoever runs the bot",
    "bot/demo": "what the invented people of the demo are called, and write",
    "bot/desk/browsers.py": "read, not said: how browsers name themselves",
    "bot/desk/exporting.py": "how a file is named to a browser",
    "bot/desk/guard.py": "the policy is for browsers",
    "bot/facts/code_words.py": "code words are typed as they stand, and what may stand before them is read",
    "bot/handlers": "what the messenger says is read, and what we answer it is for machines",
    "bot/delivery.py": "what the log says of a webhook that leads elsewhere",
    "bot/health.py": "what /healthz and /readyz say is for whoever runs the bot, and for machines",
    "bot/imports/values/addresses.py": "read, not said: how addresses begin",
    "bot/imports/table/asides.py": "read, not said: totals, signatures and notes",
    "bot/imports/values/degrees.py": "read, not said: how coordinates are written",
    "bot/imports/table/headers.py": "read, not said: what columns may be called",
    "bot/imports/values/lending_words.py": "how lists call what is shared: read, and written as it is read",
    "bot/imports/values/phones.py": "read and kept as written: telephone numbers",
    "bot/imports/table/row_cells.py": "read, not said: what spreadsheets make of codes",
    "bot/imports/values/spellings.py": "read, not said: how lists call things",
    "bot/imports/table/stated_datums.py": "read, not said: how lists call what coordinates count in",
    "bot/pages": "what a page is answered is for its script; what people read there stands in its own catalogue",
    "bot/silent_front.py": "why nothing goes to Telegram is for whoever runs the bot",
    "bot/texts/catalogue.py": "what it writes above the catalogues is for translators",
    "bot/texts/cldr.py": "the forms of CLDR, held against Babel's below",
}
"""Files and folders that may hold text of their own, each with its reason."""

OWN_WORDS = {
    *NAMES_OF_LANGUAGES,
    "驿站 Waystation",  # its name, the same in every language
    "上海市",  # the city of a list that names none, until it is set
    "-//Waystation//Organisational life//ZH",  # who made a calendar, for machines
    "waystation failed list",  # commands, to be typed
    "waystation import calendar FILE",
    "waystation rotate-key",
    "somebody else",  # in JSON, for machines
    "bytes of UTF-8",  # what a channel counts in
    "there is no channel ",  # why a message was refused, in the store
    "this channel cannot say it",
    "chat not found",  # what the messenger says, and is read
    "not enough rights",
    "too long",
    "nothing arrives",  # why an announcement was stopped, for the audit
    "the row cannot be read: ",  # why a message was refused, for the log
}

_TRANSLATING = {"t", "words", "plain", "button", "paper", "report", "plural", "Names", "button_labels", "_labels"}
_FOR_OPERATORS = {"Counter", "Gauge", "Histogram", "Field"}
_SENTENCE = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}|^[A-Z][a-z]+[.?!]$")


@cache
def _files() -> dict[str, ast.AST]:
    """Read every file of the rooms that speak, by its path."""
    house = ROOM.parent
    files = (file for room in catalogue.ROOMS for file in sorted(room.rglob("*.py")))
    return {file.relative_to(house).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}


def _has_own_texts(path: str) -> bool:
    return any(path == own or path.startswith(f"{own}/") for own in OWN_TEXTS)


def _texts(tree: ast.AST) -> dict[ast.AST, str]:
    """Find every text that is no documentation, be it part of a longer one, in a table or handed on."""
    documentation = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in documentation]
    return {node: node.value for node in constants if isinstance(node.value, str)}


def _called(node: ast.Call) -> str:
    return catalogue._verb(node.func)


def _outside_the_catalogues(tree: ast.AST) -> dict[ast.AST, str]:
    """Leave out what is translated, and what only operators read: reasons of exceptions, the log, metrics."""
    seen: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            seen |= set(ast.walk(node))
        elif isinstance(node, ast.Call) and _called(node) in _TRANSLATING:
            seen |= {part for argument in node.args for part in ast.walk(argument)}
        elif isinstance(node, ast.Call) and (_called(node) in _FOR_OPERATORS or ast.unparse(node.func)[:4] == "log."):
            seen |= set(ast.walk(node))
    return {node: text for node, text in _texts(tree).items() if node not in seen}


def _hanzi(tree: ast.AST) -> set[str]:
    return {text for text in _texts(tree).values() if HANZI.search(text)} - OWN_WORDS


def _sentences(tree: ast.AST) -> set[str]:
    """Find English that reads like a sentence, and what a message, button or key says beside what is translated."""
    shown = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) in {"Text", "Button", "Key"}
        for argument in node.args[:1]
        for part in ast.walk(argument)
    }
    return {
        text
        for node, text in _outside_the_catalogues(tree).items()
        if _SENTENCE.search(text) or (node in shown and re.search("[A-Za-z]{2}", TAGS.sub("", text)))
    } - OWN_WORDS


def test_every_file_that_speaks_is_looked_at() -> None:
    every = sum(name.endswith(".py") for room in catalogue.ROOMS for _, _, names in os.walk(room) for name in names)
    looked_at = [path for path in _files() if not _has_own_texts(path)]
    excepted = [path for path in _files() if _has_own_texts(path)]
    assert (len(looked_at) + len(excepted), len(looked_at) > 2 * len(excepted)) == (every, True)


def test_code_has_no_hanzi_of_its_own() -> None:
    found = {path: _hanzi(tree) for path, tree in _files().items() if not _has_own_texts(path)}
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_code_says_no_sentence_of_its_own() -> None:
    found = {path: _sentences(tree) for path, tree in _files().items() if not _has_own_texts(path)}
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_chinese_has_its_own_marks() -> None:
    """Beside a hanzi a comma, colon, bracket or question mark is a full one, in what is said as on paper."""
    beside = re.compile(r"[\u4e00-\u9fff”）}][,;?!]|[,;?!][\u4e00-\u9fff“（]|[\u4e00-\u9fff][:(]|[):][\u4e00-\u9fff]")
    said = [form for message in MESSAGES["zh_Hans"] for form in _forms(message.string)]
    assert [form for form in said if beside.search(form)] == []


def test_every_exception_is_needed() -> None:
    files = _files()
    needed = {
        own
        for own in OWN_TEXTS
        for path, tree in files.items()
        if (path == own or path.startswith(f"{own}/")) and (_hanzi(tree) or _sentences(tree))
    }
    said = {text for tree in files.values() for text in _texts(tree).values()}
    assert (set(OWN_TEXTS) - needed, OWN_WORDS - said) == (set(), set())


@pytest.mark.parametrize(
    "code",
    [
        'x = f"{count} 人"',
        'x = "共 " + str(count)',
        'x = {1: "活动"}',
        'x = t("Hello", name="王芳")',
        'x: Final = (("活动", "Activity"),)',
        "def say(what: str = '好') -> None: ...",
    ],
)
def test_hanzi_does_not_hide(code: str) -> None:
    assert len(_hanzi(ast.parse(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        'x = f"{count} people came"',
        'x = "There is " + "nothing"',
        'x = {1: "party lecture"}',
        'x = t("Hello", name="nobody at all")',
        'x = Button(f"More {name}", data)',
        'x = Text("<b>Yes</b>")',
        'x = Key(t("Yes") + " please")',
        "def say(what: str = 'Well done.') -> None: ...",
    ],
)
def test_sentence_does_not_hide(code: str) -> None:
    assert len(_sentences(ast.parse(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        '"""What it is for: 活动."""',
        't("There is nothing here.")',
        'words(language).paper("Held by")',
        'paper("came as")',
        'Names("kind", {1: "party lecture"})',
        'raise ValueError("there is none")',
        'log.warning("delivery is no update")',
        'Text("<b></b>")',
        'Button(t.button("Back to the menu"), "back")',
    ],
)
def test_what_is_translated_or_for_operators_may_stand_in_code(code: str) -> None:
    tree = ast.parse(code)
    assert (_hanzi(tree), _sentences(tree)) == (set(), set())


def test_messages_are_found_in_every_form(tmp_path: Path) -> None:
    (tmp_path / "said.py").write_text(
        'x = words("en"), t("one", name=n), desk.words("two"), words(l)("three"), t.plain("four"), t.button("five")\n'
        'y = t.plural("a {number}", "many {number}", n), t(name), other("six"), [f][0]("seven"), t.plural("odd")\n'
        'z = Names("kind", {A: "eight", B: name}), paper("nine"), t.paper("ten", n=1), E.report("eleven")\n'
    )
    found = [(message.context, message.one, message.many) for message in messages(tmp_path)]
    assert sorted(found) == [
        ("", "a {number}", "many {number}"),
        ("", "four", ""),
        ("", "one", ""),
        ("", "three", ""),
        ("", "two", ""),
        ("button", "five", ""),
        ("kind", "eight", ""),
        ("paper", "nine", ""),
        ("paper", "ten", ""),
        ("report", "eleven", ""),
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


def _chinese() -> list[str]:
    return [form for message in MESSAGES["zh_Hans"] for form in _forms(message.string)]


@pytest.mark.parametrize("figure", ["20", "20 秒", "9:30", "12月3日（周四）9:30", "1,284", "9:30–11:00"])
def test_space_stands_between_hanzi_and_a_figure(figure: str) -> None:
    """As in 850 米 (docs/decisions/0007); a date is set solid, and so is what people call their rooms."""
    said = [
        figures.filled(text, dict.fromkeys(_fields(text), figure)) for text in _chinese() if not _DATED.search(text)
    ]
    assert [text for text in said if _TIGHT.search(_DATE.sub("〇", text))] == []


_DATED = re.compile(r"[年月]\{|\}[年月日]")
"""What spells a date out itself, figure by figure."""
_DATE = re.compile("[0-9]{1,4}[年月日](?:[0-9]{1,2}[月日])*(?:（周.）)?[0-9]*(?=[月日]?)")
_TIGHT = re.compile("[\u3400-\u9fff][0-9]|[0-9](?![年月日号])[\u3400-\u9fff]")


@pytest.mark.parametrize(
    ("message", "value", "said"),
    [
        ("大约还要{left}", "20 秒", "大约还要 20 秒"),
        ("{when}前", "今天 18:00", "今天 18:00 前"),
        ("在{day}", "12月3日", "在12月3日"),
        ("{day}到", "12月3日", "12月3日到"),
        ("{year}年{month}月", "2026", "2026年2026月"),
        ("在{place}", "301会议室", "在301会议室"),
        ("在{place}见", "嘉兴大厦B2", "在嘉兴大厦B2见"),
    ],
)
def test_where_a_figure_meets_chinese(message: str, value: str, said: str) -> None:
    assert figures.filled(message, dict.fromkeys(_fields(message), value)) == said


def test_one_word_for_who_organises() -> None:
    """As docs/glossary.md has it."""
    assert [text for text in _chinese() if re.search("组织员|组织者", text)] == []
