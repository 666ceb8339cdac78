"""Referees of some invented applicants: letters that are here, that are late, and that will not
come. Nobody is written to."""

from datetime import date, timedelta

from recruitment.documents.models import Document
from recruitment.referees import actions
from recruitment.referees.models import RefereeReport

_NAMES = ("Prof. Ingrid Solberg", "Prof. Ngozi Bello", "Dr Tomás Herrera", "Prof. Yuki Arai")
_LETTER = (
    "I taught this student for two years and supervised the thesis, which was among the three best "
    "of its year: independent, careful with evidence, and finished on time.\n\nI recommend them "
    "without reservation."
)


def name_referees(*, on: date) -> None:
    """Of those who have handed in documents: two each, in turn answered or not."""
    people = Document.objects.values_list("candidate__current", flat=True).order_by("candidate")
    for n, application in enumerate(dict.fromkeys(people)):
        for m in range(2):
            _one(application, n + 2 * m, on)


def _one(application: int, n: int, on: date) -> None:
    report = RefereeReport(
        application_id=application,
        name=_NAMES[n % len(_NAMES)],
        email=f"referee{n}@university.example.org",
        institution="Harbour City University",
        due_on=on + timedelta(days=(10, -3)[n % 2]),
    )
    report.centre_id = report.application.centre_id
    if n % 3 == 1:
        report.state, report.letters_out = RefereeReport.State.REQUESTED, 1
        report.asked_at = report.centre.end_of(on - timedelta(days=14))
    report.save()
    if n % 3 == 0:
        actions.receive(report, upload=None, letter=_LETTER, filed_by=None)
    elif n % 3 == 2 and n % 2:
        actions.decline(report, remark="I hardly know them")
