"""The words that a list of what is shared uses, in either language: kinds, who may use it, and what a room has."""

from typing import Final

from bot.imports.values.spellings import Spellings, is_unknown, listed
from domain.booking.resources import NOTHING, Has, Kind, Use

kind: Final = Spellings[Kind](
    {
        Kind.ROOM: "场地 房间 会议室 教室 活动室 多功能厅 礼堂 room hall meetingroom venue",
        Kind.EQUIPMENT: "设备 物品 器材 物资 equipment thing kit device",
        Kind.SPEAKER: "主讲人 讲师 师资 老师 导师 宣讲员 speaker tutor teacher lecturer",
    }
)

use: Final = Spellings[Use](
    {
        Use.OWN: "本单位 仅本单位 不外借 内部 自用 own internal ownunit",
        Use.ASK: "需申请 申请 审批 经批准 外单位申请 ask onrequest request",
        Use.FREE: "共享 免审批 直接预订 开放 开放共享 free open shared",
    }
)

_feature: Final = Spellings[Has](
    {
        Has.PROJECTOR: "投影 投影仪 投影机 大屏 显示屏 projector screen display",
        Has.SOUND: "音响 话筒 麦克风 扩音 sound microphone pa speakers",
        Has.WHITEBOARD: "白板 黑板 whiteboard board flipchart",
        Has.VIDEO_CALL: "视频会议 视频 远程会议 videocall videoconference video",
        Has.STEP_FREE: "无障碍 轮椅 stepfree wheelchair accessible",
        Has.TABLES: "桌椅 桌子 课桌 tables desks",
        Has.TEA: "茶水 饮水 饮水机 茶歇 tea water kitchen",
    }
)

_LANGUAGES: Final = Spellings[str]({"zh": "中文 汉语 普通话 zh chinese", "en": "英文 英语 en english"})


def features(written: str) -> tuple[Has, tuple[str, ...]]:
    """Read words separated by 、 , ; / or |, and return those that are not known beside what they make."""
    found, unknown = NOTHING, list[str]()
    for word in () if is_unknown(written) else listed(written):
        one = _feature(word)
        if one is None:
            unknown.append(word)
        else:
            found |= one
    return found, tuple(unknown)


def languages(written: str) -> tuple[str, ...]:
    """Read languages; one that has no code here stays as it is written."""
    return tuple(_LANGUAGES(word) or word for word in listed(written))


def named_features(has: Has) -> str:
    """Name what a room has, as a list may name it."""
    return "、".join(words.split()[0] for one, words in _feature.words.items() if one in has)


def known_features() -> str:
    """Name what a room can have, as a list may name it."""
    return "、".join(words.split()[0] for words in _feature.words.values())
