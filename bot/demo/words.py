"""The words of which the demo's invented names are made, and the habits of its service points."""

from typing import Final

from domain.places.places import SiteKind


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


AUSPICIOUS: Final = _words(
    "嘉兴 恒隆 瑞丰 金桂 永泰 华盛 东方 锦江 宏源 天和 明德 新业 汇通 中远 万象 安泰 德胜 启明 盛世 长青 "
    "海悦 银杏 云帆 星辰 白玉 梧桐 紫藤 丹桂 玉兰 翠湖 金色 阳光 和平 康宁 福临 祥云 瑞和 同济 文汇 书香 "
    "创智 智汇 联合 众创 博学 远景 飞跃 领航 腾飞 宏图 鼎盛 富海 国润 兴业 信达 诚信 仁德 礼和 春申 浦江 "
    "沪西 申江 海纳 百川 临港 东昌 西岸 南洋 北辰 中环 锦绣 繁星 晨曦 晚霞 秋水 枫林 松柏 竹园 兰亭 荷风"
)

SITES: Final = {
    SiteKind.BUILDING: _words("大厦 广场 中心 商务楼 国际大厦 金融大厦 科技楼 商务中心"),
    SiteKind.PARK: _words("科技园 创意园 产业园 文创园 软件园"),
    SiteKind.DEVELOPMENT_ZONE: _words("经济园区 高新区 智造基地"),
    SiteKind.SHOPPING_STREET: _words("商业街 步行街 美食街 老街"),
    SiteKind.MARKET: _words("菜市场 农贸市场 花鸟市场 建材市场"),
}
"""How sites of each kind are called, after an auspicious word."""

TOWNS: Final = _words(
    "桂林 宜山 钦州 柳州 苍梧 漓江 玉林 凤阳 安庆 芜湖 铜陵 庐山 九江 赣州 吉安 上饶 抚州 建德 淳安 桐乡 "
    "海宁 平湖 嘉善 德清 长兴 安吉 余姚 奉化 宁海 象山 临海 温岭 玉环 丽水 龙泉 青田 缙云 松阳 云和 庆元 "
    "沂水 临沂 枣庄 滕州 济宁 曲阜 泰安 肥城 莱芜 淄博 博兴 滨州 德州 聊城 菏泽 商丘 周口 漯河 许昌 平顶山 "
    "洛川 延安 宜川 志丹 甘泉 富县 黄陵 铜川 耀县 蒲城 大荔 韩城 灵石 平遥 祁县 榆次 阳泉 盂县 定襄 忻州 "
    "伊犁 哈密 吐鲁番 库车 疏勒 和田 若羌 民丰 于田 莎车 昭通 曲靖 楚雄 大理 保山 腾冲 瑞丽 芒市 景谷 思茅"
)
"""Shanghai names its roads for the towns of the country; which town stands where is invented."""

TURNS: Final = ("路", "路", "路", "东路", "西路", "南路", "北路", "支路")

ESTATES: Final = ("新村", "苑", "花园", "里", "坊", "家园", "公寓", "名邸")

QUARTERS: Final = ("", "东区", "西区")

IN_A_BUILDING: Final = ("党群服务站", "党员驿站", "党群服务点")
SMALL_IN_A_BUILDING: Final = ("骑手驿站", "快递驿站", "党群微站", "白领驿站")

ON_A_ROAD: Final = _words(
    "骑手驿站 司机之家 菜场微站 公交枢纽微站 环卫休息点 户外职工驿站 街心公园微站 社区食堂微站 书店微站 邮政微站 "
    "银行网点微站 充电站微站 快递小哥驿站 社区学校微站 地铁口微站"
)

LARGE_HOURS: Final = (
    "Mo-Su 08:30-20:00",
    "Mo-Su 09:00-21:00",
    "Mo-Fr 08:30-20:30; Sa,Su 09:00-17:00",
    "Mo-Fr 08:30-20:00; Sa,Su 09:00-17:00; PH off",
)

USUAL_HOURS: Final = (
    "Mo-Fr 09:00-17:00; PH off",
    "Mo-Fr 09:00-11:30,13:00-17:00; PH off",
    "Mo-Fr 08:30-17:30; Sa 09:00-12:00; PH off",
    "Mo-Sa 09:00-18:00; PH off",
    "Mo-Su 09:00-17:00",
    "Tu-Su 09:30-20:00",
    "",
)

SMALL_HOURS: Final = (
    "24/7",
    "24/7",
    "Mo-Su 06:00-22:00",
    "Mo-Su 10:00-22:00",
    "Mo-Su 07:00-19:00; PH 09:00-17:00",
    "Mo-Su 05:00-13:00",
    "Mo-Su 17:00-02:00",
    "",
)
"""An empty one: nobody has told the hours."""

FURTHER_CENTRES: Final = {
    "310115005": "陆家嘴金融城",
    "310101013": "外滩金融集聚带",
    "310104501": "漕河泾科创园区",
    "310115503": "张江科学城",
    "310112008": "虹桥商务区",
    "310115145": "临港新片区",
}
"""A second centre in these subdistricts: with one in each of the 234 they are 240."""

BRANCHES: Final = {
    SiteKind.BUILDING: "楼宇联合党支部",
    SiteKind.PARK: "园区联合党支部",
    SiteKind.DEVELOPMENT_ZONE: "联合党支部",
    SiteKind.SHOPPING_STREET: "商圈党支部",
    SiteKind.MARKET: "市场党支部",
}
"""How a site's branch is called, after the site's name."""
