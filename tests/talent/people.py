"""People with a past, for the tests of the talent flow."""

from recruitment.candidates.models import CandidateKey, EducationRecord
from recruitment.moves.gate import Ask, take
from tests.factories import make_application, make_candidate, make_started, reason


def studied(candidate, first=None, latest=None):
    """A bachelor's degree and a master's after it; "" is a degree of a place nobody wrote down."""
    if first is not None:
        _degree(candidate, "bachelor", first, 2018)
    if latest is not None:
        _degree(candidate, "master", latest, 2021)
    CandidateKey.refresh([candidate])
    return candidate


def _degree(candidate, level, country, ended):
    EducationRecord.objects.create(
        candidate=candidate,
        level=level,
        institution=f"University of {country}",
        country=country,
        started=ended - 2,
        ended=ended,
    )


def applied(centre, first=None, latest=None, **fields):
    person = studied(make_candidate(centre), first, latest)
    return make_application(centre, candidate=person, **fields)


def started(centre, first=None, latest=None, **fields):
    person = studied(make_candidate(centre), first, latest)
    return make_started(centre, candidate=person, **fields).enrolment


def closed(application, code, *, party="centre"):
    take(
        application, Ask("close", reason=reason(application.centre, code, party=party)), actor=None
    )
    return application


def left(enrolment, on, code="health"):
    enrolment.left_on = on
    enrolment.leaving_reason = reason(enrolment.researcher.centre, code, party="researcher")
    enrolment.save()
    return enrolment
