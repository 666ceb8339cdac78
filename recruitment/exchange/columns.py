"""Which column is which: the fields a sheet may bring, the headings they go by, one list.

Headings are compared folded (case, accents, script variant, punctuation), whole, without what
stands in brackets, and by their Latin and their other script apart: "Name 姓名" is a name.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from recruitment.candidates import names

# Field: headings, in English and Chinese, and a few of the systems people export from.
HEADINGS: dict[str, str] = {
    "full_name": "name, full name, applicant, applicant name, candidate, candidate name, student, "
    "student name, english name, name in english, romanised name, surname given, "
    "姓名, 英文姓名, 英文名, 영문 이름, 영문 성명, 申请人, 学生姓名, 이름, 성명, 氏名",
    "given_name": "given name, given names, given, first name, first names, forename, "
    "forenames, 名",
    "family_name": "family name, family names, family, surname, surnames, last name, last names, "
    "姓, 姓氏",
    "native_name": "native name, chinese name, name in chinese, name in own script, own script, "
    "original name, 中文姓名, 中文名, 中文名字, 本名",
    "preferred_name": "preferred name, known as, nickname, 常用名, 别名",
    "email": "email, e mail, email address, e mail address, mail, contact email, "
    "电邮, 电子邮件, 电邮地址, 邮箱, 电子邮箱, 이메일",
    "phone": "phone, phone number, telephone, tel, mobile, mobile phone, cell phone, "
    "contact number, 电话, 手机, 联系电话, 联络电话, 전화",
    "orcid": "orcid, orcid id, orcid number",
    "home_pages": "home page, home pages, homepage, website, web site, url, 个人主页, 主页",
    "nationality": "nationality, citizenship, country, country region, nationality region, "
    "country of origin, country of citizenship, home country, 国籍, 国家, 国家地区, 국적",
    "current_place": "current place, current institution, current employer, current position, "
    "affiliation, company, 现职, 所在单位, 现在单位, 工作单位",
    # Not a plain “language”: that is one somebody speaks.
    "language": "language of e mails, language of e mails and letters, language of letters, "
    "language of correspondence, correspondence language, e mail language, "
    "preferred language, 通讯语言, 通信语言, 联络语言, 书信语言",
    "silent": "may not be written to, not to be written to, no contact, do not contact, "
    "do not write, do not e mail, do not email, 请勿联系, 不可联系, 谢绝联系",
    "degree": "degree, degree sought, programme, program, track, level, study level, "
    "level of study, degree programme, applying for, 学位, 申请学位, 课程, 申请课程, 학위",
    "position": "position, job, job opening, post, 职位, 岗位",
    "intake": "intake, cohort, entry, entry term, term, start term, admission term, intake year, "
    "start year, season, 入学, 入学年度, 入学学期, 入学年份, 学期, 届别",
    "result": "result, results, outcome, decision, status, stage, application status, "
    "结果, 状态, 申请结果, 进度, 阶段, 결과",
    "result_date": "result date, date of result, decision date, date of decision, outcome date, "
    "status date, stage date, date, applied on, application date, date applied, "
    "结果日期, 日期, 决定日期, 申请日期, 지원일",
    "supervisor": "supervisor, supervisors, advisor, adviser, advisor id, pi, "
    "principal supervisor, chief supervisor, 导师, 指导老师, 指导教授, 지도교수",
    "area": "area, research area, theme, research theme, topic area, 研究方向, 研究领域",
    "source": "source, channel, referral source, how heard, 来源, 渠道",
    "next_step": "next step, next action, 下一步",
    "next_step_on": "next step due, next step on, next action date",
    "universities": "previous universities, previous university, university, universities, "
    "last university, institution, previous institution, alma mater, prior universities, school, "
    "previous education, 毕业院校, 院校, 大学, 毕业学校, 出身大学, 출신 대학",
    "remarks": "remarks, remark, notes, note, comments, comment, 备注, 附注, 비고",
}
# Beside one of these a plain 姓名 is the name in the person's own script.
_IN_LATIN = "english name, name in english, romanised name, 英文姓名, 英文名, 영문 이름, 영문 성명"
_PLAIN_NAMES = "姓名, 이름, 성명, 氏名"
FIELDS = tuple(HEADINGS)
NAMES = ("full_name", "native_name", "given_name", "family_name")  # one of them names somebody
# These describe an application: without an intake there is none, and they stay unread.
OF_APPLICATION = (
    "degree", "position", "result", "result_date", "supervisor", "area", "source", "next_step",
    "next_step_on",
)  # fmt: skip
# Headings of an exported list that tell nothing to be read: worked out here, or of this site's
# own accounts. They are no remarks.
DERIVED = ("In stage", "Updated", "Owner")
# Several columns may be one of these. All that stands in the first are read together; of the
# others the first that says something stands, of the last ones the last, as what came later.
TOGETHER = ("email", "home_pages", "universities", "remarks")
LATEST = ("result", "result_date")
SEVERAL = (*TOGETHER, *LATEST, "phone")
IGNORE = "ignore"
KEEP = "note"  # a column of no field, kept as a line of the remarks
# Before another heading they say whose it is: "Student Home Country".
_WHOSE = ("student ", "applicant ", "candidate ")
_EARLIER = {"previous", "prior", "last"}
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
SCAN = 20  # a heading line stands within the first twenty


class BadMap(Exception):
    """A column map that cannot be used; the message is a sentence."""


@dataclass(frozen=True)
class Line:
    """One line of a table: where it stands, and its cells by field."""

    tab: str
    number: int
    cells: Mapping[str, str]


@dataclass
class Table:
    """The part of a tab below its headings."""

    tab: str
    above: list[str]
    headings: dict[str, str]  # field: heading as the sheet writes it
    unread: list[str]
    hidden: list[str]  # unread because the file hides them and nobody chose them
    lines: list[Line]
    footers: list[int] = field(default_factory=list)
    at: int = 0  # which of the tab's rows heads it


def folded(text: str) -> str:
    """A heading as headings are compared."""
    return " ".join(names.words(text))


_FIELD_OF = {
    folded(heading): name for name, text in HEADINGS.items() for heading in text.split(",")
}

_DERIVED = {folded(heading) for heading in DERIVED}

_LATIN_NAMES = {folded(heading) for heading in _IN_LATIN.split(",")}
_OWN_NAMES = {folded(heading) for heading in _PLAIN_NAMES.split(",")}


def is_derived(heading: str) -> bool:
    return folded(heading) in _DERIVED


def guess(heading: str) -> str | None:
    """The field a heading names, or None."""
    bare = _BRACKETS.sub(" ", heading)
    whole = folded(bare)
    latin = " ".join(word for word in whole.split() if word.isascii())
    other = " ".join(word for word in whole.split() if not word.isascii())
    bare_of = next((whole.removeprefix(one) for one in _WHOSE if whole.startswith(one)), whole)
    for text in (folded(heading), whole, latin, other, bare_of):
        if text in _FIELD_OF:
            return _FIELD_OF[text]
    return None


def read_map(data: object) -> dict[str, str]:
    """A checked {heading folded: field} from what a map file holds. Raises BadMap."""
    valid = ", ".join([*FIELDS, IGNORE, KEEP])
    if not isinstance(data, dict):
        raise BadMap(_('A column map is a JSON object: {"Heading": "field"}.'))
    for heading, name in data.items():
        if name not in (*FIELDS, IGNORE, KEEP):
            raise BadMap(
                _("“%(name)s” (for “%(heading)s”) is not a field. Use one of: %(valid)s.")
                % {"name": name, "heading": heading, "valid": valid}
            )
    fields = [name for name in data.values() if name not in (IGNORE, KEEP, *SEVERAL)]
    twice = sorted({name for name in fields if fields.count(name) > 1})
    if twice:
        raise BadMap(
            _("The column map names %(fields)s more than once. Give each field one heading.")
            % {"fields": ", ".join(twice)}
        )
    return {folded(heading): name for heading, name in data.items()}


def unused(mapping: Mapping[str, str], tabs) -> list[str]:
    """The headings of a map that stand nowhere in the first lines of any tab."""
    written = {folded(cell) for tab in tabs for _number, cells in tab.rows[:SCAN] for cell in cells}
    return [heading for heading in mapping if heading not in written]


def _is_earlier(heading: str) -> bool:
    """Beside such a heading a plain “University” is where they are now, not where they were."""
    return guess(heading) == "universities" and bool(_EARLIER & set(folded(heading).split()))


def assign(
    headings: Sequence[str], mapping: Mapping[str, str], hidden: Set[int] = frozenset()
) -> dict[int, str]:
    """{column: field}. The map comes first; of two headings for one field the first stands.

    A `hidden` column is read only if the map names it.
    """
    found: dict[int, str] = {}
    for index, heading in enumerate(headings):
        name = mapping.get(folded(heading))
        if name and (name in (KEEP, *SEVERAL) or name not in found.values()):
            found[index] = name
    both = any(folded(heading) in _LATIN_NAMES for heading in headings)
    says_earlier = any(_is_earlier(heading) for heading in headings)
    for index, heading in enumerate(headings):
        name = guess(heading)
        if both and folded(heading) in _OWN_NAMES:
            name = "native_name"
        if name == "universities" and says_earlier and not _is_earlier(heading):
            continue
        passed = folded(heading) in mapping or index in hidden
        if name and not passed and index not in found and name not in found.values():
            found[index] = name
    return {index: found[index] for index in sorted(found) if found[index] not in (IGNORE, KEEP)}


def kept(headings: Sequence[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """{column: heading} of those to be kept as remarks."""
    return {
        index: " ".join(heading.split())
        for index, heading in enumerate(headings)
        if mapping.get(folded(heading)) == KEEP
    }


def _is_head(found: Mapping[int, str], is_nameless: bool) -> bool:
    """Whether a line heads people: one column names them, or several tell of them."""
    return any(name in found.values() for name in NAMES) or (is_nameless and len(found) > 1)


def find_table(
    tab: str,
    rows: Sequence[tuple[int, list[str]]],
    mapping: Mapping[str, str],
    hidden: Set[int] = frozenset(),
    *,
    is_nameless: bool = False,
) -> Table | None:
    """The table in a tab: the line among the first twenty that names most fields heads it."""
    best: tuple[int, int, dict[int, str]] | None = None
    for at, (_number, cells) in enumerate(rows[:SCAN]):
        found = assign(cells, mapping, hidden)
        if _is_head(found, is_nameless) and (best is None or len(found) > best[0]):
            best = len(found), at, found
    if best is None:
        return None
    _count, at, found = best
    heads = rows[at][1]
    notes = kept(heads, mapping)
    # A column is left out only if something stands in it.
    width = max((len(cells) for _number, cells in rows[at:]), default=0)
    unread = {
        i: heads[i] if i < len(heads) and heads[i] else _("column %(n)d") % {"n": i + 1}
        for i in range(width)
        if i not in found
        and i not in notes
        and any(i < len(cells) and cells[i] for _n, cells in rows[at + 1 :])
    }
    body = [
        Line(tab, number, _by_field(cells, heads, found, notes)) for number, cells in rows[at + 1 :]
    ]
    filled = [sum(1 for cell in cells if cell) for _number, cells in rows[at + 1 :]]
    body, footers = _without_footers(body, filled)
    named: dict[str, str] = {}
    for i, name in found.items():
        named.setdefault(name, " ".join(heads[i].split()))
    return Table(
        tab=tab,
        above=[cell for _number, cells in rows[:at] for cell in cells if cell],
        headings=named,
        unread=[head for i, head in unread.items() if i not in hidden],
        hidden=[head for i, head in unread.items() if i in hidden],
        lines=body,
        footers=footers,
        at=at,
    )


def _by_field(
    cells: Sequence[str],
    heads: Sequence[str],
    found: Mapping[int, str],
    notes: Mapping[int, str],
) -> dict[str, str]:
    """{field: cell}; what is kept stands below the remarks, under its heading."""
    line: dict[str, str] = {}
    of: dict[str, int] = {}
    beside = dict(notes)
    for i, name in found.items():
        text = _value(cells, i)
        if not (text and line.get(name)):
            if text or name not in line:
                line[name], of[name] = text, i
        elif name in TOGETHER:
            line[name] += f"\n{text}"
        elif text != line[name]:
            other = of[name] if name in LATEST else i
            beside[other] = " ".join(heads[other].split())
            if name in LATEST:
                line[name], of[name] = text, i
    more = [f"{head}: {_value(cells, i)}" for i, head in sorted(beside.items()) if _value(cells, i)]
    if more:
        line["remarks"] = "\n".join(filter(None, [line.get("remarks", ""), *more]))
    return line


def _value(cells: Sequence[str], i: int) -> str:
    """What a cell says, whoever's line breaks are in it."""
    return cells[i].replace("\r\n", "\n") if i < len(cells) else ""


def _without_footers(lines: list[Line], filled: list[int]) -> tuple[list[Line], list[int]]:
    """The lines that hold somebody, and the numbers of the totals and remarks below them.

    A footer stands at the end under an empty line, fills one or two cells and has no name.
    """
    end = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if filled[at] == 0:
            end = at
        elif filled[at] > 2 or _names_somebody(lines[at]):
            break
    footers = [line.number for line, n in zip(lines[end:], filled[end:], strict=True) if n]
    kept = [line for line, n in zip(lines[:end], filled[:end], strict=True) if n]
    return kept, footers


def _names_somebody(line: Line) -> bool:
    text = "".join(line.cells.get(name, "") for name in (*NAMES, "email"))
    return any(char.isalpha() for char in text)
