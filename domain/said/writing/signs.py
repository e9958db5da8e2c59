"""What people type, brought to one form before it is taken apart: width, case, dashes, traditional signs."""

import re
from typing import Final
from unicodedata import normalize

CUT: Final = "\n"
"""Stands where something was understood and cut out, so that what was apart does not grow together."""

_TRADITIONAL: Final = (
    "問刪報請簽動課黨掛點證書務開門結轉換電話幾裡裏麼嗎誰語誌義診講這週個後號國慶節場還沒來時間參資訊員組織會議圖閱讀廁驛無線醫藥費繳關係離滬鄉續長導"
    "遊覽說應該將為對過樓區廳進聯繫絡獲贊據紀錄單級別聽預約閉營業誤辦輪隊發給兩歲並從現實際邊當認識處備註冊訂舉補變紙與體驗嚮兒準寶媽嬰戶頭錢題愛願"
)
_SIMPLIFIED: Final = (
    "问删报请签动课党挂点证书务开门结转换电话几里里么吗谁语志义诊讲这周个后号国庆节场还没来时间参资讯员组织会议图阅读厕驿无线医药费缴关系离沪乡续长导"
    "游览说应该将为对过楼区厅进联系络获赞据纪录单级别听预约闭营业误办轮队发给两岁并从现实际边当认识处备注册订举补变纸与体验向儿准宝妈婴户头钱题爱愿"
)
_ONE_WAY: Final = str.maketrans(
    _TRADITIONAL + "’‘`—–―～〜“”「」『』【】《》〈〉・•·…",
    _SIMPLIFIED + "'''-----" + " " * 16,
)
_UNSEEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0f\ufeff\x00-\x08\x0e-\x1f]")


def plain(text: str) -> str:
    """Write it in one width, one case and simplified signs, with single blanks."""
    return " ".join(_UNSEEN.sub("", normalize("NFKC", text)).casefold().translate(_ONE_WAY).split())
