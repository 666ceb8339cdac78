"""Editing a person, and adding an application to one."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord
from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import Application
from recruitment.register.edit_forms import CandidateForm
from tests.factories import make_application, make_candidate, reason
from tests.measuring import cost

SEEN = "initial-{}"


def url_of(person):
    return reverse("recruitment:candidate-edit", args=[person.pk])


def form_of(person, rows=(), **typed):
    """The filled form of somebody who opened it when `person` was as given."""
    data = {name: str(getattr(person, name) or "") for name in CandidateForm.Meta.fields}
    data |= {SEEN.format(name): value for name, value in data.items()}
    data |= {"version": person.version} | typed
    kept = sum("id" in row for row in rows)
    data |= {"education-TOTAL_FORMS": len(rows), "education-INITIAL_FORMS": kept}
    for number, row in enumerate(rows):
        blank = {"level": "unknown", "country": "", "field": "", "started": "", "ended": ""}
        for name, value in (blank | row).items():
            data[f"education-{number}-{name}"] = value
    return data


def test_an_edit_is_kept_with_its_keys_its_version_and_its_log(as_manager, manager, centre):
    person = make_candidate(centre, full_name="Li Zihan")

    answer = as_manager.post(
        url_of(person), form_of(person, full_name="Li  Zihan 李", orcid="0000000218250097")
    )

    person.refresh_from_db()
    assert answer.headers["Location"] == person.get_absolute_url()
    assert (person.full_name, person.orcid, person.version) == (
        "Li Zihan 李",
        "0000-0002-1825-0097",
        1,
    )
    assert person.search_keys.filter(kind=CandidateKey.Kind.ORCID).exists()
    told = as_manager.get(person.get_absolute_url()).content.decode()
    assert "changed 2 fields" in told
    assert "<del>Li Zihan</del>" in told


def test_saving_without_a_change_writes_nothing(as_manager, centre):
    person = make_candidate(centre)
    before = person.updated_at

    as_manager.post(url_of(person), form_of(person))

    person.refresh_from_db()
    assert (person.version, person.updated_at) == (0, before)
    assert LogEntry.objects.get_for_object(person).filter(action=1).count() == 0


def test_the_slower_of_two_is_told_and_loses_nothing(as_manager, centre):
    person = make_candidate(centre, full_name="Li Zihan", phone="1111111")
    mine = form_of(person, full_name="Li Zi-han", current_place="Shenzhen")
    as_manager.post(url_of(person), form_of(person, full_name="LI Zihan", phone="2222222"))

    answer = as_manager.post(url_of(person), mine)

    told = answer.content.decode()
    person.refresh_from_db()
    assert answer.status_code == 409
    assert (person.full_name, person.current_place) == ("LI Zihan", "")
    assert "Grace Lam saved this person at" in told
    assert 'value="Li Zi-han"' in told
    assert 'value="Shenzhen"' in told
    assert 'name="phone" value="2222222"' in told  # not touched here, so theirs
    assert 'name="version" value="1"' in told

    as_manager.post(url_of(person), mine | {"version": 1, "phone": "2222222"})
    person.refresh_from_db()
    assert (person.full_name, person.current_place, person.version) == (
        "Li Zi-han",
        "Shenzhen",
        2,
    )


def test_a_save_leaves_alone_which_application_is_shown(as_manager, centre):
    person = make_candidate(centre)
    typed = form_of(person, phone="1234567")
    mine = make_application(centre, candidate=person)

    as_manager.post(url_of(person), typed)

    assert Candidate.objects.get(pk=person.pk).current == mine


def test_education_rows_come_change_and_go_and_the_history_tells(as_manager, centre):
    person = make_candidate(centre)
    rows = [{"level": "master", "institution": "Harbour City University", "ended": "2024"}]
    as_manager.post(url_of(person), form_of(person, rows))
    person.refresh_from_db()
    kept = person.education.get()
    told = as_manager.get(person.get_absolute_url()).content.decode()
    assert "Master, Harbour City University, 2024" in told
    assert person.search_keys.filter(key="harbour").exists()

    gone = {"id": kept.pk, "level": "master", "institution": kept.institution, "ended": "2024"}
    as_manager.post(url_of(person), form_of(person, [gone | {"DELETE": "on"}]))

    assert EducationRecord.objects.count() == 0
    assert not person.search_keys.filter(key="harbour").exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"full_name": ""}, "Enter the name."),
        ({"email": "li"}, "Write it as name@example.org."),
        ({"other_emails": "a@example.org\nb"}, "“b” is not an e-mail address."),
        ({"orcid": "0000-0002-1825-0098"}, "is not an ORCID iD. Write it as 0000-0002-1825-0097."),
        ({"home_pages": "javascript:alert(1)"}, "is not a web address."),
    ],
)
def test_what_is_wrong_is_named_with_the_way_out(as_manager, centre, typed, sentence):
    person = make_candidate(centre)

    answer = as_manager.post(url_of(person), form_of(person, **typed))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Candidate.objects.get(pk=person.pk).version == 0


def test_wrong_years_are_named(as_manager, centre):
    person = make_candidate(centre)
    rows = [{"institution": "X", "started": "2024", "ended": "2020"}, {"started": "19"}]

    told = as_manager.post(url_of(person), form_of(person, rows)).content.decode()

    assert "It cannot end before it starts." in told
    assert "19 is no year." in told
    assert "Enter the institution." in told


def typed_application(centre, **fields):
    position = centre.positions.get(track__kind="doctoral")
    intake = position.track.intakes.get(name="September 2027")
    return {"place": f"{position.pk}-{intake.pk}", "begins": "applied"} | fields


def test_another_application_may_have_begun_earlier_and_as_a_lead(as_manager, manager, centre):
    person = make_application(centre, intake="May 2027").candidate
    url = reverse("recruitment:application-add", args=[person.pk])

    as_manager.post(url, typed_application(centre, begins="lead", on="2026-03-02"))

    mine = Application.objects.get(candidate=person, intake__name="September 2027")
    step = mine.transitions.get()
    assert (mine.stage.name, centre.day_of(step.effective_at), step.actor) == (
        "Enquiry",
        date(2026, 3, 2),
        manager,
    )
    assert step.recorded_at > step.effective_at


def test_the_same_position_and_intake_twice_is_refused_in_words(as_manager, centre):
    person = make_candidate(centre, full_name="Li Zihan")
    url = reverse("recruitment:application-add", args=[person.pk])
    as_manager.post(url, typed_application(centre))

    answer = as_manager.post(url, typed_application(centre))

    assert answer.status_code == 422
    assert "Li Zihan has applied for PhD, September 2027 already." in answer.content.decode()
    assert Application.objects.count() == 1


def test_a_refused_second_application_leads_to_reopening_the_closed_one(as_manager, centre):
    closed = make_application(centre, intake="September 2027")
    take(closed, Ask("close", reason=reason(centre, "weaker")), actor=None)
    url = reverse("recruitment:application-add", args=[closed.candidate_id])
    again = reverse("recruitment:application-reopen", args=[closed.pk])

    refused = as_manager.post(url, typed_application(centre)).content.decode()
    asked = as_manager.get(url).content.decode()

    assert f'<a data-sheet href="{again}">Reopen it</a>' in refused
    assert again not in asked


def test_an_open_application_in_the_same_place_is_not_offered_for_reopening(as_manager, centre):
    person = make_application(centre, intake="September 2027").candidate
    url = reverse("recruitment:application-add", args=[person.pk])

    refused = as_manager.post(url, typed_application(centre)).content.decode()

    assert "already." in refused
    assert "Reopen it" not in refused


def test_another_application_takes_the_one_area_of_its_position_unless_told(as_manager, centre):
    typed = typed_application(centre)
    vision, imaging = centre.areas.create(name="Vision"), centre.areas.create(name="Imaging")
    centre.positions.get(track__kind="doctoral").areas.set([vision])
    told, untold = make_candidate(centre), make_candidate(centre)

    for person, area in ((told, imaging.pk), (untold, "")):
        url = reverse("recruitment:application-add", args=[person.pk])
        as_manager.post(url, typed | {"area": area})

    assert (told.applications.get().area, untold.applications.get().area) == (imaging, vision)


def test_an_application_cannot_begin_in_the_future(as_manager, centre):
    url = reverse("recruitment:application-add", args=[make_candidate(centre).pk])

    answer = as_manager.post(url, typed_application(centre, on="2999-01-01"))

    assert answer.status_code == 422
    assert "cannot begin in the future" in answer.content.decode()


def test_adding_an_application_takes_at_most_twelve_statements(as_manager, centre):
    person = make_candidate(centre)
    as_manager.get(person.get_absolute_url())

    measured = cost(
        as_manager,
        "post",
        reverse("recruitment:application-add", args=[person.pk]),
        typed_application(centre),
    )

    assert (measured.status, measured.statements <= 12) == (302, True), measured
