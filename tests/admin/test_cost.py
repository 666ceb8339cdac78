"""An admin list or form costs the same however many people there are: statements and rows."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin

from recruitment.demo.generate import fill
from recruitment.models import Application, Candidate, Enrolment, StageTransition
from tests.factories import make_centre, make_supervisor, make_user
from tests.measuring import cost

LISTS = [
    f"/admin/{app}/{model._meta.model_name}/"
    for app in ("centre", "recruitment")
    for model in apps.get_app_config(app).get_models()
]


@pytest.fixture
def pages(client, db, monkeypatch):
    # Four a page, so that the small centre fills a page of everything too.
    for site in admin.site._registry.values():
        monkeypatch.setattr(site, "list_per_page", 4)
    centre = make_centre("big")
    make_supervisor(centre)
    keeper = make_user("manager", centre, is_staff=True)
    root = make_user(is_staff=True, is_superuser=True)

    def measure():
        found = {}
        forms = [
            f"/admin/recruitment/{model._meta.model_name}/{model.objects.order_by('pk')[40].pk}/change/"
            for model in (Candidate, Application, StageTransition)
        ]
        forms.append(f"/admin/recruitment/enrolment/{Enrolment.objects.first().pk}/change/")
        for user in (root, keeper):
            client.force_login(user)
            for page in ["/admin/", *forms]:
                client.get(page)  # what is read once a process is read now
            for page in ["/admin/", *LISTS, *forms]:
                paid = cost(client, "get", page)
                found[user.is_superuser, page] = (paid.status, paid.statements, paid.rows)
        return found

    return centre, measure


def test_many_people_cost_what_few_do(pages):
    centre, measure = pages
    fill(centre, candidates=120, seed=1, on=date(2026, 9, 30))
    small = measure()
    fill(centre, candidates=320, seed=2, on=date(2026, 9, 30))

    large = measure()

    differing = {page: (small[page], large[page]) for page in small if small[page] != large[page]}
    assert differing == {}
    assert max(paid[1] for paid in large.values()) <= 40
