"""Everyday words typed in pinyin, written in Hanzi: "wo yao baoming", "fujin you huodong ma"."""

import re
from types import MappingProxyType
from typing import Final

from domain import bounded
from domain.remembered import remembered

_WORDS: Final = MappingProxyType(
    {
        "报名": "baoming", "参加": "canjia", "请假": "qingjia", "请个假": "qinggejia", "来不了": "laibuliao",
        "去不了": "qubuliao", "取消": "quxiao", "签到": "qiandao", "活动": "huodong", "组织生活": "zuzhishenghuo",
        "党课": "dangke", "主题党日": "zhutidangri", "志愿服务": "zhiyuanfuwu", "志愿者": "zhiyuanzhe",
        "义诊": "yizhen", "讲座": "jiangzuo", "支部大会": "zhibudahui", "附近": "fujin", "最近": "zuijin",
        "最近的": "zuijinde", "哪里": "nali", "在哪里": "zainali", "在哪": "zaina", "驿站": "yizhan",
        "服务点": "fuwudian", "服务中心": "fuwuzhongxin", "党群服务中心": "dangqunfuwuzhongxin", "挂靠": "guakao",
        "候补": "houbu", "证明": "zhengming", "证书": "zhengshu", "人工": "rengong", "客服": "kefu",
        "工作人员": "gongzuorenyuan", "投诉": "tousu", "帮助": "bangzhu", "语言": "yuyan", "中文": "zhongwen",
        "英文": "yingwen", "充电": "chongdian", "打印": "dayin", "母婴室": "muyingshi", "会议室": "huiyishi",
        "图书": "tushu", "休息": "xiuxi", "我的": "wode", "怎么": "zenme", "怎么走": "zenmezou",
        "怎么去": "zenmequ", "如何": "ruhe", "几点": "jidian", "开门": "kaimen", "关门": "guanmen", "地址": "dizhi",
        "电话": "dianhua", "记录": "jilu", "参加记录": "canjiajilu", "值班": "zhiban", "什么": "shenme",
        "什么时候": "shenmeshihou", "今天": "jintian", "明天": "mingtian", "后天": "houtian", "昨天": "zuotian",
        "今晚": "jinwan", "明晚": "mingwan", "明早": "mingzao", "上午": "shangwu", "下午": "xiawu",
        "晚上": "wanshang", "周末": "zhoumo", "下周": "xiazhou", "这周": "zhezhou", "周一": "zhouyi",
        "周二": "zhouer", "周三": "zhousan", "周四": "zhousi", "周五": "zhouwu", "周六": "zhouliu",
        "周日": "zhouri", "星期六": "xingqiliu", "星期天": "xingqitian", "可以": "keyi",
        "转组织关系": "zhuanzuzhiguanxi", "结束": "jieshu", "续期": "xuqi", "取消了吗": "quxiaolema",
        "隐私": "yinsi", "信息": "xinxi", "手机号": "shoujihao",
    }
)  # fmt: skip
_SMALL: Final = MappingProxyType(
    {
        "我": "wo", "要": "yao", "想": "xiang", "有": "you", "没有": "meiyou", "吗": "ma", "的": "de", "去": "qu",
        "在": "zai", "不": "bu", "不用": "buyong", "别": "bie", "请问": "qingwen", "一下": "yixia", "了": "le",
        "能": "neng", "帮我": "bangwo", "哪": "na", "找": "zhao", "是": "shi", "改": "gai", "换": "huan",
        "个": "ge", "办": "ban", "看": "kan", "还": "hai", "第几": "diji", "谢谢": "xiexie", "你好": "nihao",
        "到了": "daole", "吧": "ba", "呢": "ne", "给": "gei", "请": "qing", "来": "lai", "这个": "zhege",
    }
)  # fmt: skip
"""Words that mean something only beside one of the others: "you" and "de" are English and French as well."""

_HANZI: Final = {latin: hanzi for hanzi, latin in {**_SMALL, **_WORDS}.items()}
LATIN: Final = frozenset(_WORDS.values())
"""The words of ours as they are typed in pinyin."""

_LONGEST: Final = max(map(len, _HANZI))
_RUN: Final = re.compile("(?<![a-z0-9'])[a-z]+(?: [a-z]+)*(?![a-z0-9'])")
_SYLLABLES: Final = bounded.compiled(
    "(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:i[ao]ng|[iu]ang|[iu]ai|i[ae]n|iao|uan|ang|eng|ing|ong|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|[aeiouv]))++"
)
"""No blank stands within a syllable: "day in" is English, "da yin" is not."""

_MOST: Final = 80
"""No run that is longer is a sentence in pinyin."""


def written(said: str) -> str:
    """Write what is pinyin of everyday words in Hanzi, and leave the rest as it is."""
    return _RUN.sub(lambda run: _in_hanzi(run[0]), said)


@remembered(1024)
def _in_hanzi(run: str) -> str:
    words = run.split()
    if len(run) > _MOST:
        return run
    done, at = [], 0
    while at < len(words):
        for end in range(len(words), at, -1):
            hanzi = _read("".join(words[at:end])) if all(map(_SYLLABLES.fullmatch, words[at:end])) else ""
            if hanzi:
                done.append(hanzi)
                at = end
                break
        else:
            done.append(words[at])
            at += 1
    return " ".join(done)


def _read(latin: str) -> str:
    """Read a run of letters as words one after the other, the longest first; "" where one is none of ours."""
    parts = _cut(latin)
    return "".join(_HANZI[part] for part in parts) if any(part in LATIN for part in parts) else ""


def _cut(latin: str) -> tuple[str, ...]:
    """Cut it into words of ours; nothing where that leaves a rest. From the end, what can be cut is written down."""
    best: list[tuple[str, ...] | None] = [None] * len(latin) + [()]
    for at in range(len(latin) - 1, -1, -1):
        for end in range(min(len(latin), at + _LONGEST), at, -1):
            rest = best[end]
            if rest is not None and latin[at:end] in _HANZI:
                best[at] = (latin[at:end], *rest)
                break
    return best[0] or ()
