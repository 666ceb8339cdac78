"""What the page of an application shows of its referees."""

from dataclasses import dataclass
from datetime import date

from centre.accounts.middleware import allowed
from centre.web.statements import Slot, kept
from recruitment.pipeline.models import Application
from recruitment.referees.fitness import Unfit, is_free, letters_wanted, unfit
from recruitment.referees.models import RefereeReport

State = RefereeReport.State


@dataclass(frozen=True)
class Line:
    report: RefereeReport
    unfit: Unfit | None  # since somebody assigned them, or wrote down their address
    is_late: bool

    @property
    def is_private_address(self) -> bool:
        return is_free(self.report.email)


def of_application(request, application: Application) -> dict:
    """The referees this person may know of, and how many letters are here of those wanted. One
    statement. A panel member whose stage has not opened them reads that, and no name."""
    if not allowed(request, "view_referees"):
        return {"referees": None}
    user, today = request.user, application.centre.today()

    def rows():
        mine = RefereeReport.objects.visible_to(user).filter(application=Slot("application"))
        return mine.order_by("pk")

    found = kept(("referees", user.sight), rows).objects(application=application.pk)
    lines = [_line(one, application, today) for one in found]
    return {
        "referees": lines,
        "are_sealed": not _sees_now(request, application),
        "letters": sum(one.report.has_letter and not one.unfit for one in lines),
        "wanted": letters_wanted(
            application.track.referees_wanted,
            named=len(lines),
            waived=sum(one.report.state == State.WAIVED for one in lines),
        ),
    }


def _sees_now(request, application: Application) -> bool:
    """Everybody but the panel sees them at every stage."""
    if allowed(request, "read_notes"):
        return True
    return application.stage.opens_letters


def _line(report: RefereeReport, application: Application, today: date) -> Line:
    late = report.state == State.REQUESTED and report.due_on < today
    return Line(report, unfit(report.name, report.email, application), late)
