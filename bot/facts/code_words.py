"""Code words: short, plain, told apart by ear; one is spoken in the room, and whoever is there types it."""

import hmac
from functools import cache
from typing import Final
from unicodedata import normalize

from storage.places.pinyin import syllables

WORDS: Final = tuple(
    """
    春天 夏天 秋天 冬天 太阳 月亮 星星 白云 大海 高山 小河 森林 草原 沙滩 彩虹 雪花 春风 秋雨 朝霞 晚霞
    苹果 香蕉 葡萄 西瓜 桃子 柠檬 草莓 樱桃 石榴 菠萝 芒果 橙子 柚子 荔枝 核桃 花生 板栗 红枣 番茄 黄瓜
    萝卜 白菜 土豆 南瓜 玉米 豆腐 面包 馒头 饺子 包子 米饭 面条 豆浆 牛奶 茶叶 咖啡 蜂蜜 白糖 汤圆 月饼
    牡丹 荷花 菊花 梅花 兰花 茉莉 玫瑰 鲜花 桂花 竹子 松树 柳树 梧桐 银杏 枫叶 向日葵 蒲公英 水仙 芦苇 青草
    熊猫 老虎 狮子 大象 骆驼 白马 黄牛 山羊 兔子 猴子 孔雀 喜鹊 燕子 白鹤 天鹅 海鸥 老鹰 鲸鱼 海豚 金鱼
    蝴蝶 蜻蜓 蜜蜂 蚂蚁 青蛙 乌龟 企鹅 长颈鹿 袋鼠 刺猬 钢笔 铅笔 书包 课本 黑板 地图 词典 报纸 信封 邮票
    雨伞 眼镜 手表 钥匙 毛巾 牙刷 枕头 棉被 窗帘 台灯 沙发 书桌 椅子 水杯 筷子 饭碗 勺子 菜刀 水壶 火锅
    火车 汽车 飞机 轮船 地铁 自行车 卡车 火箭 卫星 帆船 码头 车站 大桥 隧道 灯塔 广场 公园 学校 医院 邮局
    钢琴 吉他 笛子 二胡 唢呐 鼓手 歌曲 舞蹈 电影 画展 足球 篮球 排球 乒乓 羽毛 游泳 跑步 登山 象棋 围棋
    风筝 灯笼 剪纸 陶瓷 丝绸 书法 国画 印章 折扇 毛笔 长城 黄河 长江 泰山 西湖 故宫 敦煌 桂林 拉萨 三亚
    医生 老师 工人 农民 司机 厨师 画家 诗人 渔夫 木匠 早晨 中午 傍晚 夜晚 昨天 明年 元旦 中秋 端午 重阳
    """.split()  # noqa: SIM905  a list in brackets and quotes would take three screens
)

_MOST: Final = 80  # signs: no word with all that may stand before it is longer

_BEFORE: Final = ("口令是", "口令", "code word", "codeword", "the word is")


def chosen(secret: bytes, before: str = "") -> str:
    """Choose a word by the activity's secret: the first one, or the one that follows another."""
    number = int.from_bytes(hmac.digest(secret, before.encode(), "sha256")) % len(WORDS)
    found = WORDS[number]
    return found if found != before else WORDS[number - 1]


def is_meant(typed: str, word: str) -> bool:
    """Tell whether this is the word, however it was spaced and stopped; in pinyin too."""
    return _letters(typed) in _spelt(word)


def is_one(typed: str) -> bool:
    """Tell whether this is one of all the words, so that it may have been meant for one."""
    return _letters(typed) in _all()


def is_called_one(typed: str) -> bool:
    """Tell whether what is typed calls itself a code word."""
    return normalize("NFKC", typed).casefold().strip().startswith(_BEFORE)


def _letters(typed: str) -> str:
    said = normalize("NFKC", typed).casefold().strip() if len(typed) <= _MOST else ""
    for before in _BEFORE:
        said = said.removeprefix(before)
    return "".join(filter(str.isalnum, said))


def _spelt(word: str) -> frozenset[str]:
    return frozenset({word, syllables(word).replace(" ", "")})


@cache
def _all() -> frozenset[str]:
    return frozenset().union(*map(_spelt, WORDS))
