"""Two people on one row, one of them in the admin: the slower is told, nothing is overwritten."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from centre.organisation.models import PartnerInstitution, ResearchArea
from centre.targets.models import Target
from recruitment.assessment.scorecards import Criterion
from recruitment.candidates.models import CandidateKey
from recruitment.enrolment.models import Destination
from recruitment.funding.models import FundingBasis
from recruitment.imports.models import ColumnMatch
from recruitment.offers.models import ApprovalGroup
from recruitment.placements.models import PlacementPlan
from tests.admin.test_pages import MODELS, url
from tests.factories import (
    make_application,
    make_award,
    make_candidate,
    make_ledger_entry,
    make_opening,
    make_placement,
    make_started,
    make_supervision,
    make_supervisor,
    make_user,
)
from tests.sent import forms_on

TOLD = "Somebody changed this after you opened the page."
# What one and the other type. Whatever the admin lets people edit has a line.
TYPED = {
    "agreement": ("title", "Agreement A", "Agreement B"),
    "application": ("next_step", "Call", "Write"),
    "approvalgroup": ("name", "Group A", "Group B"),
    "award": ("text", "Letter A", "Letter B"),
    "candidate": ("phone", "+852 2766 0001", "+852 2766 0002"),
    "centre": ("head", "Dr A", "Dr B"),
    "columnmatch": ("name", "Match A", "Match B"),
    "costrate": ("amount", "7", "8"),
    "criterion": ("name", "Criterion A", "Criterion B"),
    "destination": ("employer", "Company A", "Company B"),
    "dispositionreason": ("name", "Reason A", "Reason B"),
    "documentkind": ("name", "Kind A", "Kind B"),
    "enrolment": ("started_on", "2026-09-02", "2026-09-03"),
    "exchangerate": ("rate", "7", "8"),
    "fundingbasis": ("postdocs", "7", "8"),
    "intake": ("name", "Intake A", "Intake B"),
    "ledgerentry": ("evidence", "Letter A", "Letter B"),
    "membership": ("role", "director", "panel"),
    "opening": ("starts_on", "2027-03-01", "2027-03-02"),
    "partnerinstitution": ("name", "Partner A", "Partner B"),
    "plannedarea": ("people", "7", "8"),
    "plannedintake": ("starts", "7", "8"),
    "placement": ("topic", "Topic A", "Topic B"),
    "placementplan": ("share", "70", "90"),
    "position": ("title", "Position A", "Position B"),
    "requirement": ("from_stage", "review", "interview"),
    "researcharea": ("name", "Area A", "Area B"),
    "source": ("name", "Source A", "Source B"),
    "stage": ("limit_days", "7", "8"),
    "supervision": ("ended_on", "2030-01-01", "2030-01-02"),
    "supervisor": ("name", "Dr A", "Dr B"),
    "target": ("headcount", "7", "8"),
    "track": ("name", "Track A", "Track B"),
}
EDITED = [
    model for model in MODELS if getattr(admin.site.get_model_admin(model), "may_change", False)
]


@pytest.fixture
def world(client, centre):
    """A row of everything, and a system administrator before it."""
    start = make_started(centre).enrolment
    researcher = start.researcher
    make_placement(start)
    make_supervision(start)
    PlacementPlan.objects.create(track=start.track, share=80, months=3)
    make_award(researcher)
    Destination.objects.create(researcher=researcher, employer="Company", as_of=date(2030, 1, 1))
    make_ledger_entry(centre)
    FundingBasis.objects.get_or_create(agreement=centre.agreements.get())
    PartnerInstitution.objects.create(centre=centre, name="Partner")
    area = ResearchArea.objects.create(centre=centre, name="Vision")
    Target.objects.filter(headcount__isnull=False)[0].area_plan.create(area=area, people=5)
    ColumnMatch.objects.create(centre=centre, name="Fair", columns={"name": "full_name"})
    Criterion.objects.create(centre=centre, name="Research")
    head = ApprovalGroup.objects.create(centre=centre, name="Head")
    head.members.add(make_user("director", centre))
    make_supervisor(centre)
    make_opening(make_application(centre))
    client.force_login(make_user("manager", centre, is_staff=True, is_superuser=True))
    return centre


def sent_from(answer, name="seen"):
    """What a browser sends from the form of a page that knows what it showed."""
    return next(form["sent"] for form in forms_on(answer) if name in form["sent"])


@pytest.mark.parametrize("model", EDITED, ids=[model._meta.model_name for model in EDITED])
def test_whoever_saves_second_in_the_admin_is_told_and_overwrites_nothing(client, world, model):
    row = model._default_manager.order_by("pk").first()
    page = url(model, "change", row.pk)
    field, mine, theirs = TYPED[model._meta.model_name]
    old = sent_from(client.get(page))

    def stored():
        return str(model._default_manager.values_list(field, flat=True).get(pk=row.pk))

    client.post(page, old | {field: theirs})
    assert stored().startswith(theirs)
    answer = client.post(page, old | {field: mine})

    assert TOLD in answer.content.decode()
    assert stored().startswith(theirs)
    client.post(page, sent_from(answer))
    assert stored().startswith(mine)


def test_a_page_open_elsewhere_learns_of_an_edit_in_the_admin(client, world):
    person = make_candidate(world, full_name="Li Zihan")
    page = reverse("recruitment:candidate-edit", args=[person.pk])
    opened = sent_from(client.get(page), "version")
    kept = f"/admin/recruitment/candidate/{person.pk}/change/"
    client.post(kept, sent_from(client.get(kept)) | {"phone": "+852 2766 0001"})

    answer = client.post(page, opened | {"phone": "+852 2766 9999"})

    assert answer.status_code == 409
    person.refresh_from_db()
    assert person.phone == "+852 2766 0001"


def test_a_page_open_elsewhere_learns_of_a_degree_added_in_the_admin(client, world):
    person = make_candidate(world, full_name="Li Zihan")
    page = reverse("recruitment:candidate-edit", args=[person.pk])
    opened = sent_from(client.get(page), "version")
    kept = f"/admin/recruitment/candidate/{person.pk}/change/"
    degree = {"education-0-level": "master", "education-0-institution": "Zhejiang University"}
    client.post(kept, sent_from(client.get(kept)) | degree | {"education-TOTAL_FORMS": "1"})

    answer = client.post(page, opened | {"phone": "+852 2766 9999"})

    assert answer.status_code == 409
    assert person.education.count() == 1


def test_a_degree_changed_meanwhile_is_not_overwritten_from_the_admin(client, world):
    person = make_candidate(world)
    degree = person.education.create(level="master", institution="Zhejiang University")
    kept = f"/admin/recruitment/candidate/{person.pk}/change/"
    opened = sent_from(client.get(kept))
    person.education.update(institution="Fudan University")
    CandidateKey.refresh([person])

    answer = client.post(kept, opened | {"education-0-field": "Optics"})

    assert TOLD in answer.content.decode()
    degree.refresh_from_db()
    assert (degree.institution, degree.field) == ("Fudan University", "")


def test_an_assignment_made_meanwhile_is_not_overwritten(client, world):
    one = make_application(world)
    page = reverse("recruitment:application-assign", args=[one.pk])
    opened = sent_from(client.get(page))
    client.post(page, opened | {"next_step": "Call her"})

    answer = client.post(page, opened | {"next_step": "Write to her"})

    assert answer.status_code == 409
    assert TOLD in answer.content.decode()
    one.refresh_from_db()
    assert one.next_step == "Call her"


def test_an_assignment_sent_twice_is_no_clash(client, world):
    one = make_application(world)
    page = reverse("recruitment:application-assign", args=[one.pk])
    opened = sent_from(client.get(page))
    client.post(page, opened | {"next_step": "Call her"})

    assert client.post(page, opened | {"next_step": "Call her"}).status_code == 302
