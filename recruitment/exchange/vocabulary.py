"""The words an office has for degrees, results and intakes, and what they mean here."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from centre.targets.models import TrackKind
from recruitment.candidates import names
from recruitment.exchange.values import BadValue, is_blank
from recruitment.pipeline.defaults import INTAKES, NOT_RECORDED
from recruitment.pipeline.kinds import Party, StageKind

MASTER = "MPhil/Master"
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_DEGREES = {
    TrackKind.DOCTORAL: "phd, ph d, doctoral, doctorate, doctor, dphil, d phil, drphil, "
    "doctor of philosophy, doctoral student, phd student, 博士, 博士生, 박사, promotion",
    TrackKind.POSTDOC: "postdoc, post doc, postdoctoral, post doctoral, postdoctoral fellow, "
    "postdoctoral researcher, postdoctoral fellowship, research fellow, 博士后, 박사후",
    TrackKind.OTHER: "mphil, m phil, master, masters, master s, msc, m sc, ms, ma, meng, mres, "
    "mphil master, master of philosophy, master of science, 硕士, 硕士生, 석사",
}
_KIND_OF_DEGREE = {
    word.strip(): kind for kind, text in _DEGREES.items() for word in text.split(",")
}
_MODE = re.compile(r"\b(full time|part time|ft|pt|degree|programme|program)\b")


@dataclass(frozen=True)
class Outcome:
    """Where a result puts an application: in a stage of `kind`, or ended there by `party`."""

    kind: str
    party: str = ""
    code: str = ""
    note: str = ""


SUBMITTED = Outcome(StageKind.APPLIED)
_RESULTS = {
    Outcome(StageKind.STARTED): "enrolled, enroled, registered, arrived, started, joined, "
    "appointed, in post, 入学, 已入学, 注册, 已注册, 报到, 已报到, 입학",
    Outcome(StageKind.PRE_START): "offer accepted, accepted offer, accepted the offer, "
    "contract signed, hired, pre arrival, 接受录取, 已接受",
    Outcome(StageKind.OFFER): "offer, offers, offered, offer made, offer sent, offer out, "
    "offer issued, contract proposal, accepted, admitted, admit, admission, "
    "录取, 拟录取, 已录取, 合격",
    Outcome(StageKind.DECISION, note="waiting"): "waitlist, wait list, waitlisted, wait listed, "
    "waiting list, on waiting list, w l, wl, reserve, reserve list, 候补, 备取, 轮候",
    Outcome(StageKind.INTERVIEW): "interview, interviewed, interviewing, to interview, i v, iv, "
    "i v done, iv done, interview done, interview arranged, shortlisted, short listed, shortlist, "
    "face to face, phone interview, on site interview, onsite interview, first interview, "
    "second interview, 面试, 已面试, 待面试, 면접",
    Outcome(StageKind.SCREEN): "screening, screen, phone screen, initial qualification",
    Outcome(StageKind.REFERENCES): "references, reference check",
    Outcome(StageKind.LEAD): "lead, new lead",
    Outcome(StageKind.REVIEW): "under review, in review, review, assessment, 审核中, 评审中",
    SUBMITTED: "submitted, applied, application, new applicant, application submitted, received, "
    "pending, see remarks, see remark, see notes, open, new, in progress, other, replied, hold, "
    "on hold, 待定, 已提交, 申请中, 处理中",
    Outcome(StageKind.APPLIED, Party.CENTRE, NOT_RECORDED): "rejected, reject, rej, rejection, "
    "not recommended, not selected, not admitted, not successful, unsuccessful, refused, "
    "no offer, 拒绝, 不录取, 未录取, 落选, 불합격",
    Outcome(StageKind.APPLIED, Party.CANDIDATE, "no-reason"): "withdrawn, withdrew, withdraw, "
    "application withdrawn, 撤回, 放弃",
    Outcome(StageKind.OFFER, Party.CANDIDATE, "no-reason"): "offer declined, declined offer, "
    "declined the offer, offer rejected by candidate, 拒绝录取, 放弃录取",
}
_OUTCOME_OF = {word.strip(): out for out, text in _RESULTS.items() for word in text.split(",")}
_TERMS = {
    1: "january, jan, spring, winter, 春, 春季",
    5: "may, summer, 夏, 夏季",
    9: "september, sept, sep, autumn, fall, 秋, 秋季",
    2: "february, feb", 3: "march, mar", 4: "april, apr", 6: "june, jun", 7: "july, jul",
    8: "august, aug", 10: "october, oct", 11: "november, nov", 12: "december, dec",
}  # fmt: skip
_MONTH_OF = {word.strip(): month for month, text in _TERMS.items() for word in text.split(",")}
_DAY_OF = {month: day for _name, month, day in INTAKES}
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-/–]\s*(?:20)?\d\d(?!\d))?")


# A season within the cell of a degree: "PhD (F18)", "Masters (S19)", "PhD (Fall 2018)".
_SEASON = re.compile(
    r"[(（\[]\s*(?:([FS])\s*(\d\d)|(Fall|Autumn|Spring)\s+(20\d\d))\s*[)）\]]", re.I
)


def season_of(degree: str) -> str:
    """The intake a degree names beside itself; "" if none: "Fall 2018" of "PhD (F18)"."""
    match = _SEASON.search(degree)
    if match is None:
        return ""
    letter, year, word, whole = match.groups()
    if letter:
        return f"{'Fall' if letter.upper() == 'F' else 'Spring'} 20{year}"
    return f"{word.capitalize()} {whole}"


def _folded(text: str) -> str:
    return " ".join(names.words(_BRACKETS.sub(" ", text)))


def read_degree(text: str) -> str | None:
    """The kind of track a degree belongs to, None if the cell is empty. Raises BadValue."""
    if is_blank(text):
        return None
    word = " ".join(_MODE.sub(" ", _folded(text)).split())
    if word not in _KIND_OF_DEGREE:
        raise BadValue(_("is not a degree known here. Write PhD, Postdoc, MPhil or Master."))
    return _KIND_OF_DEGREE[word]


def read_result(text: str) -> Outcome:
    """Where a result puts an application; nothing said means submitted. Raises BadValue."""
    if is_blank(text):
        return SUBMITTED
    word = _folded(text)
    if word == "declined":
        raise BadValue(
            _("does not say who declined. Write “Rejected” (the centre) or “Offer declined”.")
        )
    if word not in _OUTCOME_OF:
        raise BadValue(
            _(
                "is not a result known here. Write Submitted, Interview, Waiting list, Offer, "
                "Enrolled, Rejected, Withdrawn, or the name of a stage."
            )
        )
    return _OUTCOME_OF[word]


def intake_start(text: str) -> date | None:
    """The first day of an intake from its name: "2014", "Fall 2027", "2026-27"; else None.

    A year alone is that year's main intake, in September.
    """
    years = {match[1]: match for match in _YEARS.finditer(text)}
    if len(years) != 1:
        return None
    rest = names.fold(_YEARS.sub(" ", text))
    months = {_MONTH_OF[word] for word in re.findall(r"[^\W\d_]+", rest) if word in _MONTH_OF}
    months |= {int(number) for number in re.findall(r"(\d{1,2})\s*月", rest)}
    if len(months) > 1 or not months <= set(range(1, 13)):
        return None
    month = months.pop() if months else 9
    return date(int(next(iter(years))), month, _DAY_OF.get(month, 1))


def intake_of_tab(title: str, above: list[str]) -> str:
    """The intake a tab is about, by the lines above its headings or its name; "" if neither."""
    for text in [*above, title]:
        if "intake" in text.casefold() or text == title:
            years = [match[0] for match in _YEARS.finditer(text)]
            if len(years) == 1 and intake_start(text):
                words = [w for w in re.findall(r"[^\W\d_]+", text) if names.fold(w) in _MONTH_OF]
                return " ".join([*words, years[0]])
    return ""
