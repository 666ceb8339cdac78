"""Zones in words: nobody reads Asia/Hong_Kong on a clock.

Chinese has names of its own for the places most people here come from. They are ours: what Python
knows of zones are their rules, in English.
"""

# How Chinese calls the places zones are named by, {place: (traditional, simplified)}. Any other
# place keeps its Latin letters.
_PLACES = {
    "Hong Kong": ("香港", "香港"), "Macau": ("澳門", "澳门"), "Taipei": ("台北", "台北"),
    "Shanghai": ("北京", "北京"), "Urumqi": ("烏魯木齊", "乌鲁木齐"),
    "Singapore": ("新加坡", "新加坡"), "Kuala Lumpur": ("吉隆坡", "吉隆坡"),
    "Bangkok": ("曼谷", "曼谷"), "Ho Chi Minh": ("胡志明市", "胡志明市"),
    "Jakarta": ("雅加達", "雅加达"), "Manila": ("馬尼拉", "马尼拉"), "Tokyo": ("東京", "东京"),
    "Seoul": ("首爾", "首尔"), "Kolkata": ("印度", "印度"), "Calcutta": ("印度", "印度"),
    "Karachi": ("卡拉奇", "卡拉奇"), "Dhaka": ("達卡", "达卡"),
    "Kathmandu": ("加德滿都", "加德满都"),
    "Colombo": ("科倫坡", "科伦坡"), "Almaty": ("阿拉木圖", "阿拉木图"),
    "Tehran": ("德黑蘭", "德黑兰"), "Dubai": ("杜拜", "迪拜"), "Riyadh": ("利雅得", "利雅得"),
    "Istanbul": ("伊斯坦堡", "伊斯坦布尔"), "Jerusalem": ("耶路撒冷", "耶路撒冷"),
    "Cairo": ("開羅", "开罗"), "Lagos": ("拉哥斯", "拉各斯"), "Nairobi": ("奈洛比", "内罗毕"),
    "Johannesburg": ("約翰內斯堡", "约翰内斯堡"), "Moscow": ("莫斯科", "莫斯科"),
    "London": ("倫敦", "伦敦"), "Dublin": ("都柏林", "都柏林"), "Lisbon": ("里斯本", "里斯本"),
    "Madrid": ("馬德里", "马德里"), "Paris": ("巴黎", "巴黎"), "Brussels": ("布魯塞爾", "布鲁塞尔"),
    "Amsterdam": ("阿姆斯特丹", "阿姆斯特丹"), "Berlin": ("柏林", "柏林"),
    "Zurich": ("蘇黎世", "苏黎世"), "Vienna": ("維也納", "维也纳"), "Rome": ("羅馬", "罗马"),
    "Copenhagen": ("哥本哈根", "哥本哈根"), "Oslo": ("奧斯陸", "奥斯陆"),
    "Stockholm": ("斯德哥爾摩", "斯德哥尔摩"), "Helsinki": ("赫爾辛基", "赫尔辛基"),
    "Warsaw": ("華沙", "华沙"), "Prague": ("布拉格", "布拉格"), "Athens": ("雅典", "雅典"),
    "New York": ("紐約", "纽约"), "Toronto": ("多倫多", "多伦多"), "Chicago": ("芝加哥", "芝加哥"),
    "Denver": ("丹佛", "丹佛"), "Los Angeles": ("洛杉磯", "洛杉矶"),
    "Vancouver": ("溫哥華", "温哥华"), "Mexico City": ("墨西哥城", "墨西哥城"),
    "Sao Paulo": ("聖保羅", "圣保罗"), "Sydney": ("悉尼", "悉尼"),
    "Melbourne": ("墨爾本", "墨尔本"),
    "Brisbane": ("布里斯本", "布里斯班"), "Perth": ("珀斯", "珀斯"),
    "Auckland": ("奧克蘭", "奥克兰"),
}  # fmt: skip
_TIME = {"zh-hant": "{}時間", "zh-hans": "{}时间"}
_UNIVERSAL = {"UTC", "UCT", "GMT", "Zulu", "Universal", "Greenwich"}


def zone_in(zone: str, language: str) -> str:
    """Hong Kong time, 香港時間; UTC, and UTC+8 of a zone that is called by its offset alone."""
    place = zone.rsplit("/", 1)[-1].replace("_", " ")
    if place in _UNIVERSAL:
        return "UTC"
    if zone.startswith("Etc/GMT"):  # its sign is that of the other side: Etc/GMT-8 is ahead
        offset = place.removeprefix("GMT").translate(str.maketrans("+-", "-+"))
        return f"UTC{offset}" if offset.strip("+-0") else "UTC"
    if language not in _TIME:
        return f"{place} time"
    return _TIME[language].format(_PLACES.get(place, (place, place))[language == "zh-hans"])
