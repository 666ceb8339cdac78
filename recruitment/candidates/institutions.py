"""Which country or region a university is in, for names that can mean only one.

A small table of our own, of schools that applicants to a centre like ours often come from; public
facts, no list of anybody else's. A name is compared whole: what is not here, or could be two
schools, stays without a place, and staff say where it is. Taiwan's National Tsing Hua University
is often written as the mainland's Tsinghua is, but for the script, so Han names are compared as
they are written.
"""

import re
from functools import cache

from recruitment.candidates import names

_SCHOOLS = """
CN: Peking University|Tsinghua University|Fudan University|Zhejiang University|\
Shanghai Jiao Tong University|Shanghai Jiaotong University|Nanjing University|\
University of Science and Technology of China|USTC|Wuhan University|\
Huazhong University of Science and Technology|Sun Yat-sen University|\
Harbin Institute of Technology|Xi'an Jiaotong University|Xian Jiaotong University|\
Beihang University|Beijing Institute of Technology|Beijing Normal University|\
Beijing University of Posts and Telecommunications|BUPT|Renmin University of China|\
Nankai University|Tianjin University|Tongji University|East China Normal University|\
East China University of Science and Technology|Southeast University, Nanjing|Sichuan University|\
University of Electronic Science and Technology of China|UESTC|Chongqing University|\
Xidian University|Northwestern Polytechnical University|Dalian University of Technology|\
Jilin University|Shandong University|Xiamen University|South China University of Technology|\
Central South University|Hunan University|National University of Defense Technology|\
Lanzhou University|Northeastern University, Shenyang|\
Southern University of Science and Technology|SUSTech|ShanghaiTech University|\
Westlake University|Shenzhen University|Beijing University of Technology|\
Beijing Jiaotong University|Nanjing University of Science and Technology|\
Nanjing University of Aeronautics and Astronautics|Hohai University|\
University of Chinese Academy of Sciences|Chinese Academy of Sciences|\
The Chinese University of Hong Kong, Shenzhen|CUHK-Shenzhen|\
The Hong Kong University of Science and Technology (Guangzhou)|HKUST(GZ)|\
Harbin Engineering University|Ocean University of China|China Agricultural University|\
China University of Mining and Technology|Hefei University of Technology|\
Soochow University, Suzhou|Xi'an Jiaotong-Liverpool University|\
University of Nottingham Ningbo China
CN: 北京大学|北京大學|清华大学|复旦大学|復旦大學|浙江大学|浙江大學|上海交通大学|上海交通大學|\
南京大学|南京大學|中国科学技术大学|中國科學技術大學|武汉大学|武漢大學|华中科技大学|華中科技大學|\
中山大学|哈尔滨工业大学|哈爾濱工業大學|西安交通大学|西安交通大學|北京航空航天大学|北京理工大学|\
北京师范大学|北京邮电大学|中国人民大学|南开大学|天津大学|同济大学|同濟大學|华东师范大学|东南大学|\
四川大学|电子科技大学|重庆大学|西安电子科技大学|西北工业大学|大连理工大学|吉林大学|山东大学|\
厦门大学|廈門大學|华南理工大学|中南大学|湖南大学|国防科技大学|兰州大学|南方科技大学|上海科技大学|\
西湖大学|深圳大学|中国科学院大学|中国科学院|香港中文大学（深圳）|香港科技大学（广州）
HK: The University of Hong Kong|University of Hong Kong|HKU|The Chinese University of Hong Kong|\
Chinese University of Hong Kong|CUHK|The Hong Kong University of Science and Technology|\
Hong Kong University of Science and Technology|HKUST|The Hong Kong Polytechnic University|\
Hong Kong Polytechnic University|HK PolyU|City University of Hong Kong|CityU|CityUHK|\
Hong Kong Baptist University|HKBU|Lingnan University, Hong Kong|\
The Education University of Hong Kong|Education University of Hong Kong|\
Hong Kong Metropolitan University|香港大学|香港大學|香港中文大学|香港中文大學|香港科技大学|\
香港科技大學|香港理工大学|香港理工大學|香港城市大学|香港城市大學|香港浸会大学|香港浸會大學
MO: University of Macau|Macau University of Science and Technology|澳门大学|澳門大學
TW: National Taiwan University|National Tsing Hua University|National Chiao Tung University|\
National Yang Ming Chiao Tung University|National Cheng Kung University|\
National Taiwan University of Science and Technology|國立臺灣大學|国立台湾大学|臺灣大學|台灣大學|\
國立清華大學|國立交通大學|國立陽明交通大學|國立成功大學|成功大學
SG: National University of Singapore|NUS|Nanyang Technological University|\
Singapore Management University|Singapore University of Technology and Design
JP: The University of Tokyo|University of Tokyo|Kyoto University|Osaka University|\
Tohoku University|Tokyo Institute of Technology|Institute of Science Tokyo|Nagoya University|\
Kyushu University|Hokkaido University|Waseda University|Keio University|University of Tsukuba|\
東京大学|京都大学|大阪大学|東北大学|東京工業大学|早稲田大学|慶應義塾大学
KR: Seoul National University|KAIST|Korea Advanced Institute of Science and Technology|POSTECH|\
Pohang University of Science and Technology|Yonsei University|Sungkyunkwan University|\
Hanyang University|UNIST|서울대학교|연세대학교|고려대학교
IN: Indian Institute of Science|Indian Institute of Technology Bombay|\
Indian Institute of Technology Delhi|Indian Institute of Technology Madras|\
Indian Institute of Technology Kanpur|Indian Institute of Technology Kharagpur|\
Indian Institute of Technology Roorkee|Indian Institute of Technology Guwahati|\
Indian Institute of Technology Hyderabad|IIT Bombay|IIT Delhi|IIT Madras|IIT Kanpur|\
IIT Kharagpur|IIT Roorkee|IIT Guwahati|IIT Hyderabad|\
International Institute of Information Technology, Hyderabad|IIIT Hyderabad|University of Delhi|\
Jadavpur University|Anna University|BITS Pilani|Birla Institute of Technology and Science, Pilani
PK: National University of Sciences and Technology, Islamabad|\
Lahore University of Management Sciences
IR: Sharif University of Technology|University of Tehran|Amirkabir University of Technology|\
Iran University of Science and Technology
VN: Hanoi University of Science and Technology|Vietnam National University, Hanoi|\
Ho Chi Minh City University of Technology
TH: Chulalongkorn University|Mahidol University
MY: University of Malaya|Universiti Malaya|Universiti Teknologi Malaysia|\
Universiti Sains Malaysia
ID: Universitas Indonesia|Institut Teknologi Bandung|Bandung Institute of Technology
BD: Bangladesh University of Engineering and Technology|University of Dhaka
LK: University of Moratuwa|University of Colombo
TR: Middle East Technical University|Bilkent University|Bogazici University|\
Istanbul Technical University
IL: Technion|Tel Aviv University|Hebrew University of Jerusalem|Weizmann Institute of Science
SA: King Abdullah University of Science and Technology|KAUST
AE: Mohamed bin Zayed University of Artificial Intelligence|MBZUAI
EG: Cairo University|Ain Shams University
NG: University of Lagos|University of Ibadan
ZA: University of Cape Town|University of the Witwatersrand|Stellenbosch University
GB: University of Oxford|University of Cambridge|Imperial College London|\
University College London|University of Edinburgh|University of Manchester|King's College London|\
University of Bristol|University of Warwick|University of Glasgow|University of Southampton|\
University of Leeds|University of Sheffield|University of Nottingham|\
University of Birmingham, UK|Queen Mary University of London|University of Surrey|\
University of Bath|University of Exeter|Lancaster University|Newcastle University|\
Cardiff University|Heriot-Watt University|University of St Andrews
IE: University College Dublin|Trinity College Dublin
DE: Technical University of Munich|Technische Universität München|TU Munich|LMU Munich|\
Heidelberg University|RWTH Aachen University|RWTH Aachen|Karlsruhe Institute of Technology|\
TU Berlin|Technische Universität Berlin|TU Darmstadt|Technische Universität Darmstadt|\
University of Tübingen|Universität Tübingen|University of Freiburg|University of Bonn|\
Saarland University|TU Dresden|University of Stuttgart|University of Hamburg|\
Humboldt University of Berlin|Freie Universität Berlin
CH: ETH Zurich|ETH Zürich|EPFL|École polytechnique fédérale de Lausanne|University of Zurich|\
University of Geneva
AT: TU Wien|Vienna University of Technology|Graz University of Technology|University of Vienna
NL: Delft University of Technology|TU Delft|University of Amsterdam|\
Eindhoven University of Technology|Utrecht University|Leiden University|University of Twente
BE: KU Leuven|Ghent University
FR: École Polytechnique|École Normale Supérieure de Paris|Sorbonne University|\
Sorbonne Université|Université Paris-Saclay|CentraleSupélec|Télécom Paris|\
Université Grenoble Alpes|INRIA
ES: Universitat Politècnica de Catalunya|Universidad Politécnica de Madrid|\
Universitat Autònoma de Barcelona|University of Barcelona
PT: University of Lisbon|Universidade de Lisboa|Instituto Superior Técnico|University of Porto|\
Universidade do Porto
IT: Politecnico di Milano|Politecnico di Torino|Sapienza University of Rome|\
University of Bologna|University of Trento|University of Padua
SE: KTH Royal Institute of Technology|Chalmers University of Technology|Lund University|\
Linköping University|Uppsala University
DK: Technical University of Denmark|University of Copenhagen|Aarhus University
NO: Norwegian University of Science and Technology|University of Oslo
FI: Aalto University|University of Helsinki|University of Oulu
PL: University of Warsaw|Warsaw University of Technology|Jagiellonian University
CZ: Czech Technical University in Prague|Charles University
HU: Eötvös Loránd University|Budapest University of Technology and Economics
RO: University Politehnica of Bucharest
GR: National Technical University of Athens|Aristotle University of Thessaloniki
UA: Taras Shevchenko National University of Kyiv
RU: Lomonosov Moscow State University|Moscow Institute of Physics and Technology|Skoltech|\
Higher School of Economics, Moscow|ITMO University
US: Massachusetts Institute of Technology|Stanford University|Harvard University|\
Carnegie Mellon University|University of California, Berkeley|UC Berkeley|\
University of California, Los Angeles|UCLA|University of California, San Diego|UC San Diego|UCSD|\
University of California, Irvine|University of California, Davis|\
University of California, Santa Barbara|California Institute of Technology|Caltech|\
Princeton University|Yale University|Columbia University|Cornell University|\
University of Pennsylvania|Brown University|Dartmouth College|Duke University|\
Johns Hopkins University|Northwestern University|University of Chicago|University of Michigan|\
University of Illinois Urbana-Champaign|University of Illinois at Urbana-Champaign|UIUC|\
Georgia Institute of Technology|Georgia Tech|University of Washington|\
University of Texas at Austin|UT Austin|University of Wisconsin-Madison|\
University of Maryland, College Park|New York University|NYU|University of Southern California|\
Purdue University|Pennsylvania State University|Ohio State University|\
University of Massachusetts Amherst|University of North Carolina at Chapel Hill|\
University of Minnesota|Rice University|Boston University|Northeastern University, Boston|\
Stony Brook University|Rutgers University|Arizona State University|Virginia Tech|\
Texas A&M University|University of Rochester|University of Virginia|\
University of Colorado Boulder
CA: University of Toronto|University of British Columbia|McGill University|\
University of Waterloo|University of Alberta|Université de Montréal|Simon Fraser University|\
McMaster University|University of Ottawa|York University, Toronto|Concordia University, Montreal
AU: University of Melbourne|The University of Melbourne|University of Sydney|\
The University of Sydney|Australian National University|UNSW Sydney|\
University of New South Wales|Monash University|University of Queensland|University of Adelaide|\
University of Western Australia|University of Technology Sydney|RMIT University|\
Macquarie University
NZ: University of Auckland|University of Otago|University of Canterbury
BR: University of São Paulo|Universidade de São Paulo|University of Campinas|Unicamp
MX: National Autonomous University of Mexico|Tecnológico de Monterrey
CL: University of Chile|Pontifical Catholic University of Chile
AR: University of Buenos Aires|Universidad de Buenos Aires
CO: University of los Andes, Bogotá|National University of Colombia
"""


def _key(text: str) -> str:
    if names.has_han(text):
        return "".join(names.clean(text).split()).replace("(", "（").replace(")", "）")
    return " ".join(word for word in names.words(re.sub("['’]", "", text)) if word != "the")


@cache
def _places() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _SCHOOLS.strip().splitlines():
        code, _colon, schools = line.partition(": ")
        for school in schools.split("|"):
            key = _key(school)
            if found.setdefault(key, code) != code:
                raise ValueError(f"{school} stands under {code} and {found[key]}")
    return found


def country_of(institution: str) -> str:
    """The ISO 3166 code of where it is; "" unless the name can mean only one school."""
    return _places().get(_key(institution), "")
