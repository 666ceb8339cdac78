"""Lists narrowed by the parameters of the candidates page, read by the same code."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recruitment.api.paging import PARAMETERS, check_names, read_days
from recruitment.api.problems import Told
from recruitment.candidates.models import Candidate
from recruitment.pipeline.models import Application
from recruitment.register.criteria import Criteria, read
from recruitment.register.filters import FILTERS, OF_PERSON
from recruitment.register.search import bounds, people_matching

NAMES = ("view", "q", *FILTERS, "on", "known")


class Narrowed:
    """What a request asks for. What a page would leave out with a word is refused here: a program
    reads no words, and would take everybody for those it asked for."""

    def __init__(self, view, *more: str):
        self.view = view
        query = view.request.query_params
        check_names(view.request, *NAMES, *PARAMETERS, *more)
        read_days(view.request, "on", "known")
        self.criteria: Criteria = read(query, centre=view.centre, user=view.request.user)
        if self.criteria.problems:
            asked = [name for name in NAMES if name in query]
            told = {" ".join(asked): [str(text) for text in self.criteria.problems]}
            raise Told(422, _("Nothing was read."), told)

    @property
    def given(self) -> dict[str, str]:
        """Values of the slots of the search; empty if nothing is searched for."""
        return bounds(self.criteria.terms)

    def _found(self) -> QuerySet | None:
        user = self.view.request.user
        terms = self.criteria.terms
        return people_matching(self.view.centre, terms, user=user) if terms else None

    def applications(self) -> QuerySet:
        rows = self.criteria.narrow(self.view.seen(Application.objects))
        found = self._found()
        return rows if found is None else rows.filter(candidate__in=found)

    def people(self) -> QuerySet:
        criteria = self.criteria
        rows = self.view.seen(Candidate.objects)
        if criteria.of_people:
            for one in criteria.chosen:
                rows = OF_PERSON[one.name](criteria.setting, one.value, rows)
        else:
            theirs = criteria.narrow(self.view.seen(Application.objects)).order_by()
            rows = rows.filter(pk__in=theirs.values("candidate"))
        found = self._found()
        return rows if found is None else rows.filter(pk__in=found)
