"""Invented people: names in Latin and own script, places and universities that do not exist."""

from dataclasses import dataclass
from random import Random

# (surname, Han traditional, Han simplified) and given syllables likewise
_SURNAMES = [
    ("Li", "李", "李"), ("Wang", "王", "王"), ("Zhang", "張", "张"), ("Liu", "劉", "刘"),
    ("Chen", "陳", "陈"), ("Yang", "楊", "杨"), ("Zhao", "趙", "赵"), ("Wu", "吳", "吴"),
    ("Zhou", "周", "周"), ("Xu", "徐", "徐"), ("Sun", "孫", "孙"), ("Ma", "馬", "马"),
    ("Zhu", "朱", "朱"), ("Hu", "胡", "胡"), ("Guo", "郭", "郭"), ("He", "何", "何"),
    ("Lin", "林", "林"), ("Gao", "高", "高"), ("Luo", "羅", "罗"), ("Zheng", "鄭", "郑"),
    ("Liang", "梁", "梁"), ("Xie", "謝", "谢"), ("Song", "宋", "宋"), ("Tang", "唐", "唐"),
    ("Deng", "鄧", "邓"), ("Han", "韓", "韩"), ("Feng", "馮", "冯"), ("Zeng", "曾", "曾"),
]  # fmt: skip
_GIVEN = [
    ("Zihan", "梓涵"), ("Yuchen", "雨辰"), ("Mingyu", "明宇"), ("Jiayi", "佳怡"),
    ("Haoran", "浩然"), ("Yifan", "一凡"), ("Siyuan", "思远"), ("Ruoxi", "若曦"),
    ("Xinyi", "欣怡"), ("Junjie", "俊杰"), ("Weiran", "蔚然"), ("Shuo", "硕"),
    ("Yiming", "一鸣"), ("Lele", "乐乐"), ("Tianyu", "天宇"), ("Keren", "可人"),
    ("Bowen", "博文"), ("Jingyi", "静怡"), ("Zhiyuan", "志远"), ("Meilin", "美琳"),
    ("Chenxi", "晨曦"), ("Ruilin", "瑞林"), ("Wenhao", "文昊"), ("Yutong", "雨桐"),
]  # fmt: skip
_HK = [
    ("Wong", "黃"), ("Chan", "陳"), ("Ng", "吳"), ("Cheung", "張"), ("Ho", "何"),
    ("Lam", "林"), ("Leung", "梁"), ("Kwok", "郭"), ("Yip", "葉"), ("Tsang", "曾"),
]  # fmt: skip
_HK_GIVEN = [
    ("Hoi Ting", "凱婷"), ("Tsz Kiu", "芷翹"), ("Ka Long", "家朗"), ("Wing Yan", "穎欣"),
    ("Lok Hei", "樂希"), ("Chun Hin", "俊軒"), ("Sze Wai", "思慧"), ("Yat Fung", "逸峰"),
]  # fmt: skip
_KOREAN = [("Park", "박"), ("Kim", "김"), ("Choi", "최"), ("Jung", "정"), ("Kang", "강")]
_KOREAN_GIVEN = [
    ("Seo-yeon", "서연"), ("Min-jun", "민준"), ("Ji-woo", "지우"), ("Ha-eun", "하은"),
    ("Do-yun", "도윤"), ("Su-bin", "수빈"),
]  # fmt: skip
_JAPANESE = [("Hasegawa", "長谷川"), ("Mori", "森"), ("Ishida", "石田"), ("Aoki", "青木")]
_JAPANESE_GIVEN = [("Yuki", "由紀"), ("Haruto", "陽翔"), ("Sakura", "さくら"), ("Ren", "蓮")]
_LATIN = {
    "IN": (["Rahul", "Ananya", "Meera", "Priya", "Arjun", "Kavya", "Rohan", "Ishaan", "Nisha", "Vikram"],
           ["Menon", "Bhattacharya", "Nair", "Raghunathan", "Iyer", "Kulkarni", "Desai", "Banerjee"]),
    "PK": (["Fatima", "Aisha", "Hamza", "Bilal", "Zainab"], ["Rahman", "Qureshi", "Siddiqui", "Malik"]),
    "EG": (["Omar", "Layla", "Youssef", "Mariam"], ["Haddad", "Mansour", "Farouk", "Nassar"]),
    "VN": (["Minh Chau", "Thu Ha", "Quang Huy", "Bao Ngoc"], ["Tran", "Nguyen", "Pham", "Le"]),
    "IT": (["Sofia", "Matteo", "Giulia", "Lorenzo"], ["Marchetti", "Bellini", "Conti", "Ferraro"]),
    "ES": (["Lucía", "Álvaro", "Inés", "Diego"], ["Ferreyra", "Ibáñez", "Molina", "Quiroga"]),
    "PL": (["Emil", "Zofia", "Kacper", "Hanna"], ["Kowalczyk", "Nowicki", "Zielińska", "Wójcik"]),
    "SE": (["Tobias", "Elsa", "Nils", "Freja"], ["Lindqvist", "Bergström", "Sandberg", "Åkesson"]),
    "NG": (["Chukwuemeka", "Ngozi", "Tunde", "Amara"], ["Adeyemi", "Okonkwo", "Balogun", "Eze"]),
    "GB": (["Daniel", "Harriet", "Callum", "Imogen"], ["Whitmore", "Ashdown", "Pemberton", "Lacey"]),
    "US": (["Maya", "Jordan", "Caleb", "Renee"], ["Holloway", "Beckett", "Sutter", "Whitaker"]),
    "BR": (["Thiago", "Beatriz", "Caio", "Larissa"], ["Moreira", "Teixeira", "Barros", "Pacheco"]),
    "IR": (["Shirin", "Kaveh", "Parisa", "Arash"], ["Mohebbi", "Rostami", "Karimi", "Yazdani"]),
    "DE": (["Jonas", "Lena", "Felix", "Marlene"], ["Brandt", "Vogel", "Hartmann", "Seidel"]),
}  # fmt: skip
UNIVERSITIES = [
    ("Jiangnan Polytechnic", "CN"), ("Northern Plains University", "CN"),
    ("East Lake Institute of Technology", "CN"), ("Pearl Delta University", "CN"),
    ("Harbour City University", "HK"), ("Victoria Peak University", "HK"),
    ("Formosa Technical University", "TW"), ("Hangang University", "KR"),
    ("Musashi Institute of Science", "JP"), ("Deccan Institute of Technology", "IN"),
    ("Malabar University", "IN"), ("Indus Valley University", "PK"),
    ("Red River University", "VN"), ("Nile Delta University", "EG"),
    ("Po Valley Polytechnic", "IT"), ("Baltic Technical University", "PL"),
    ("Universidad del Litoral Nuevo", "ES"), ("Lagoon State University", "NG"),
    ("Fenland University", "GB"), ("Great Basin University", "US"),
    ("Rhine Technical University", "DE"), ("Mälar University", "SE"),
    ("Caspian University of Technology", "IR"), ("Serra Azul Federal University", "BR"),
]  # fmt: skip
FIELDS = ["Computer science", "Electronic engineering", "Applied mathematics", "Optics"]
PLACES = ["Shenzhen", "Hong Kong", "Hangzhou", "Seoul", "Bengaluru", "Hanoi", "Milan", "Lagos"]


@dataclass(frozen=True)
class Person:
    full_name: str
    native_name: str
    nationality: str


def person(random: Random) -> Person:
    """One invented person: about half from the mainland, a sixth from Hong Kong, the rest mixed."""
    draw = random.random()
    if draw < 0.48:
        surname, _traditional, simplified = random.choice(_SURNAMES)
        given, han = random.choice(_GIVEN)
        return Person(f"{surname} {given}", simplified + han, "CN")
    if draw < 0.62:
        surname, han = random.choice(_HK)
        given, given_han = random.choice(_HK_GIVEN)
        return Person(f"{surname} {given}", han + given_han, "HK")
    if draw < 0.68:
        surname, traditional, _simplified = random.choice(_SURNAMES)
        given, given_han = random.choice(_HK_GIVEN)
        return Person(f"{surname} {given.replace(' ', '-').title()}", traditional + given_han, "TW")
    if draw < 0.74:
        surname, hangul = random.choice(_KOREAN)
        given, given_hangul = random.choice(_KOREAN_GIVEN)
        return Person(f"{surname} {given}", hangul + given_hangul, "KR")
    if draw < 0.77:
        surname, kanji = random.choice(_JAPANESE)
        given, given_kanji = random.choice(_JAPANESE_GIVEN)
        return Person(f"{given} {surname}", f"{kanji} {given_kanji}", "JP")
    country = random.choice(sorted(_LATIN))
    given_names, surnames = _LATIN[country]
    given, surname = random.choice(given_names), random.choice(surnames)
    full = f"{surname} {given}" if country == "VN" else f"{given} {surname}"
    return Person(full, "", country)
