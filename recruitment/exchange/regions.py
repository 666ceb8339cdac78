"""From how people write a nationality to the code of a country or region.

Names come from django-countries in the languages it speaks; added here is what offices write
besides: adjectives, short and former names. Words that mean several places are left out.
"""

from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries
from django_countries.data import COUNTRIES

from recruitment.candidates import names
from recruitment.exchange.values import BadValue, is_blank

_LANGUAGES = ("en", "zh-hans", "zh-hant", "de", "fr", "es", "it", "pt", "nl", "ja", "ko", "ru")
# Only what the names in those languages do not give.
_ALSO = """
AE: emirati, uae|AF: afghan|AL: albanian|AM: armenian|AO: angolan|AR: argentine, argentinian
AT: austrian|AU: australian|AZ: azerbaijani, azeri|BA: bosnian, bosnia|BD: bangladeshi
BE: belgian|BG: bulgarian|BH: bahraini|BJ: beninese|BN: bruneian, brunei|BO: bolivian, bolivia
BR: brazilian|BT: bhutanese|BW: botswanan|BY: belarusian, belorussia|CA: canadian|CH: swiss
CD: dr congo, drc, zaire|CI: ivorian, ivory coast|CL: chilean|CM: cameroonian
CN: china, chinese, prc, pr china, mainland china, mainland chinese, mainland, people s republic \
of china, peoples republic of china, china mainland, 中国, 中国大陆, 中国内地, 大陆, 内地, \
中华人民共和国, 중국, chine, cina, kina, rotchina, volksrepublik china
CO: colombian|CR: costa rican|CU: cuban|CV: cape verde, cape verdean|CY: cypriot
CZ: czech, czech republic|DE: german, frg|DK: danish, dane|DZ: algerian|EC: ecuadorian
EE: estonian|EG: egyptian|ER: eritrean|ES: spanish, spaniard|ET: ethiopian, abyssinia
FI: finnish, finn|FJ: fijian|FR: french|GA: gabonese
GB: uk, great britain, britain, british, england, english, scotland, scottish, wales, welsh, \
northern ireland, united kingdom of great britain and northern ireland
GE: georgian|GH: ghanaian|GR: greek, hellas, hellenic republic|GT: guatemalan|GY: guyanese
HK: hongkong, hong kong sar, hksar, hong kong china, china hong kong, hong kong s a r, \
hongkonger, hong konger, hong kong sar china, 香港, 中国香港, 香港特别行政区, 홍콩
HN: honduran|HR: croatian, croat|HT: haitian|HU: hungarian|ID: indonesian|IE: irish, eire
IL: israeli|IN: indian, bharat|IQ: iraqi|IR: iranian, persian, persia, islamic republic of iran
IS: icelandic|IT: italian|JM: jamaican|JO: jordanian|JP: japanese|KE: kenyan
KG: kyrgyz, kyrgyzstani|KH: cambodian, kampuchea
KP: north korea, north korean, dprk, 北韩, 朝鲜|KR: korea, korean, s korea, south korean, rok, \
republic of korea, 韩国, 南韩, 大韩民国, 한국, 남한|KW: kuwaiti|KZ: kazakh, kazakhstani
LA: laotian, lao, laos|LB: lebanese|LK: sri lankan, ceylon|LR: liberian|LT: lithuanian
LU: luxembourgish|LV: latvian|LY: libyan|MA: moroccan|MC: monegasque|MD: moldovan, moldova
ME: montenegrin|MG: malagasy|MK: macedonian, macedonia, fyrom|ML: malian|MM: burmese, burma
MN: mongolian|MO: macau, macao sar, macau sar, macanese, macao china, china macao, china macau, \
澳门, 中国澳门, 澳门特别行政区|MT: maltese|MU: mauritian|MV: maldivian|MW: malawian|MX: mexican
MY: malaysian|MZ: mozambican|NA: namibian|NG: nigerian
NI: nicaraguan|NL: dutch, holland, the netherlands|NO: norwegian|NP: nepalese, nepali
NZ: new zealander, kiwi|OM: omani|PA: panamanian|PE: peruvian|PH: filipino, filipina, philippine
PK: pakistani|PL: polish|PS: palestinian, palestine|PT: portuguese|PY: paraguayan
QA: qatari|RO: romanian|RS: serbian, serb|RU: russian, russia, ussr, soviet union
RW: rwandan|SA: saudi, saudi arabian, ksa|SD: sudanese|SE: swedish, swede
SG: singaporean|SI: slovenian, slovene|SK: slovak|SN: senegalese|SO: somali|SV: salvadoran
SY: syrian, syria|SZ: swazi, swaziland|TH: thai, siam|TJ: tajik, tajikistani
TL: timorese, east timor|TM: turkmen|TN: tunisian|TR: turkish, turkey, turkiye
TT: trinidadian|TW: taiwanese, chinese taipei, taiwan roc, taiwan china, china taiwan, \
taiwan province of china, taiwan region, 台湾, 中国台湾, 中华台北, 臺湾, 대만
TZ: tanzanian, tanzania|UA: ukrainian|UG: ugandan
US: usa, us, united states, american, america, united states of america, the states, 美国, 미국
UY: uruguayan|UZ: uzbek, uzbekistani|VE: venezuelan, venezuela|VN: vietnamese, viet nam, vietnam
XK: kosovo, kosovar|YE: yemeni|ZA: south african, rsa|ZM: zambian|ZW: zimbabwean, rhodesia
"""


def _key(text: str) -> str:
    """Words in alphabetical order without points and little words: "Korea, Republic of"."""
    plain = text.replace(".", "").replace("'", " ").replace("’", " ")
    return " ".join(sorted(set(names.words(plain)) - {"the", "of", "and"}))


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    doubtful: set[str] = set()

    def learn(text, code):
        key = _key(str(text))
        if key and found.setdefault(key, code) != code:
            doubtful.add(key)

    for language in _LANGUAGES:
        with translation.override(language):
            for code, name in countries:
                learn(name, code)
    with translation.override("en"):
        for code, name in COUNTRIES.items():
            learn(name, code)
    for code, _name in countries:
        found[code.lower()] = code
        found[countries.alpha3(code).lower()] = code
    for key in doubtful:
        found.pop(key, None)
    for entry in _ALSO.replace("\n", "|").split("|"):
        code, colon, aliases = entry.partition(":")
        for alias in aliases.split(",") if colon else ():
            found[_key(alias)] = code.strip()
    found.pop("", None)
    return found


def read_region(text: str) -> str:
    """The ISO 3166 code of a nationality in any of its spellings; "" if it says nothing.

    Raises BadValue for what is no country or region, or is several.
    """
    if is_blank(text):
        return ""
    code = _codes().get(_key(text))
    if code is None:
        raise BadValue(
            _(
                "is not a country or region known here. Write its English name or its two letters, "
                "or leave the cell empty."
            )
        )
    return code
