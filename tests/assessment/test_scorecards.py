"""Scorecards: conflict first, drafts, sealed until they may be read, means and never sums."""

from datetime import UTC, datetime, timedelta

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from centre.templatetags.cohort import moment
from recruitment.assessment import scoring
from recruitment.assessment.averages import mean_of, means
from recruitment.assessment.models import Interview
from recruitment.assessment.scorecards import Rating, Scorecard, criteria_of
from recruitment.assessment.scoring import Answers
from tests.assessment.panels import SECRET, page, seat
from tests.factories import (
    give_scorecard,
    make_application,
    make_centre,
    make_interview,
    make_user,
)
from tests.measuring import cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    centre = make_centre()
    centre.criteria.create(name="Depth", order=1)
    centre.criteria.create(name="Clarity", order=2)
    return centre


@pytest.fixture
def panel(centre):
    return [make_user("panel", centre, name=name) for name in ("Ann One", "Ben Two")]


@pytest.fixture
def interview(centre, panel):
    later = timezone.now() + timedelta(days=2)
    return make_interview(make_application(centre), *panel, due_at=later)


def answers(interview, *words, overall=3):
    """Words for the criteria in their order; None: cannot say."""
    criteria = criteria_of(interview)
    return Answers(overall, "", dict(zip([one.pk for one in criteria], words, strict=False)))


def test_the_conflict_is_asked_before_anything_else(interview, panel, client):
    client.force_login(panel[0])
    url = f"{interview.get_absolute_url()}scorecard/"

    first = client.get(url).text
    refused = client.post(url, {"seen": 0, "overall": "4", "do": "save"}).text
    client.post(f"{url}conflict/", {"conflict": "none"})
    then = client.get(url).text

    assert "Does anything tie you to this candidate?" in first
    assert "Depth" not in first + refused
    assert "Depth" in then
    assert Scorecard.objects.filter(overall=4).count() == 0


def test_a_declared_conflict_closes_the_file_and_counts_for_no_seal(interview, panel, client):
    client.force_login(panel[0])
    person = interview.application.candidate
    before = client.get(person.get_absolute_url()).status_code

    client.post(
        f"{interview.get_absolute_url()}scorecard/conflict/",
        {"conflict": "declared", "note": "We wrote a paper together"},
    )
    give_scorecard(seat(interview, panel[1]), why=SECRET)

    assert (before, client.get(person.get_absolute_url()).status_code) == (200, 404)
    told = page(client, panel[0], interview)
    assert str(person) not in told
    assert SECRET not in told
    director = make_user("director", interview.centre)
    assert SECRET in page(client, director, interview)  # all who are asked are in


def test_a_member_reads_the_others_once_their_own_is_in(interview, panel, client):
    give_scorecard(seat(interview, panel[0]), why=SECRET)

    sealed = page(client, panel[1], interview)
    give_scorecard(seat(interview, panel[1]))

    assert SECRET not in sealed
    assert "You read the others’ once your own is in." in sealed
    assert SECRET in page(client, panel[1], interview)


@pytest.mark.parametrize("role", ["director", "manager"])
def test_director_and_manager_read_when_all_are_in(interview, panel, client, role):
    reader = make_user(role, interview.centre)
    give_scorecard(seat(interview, panel[0]), why=SECRET)

    sealed = page(client, reader, interview)
    give_scorecard(seat(interview, panel[1]))

    assert SECRET not in sealed
    assert "Sealed until all 2 are in, or" in sealed
    assert SECRET in page(client, reader, interview)


def test_director_and_manager_read_what_is_in_once_the_due_time_has_passed(
    interview, panel, client
):
    give_scorecard(seat(interview, panel[0]), why=SECRET)
    draft = give_scorecard(seat(interview, panel[1]), why="Not finished with this")
    Scorecard.objects.filter(pk=draft.pk).update(submitted_at=None)
    Interview.objects.update(due_at=timezone.now() - timedelta(minutes=1))

    told = page(client, make_user("manager", interview.centre), interview)

    assert SECRET in told
    assert "Not finished" not in told  # a draft is its member's alone


def test_a_director_on_the_panel_waits_like_every_member(interview, panel, client):
    director = make_user("director", interview.centre)
    interview.panel.create(user=director)
    give_scorecard(seat(interview, panel[0]), why=SECRET)
    Interview.objects.update(due_at=timezone.now() - timedelta(minutes=1))

    assert SECRET not in page(client, director, interview)


def test_an_earlier_opening_is_the_directors_alone_and_stands_in_the_audit_log(
    interview, panel, client
):
    director = make_user("director", interview.centre, name="Prof Director")
    manager = make_user("manager", interview.centre)
    give_scorecard(seat(interview, panel[0]), why=SECRET)
    client.force_login(director)

    client.post(f"{interview.get_absolute_url()}scorecards/open/")

    assert SECRET in page(client, director, interview)
    assert SECRET not in page(client, manager, interview)
    assert SECRET not in page(client, panel[1], interview)
    entry = LogEntry.objects.get_for_object(interview).order_by("-pk")[0]
    assert (entry.actor, list(entry.changes)) == (director, ["opened_at"])


def test_a_supervisor_of_the_candidate_off_the_panel_reads_none(interview, panel, client):
    account = make_user("supervisor", interview.centre)
    interview.application.candidate.created_by = account
    interview.application.candidate.save()
    for user in panel:
        give_scorecard(seat(interview, user), why=SECRET)

    assert SECRET not in page(client, account, interview)


def test_the_audit_log_and_the_admin_tell_nothing_of_a_scorecard(interview, panel, client):
    member = seat(interview, panel[0])
    scoring.declare(member, "none")
    given = Answers(2, SECRET, {one.pk: 2 for one in criteria_of(interview)})
    card = scoring.give(member, given, seen=0)
    client.force_login(make_user("manager", interview.centre, is_staff=True))

    shown = client.get(f"/admin/recruitment/scorecard/{card.pk}/change/").text

    assert "Ann One" in shown
    assert SECRET not in shown
    assert "No</" not in shown.replace("No</option>", "")
    assert not LogEntry.objects.filter(content_type__model__in=["scorecard", "rating"]).exists()


def test_a_draft_is_saved_as_it_is_written_and_found_again(interview, panel, client):
    client.force_login(panel[0])
    scoring.declare(seat(interview, panel[0]), "none")
    url = f"{interview.get_absolute_url()}scorecard/"
    depth = criteria_of(interview)[0].pk
    typed = {f"word-{depth}": "4", f"evidence-{depth}": "The proof on page 3", "do": "save"}

    answer = client.post(url, {"seen": 0, **typed}, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["seen"]) == (200, 1)
    form = client.get(url).context["form"]
    assert form[f"word-{depth}"].value() == "4"
    assert form[f"evidence-{depth}"].value() == "The proof on page 3"
    assert not Scorecard.objects.get().is_in


def test_an_older_window_does_not_write_over_a_newer_draft(interview, panel, client):
    client.force_login(panel[0])
    scoring.declare(seat(interview, panel[0]), "none")
    url = f"{interview.get_absolute_url()}scorecard/"
    client.post(url, {"seen": 0, "why": "Newer", "do": "save"})

    answer = client.post(url, {"seen": 0, "why": "Older", "do": "save"})

    assert answer.status_code == 409
    assert Scorecard.objects.get().evidence == "Newer"


def test_what_is_not_answered_is_named_and_cannot_say_is_an_answer(interview, panel):
    member = seat(interview, panel[0])
    scoring.declare(member, "none")

    with pytest.raises(scoring.Refused, match="1 criterion has no rating"):
        scoring.give(member, answers(interview, 4), seen=0)
    with pytest.raises(scoring.Refused, match="what you think overall"):
        scoring.give(member, answers(interview, 4, None, overall=None), seen=0)
    card = scoring.give(member, answers(interview, 4, None), seen=0)

    assert card.is_in
    assert list(card.ratings.values_list("value", flat=True)) == [4, None]


def test_a_card_that_is_in_is_written_no_more(interview, panel, client):
    member = seat(interview, panel[0])
    scoring.declare(member, "none")
    card = scoring.give(member, answers(interview, 1, 1, overall=1), seen=0)
    client.force_login(panel[0])
    url = f"{interview.get_absolute_url()}scorecard/"

    client.post(url, {"seen": card.saves, "overall": "4", "do": "save"})
    client.post(f"{url}conflict/", {"conflict": "declared"})
    with pytest.raises(scoring.Refused, match="locks it"):
        scoring.save_draft(seat(interview, panel[0]), answers(interview, 4, 4), seen=card.saves)

    assert Scorecard.objects.get().overall == 1
    assert not seat(interview, panel[0]).has_conflict
    assert set(Rating.objects.values_list("value", flat=True)) == {1}


def test_whoever_gave_a_scorecard_stays_on_the_panel(centre, interview, panel, client):
    give_scorecard(seat(interview, panel[0]))
    client.force_login(make_user("manager", centre))
    other = make_user("panel", centre)
    url = f"{interview.get_absolute_url()}edit/"
    form = client.get(url).context["form"]
    data = {
        "on": "2026-11-24", "at": "14:00", "minutes": "45", "seen": form.seen_now,
        "token": interview.token, "panel": [panel[1].pk, other.pk],
    }  # fmt: skip

    client.post(url, data)

    assert set(interview.panel.values_list("user", flat=True)) == {one.pk for one in panel}


def test_a_mean_is_of_the_words_that_were_given():
    assert (mean_of("Depth", [4, None, 2]).value, mean_of("Depth", [4, None, 2]).n) == (3.0, 2)
    assert mean_of("Depth", [None, None]).value is None
    words = [
        str(mean_of("", [one, two]).word) for one, two in ((1, 1), (1, 2), (2, 3), (4, 3), (4, 4))
    ]
    assert words == [
        "Definitely no",
        "Between Definitely no and No",
        "Between No and Yes",
        "Between Yes and Strong yes",
        "Strong yes",
    ]


def test_a_missing_rating_lowers_nobody(interview, panel):
    one = give_scorecard(seat(interview, panel[0]), Depth=4, Clarity=3)
    two = give_scorecard(seat(interview, panel[1]), Depth=None, Clarity=3)

    _overall, (depth, clarity) = means([one, two])

    assert (depth.value, depth.n, depth.cards) == (4.0, 1, 2)
    assert (clarity.value, clarity.n) == (3.0, 2)


def test_criteria_are_those_of_the_position_and_those_of_all(centre, interview):
    position = interview.application.position
    other = centre.positions.exclude(pk=position.pk)[0]
    centre.criteria.create(name="Proofs", position=position, order=3)
    centre.criteria.create(name="Teaching", position=other)
    centre.criteria.create(name="Old", retired_on="2026-01-01")
    make_centre().criteria.create(name="Elsewhere")

    assert [str(one) for one in criteria_of(interview)] == ["Depth", "Clarity", "Proofs"]


def test_the_scorecards_tab_keeps_the_seal_and_a_constant_number_of_statements(
    centre, interview, panel, client
):
    give_scorecard(seat(interview, panel[0]), why=SECRET, Depth=4)
    url = f"{interview.application.candidate.get_absolute_url()}?tab=scorecards"
    client.force_login(make_user("manager", centre))
    sealed = client.get(url).text
    give_scorecard(seat(interview, panel[1]), Depth=2)
    one = cost(client, "get", url)
    for _more in range(4):
        another = make_interview(
            interview.application, *panel, at=datetime(2026, 12, 1, tzinfo=UTC)
        )
        for user in panel:
            give_scorecard(seat(another, user), Depth=2)

    assert SECRET not in sealed
    assert SECRET in client.get(url).text
    assert cost(client, "get", url).statements == one.statements


def test_a_scorecard_is_not_given_in_before_the_interview_has_begun(interview, panel, client):
    Interview.objects.update(starts_at=timezone.now() + timedelta(days=2))
    scoring.declare(seat(interview, panel[0]), "none")
    ids = [one.pk for one in criteria_of(interview)]
    typed = {"seen": 0, "overall": "4"} | {f"word-{pk}": "3" for pk in ids}
    client.force_login(panel[0])
    url = f"{interview.get_absolute_url()}scorecard/"

    early = client.post(url, typed | {"do": "give"})
    draft = client.post(url, typed | {"do": "save"})

    assert "The interview is still to come" in early.text
    assert (early.status_code, draft.status_code) == (422, 302)
    assert not Scorecard.objects.get().is_in


@pytest.mark.parametrize(
    ("is_offered", "waited_for"),
    [(True, "The candidate has not chosen a time"), (False, "the candidate was offered none")],
)
def test_no_scorecard_is_given_in_while_the_interview_has_no_time(
    centre, panel, client, is_offered, waited_for
):
    interview = make_interview(make_application(centre), *panel, at=None)
    if is_offered:
        at = timezone.now() + timedelta(days=2)
        interview.slots.create(centre=centre, starts_at=at)
    scoring.declare(seat(interview, panel[0]), "none")
    ids = [one.pk for one in criteria_of(interview)]
    typed = {"seen": 0, "overall": "4"} | {f"word-{pk}": "3" for pk in ids}
    client.force_login(panel[0])
    url = f"{interview.get_absolute_url()}scorecard/"

    shown = client.get(url).text
    early = client.post(url, typed | {"do": "give"})
    draft = client.post(url, typed | {"do": "save"})

    assert waited_for in shown
    assert 'value="give" disabled aria-describedby="waits"' in shown
    assert waited_for in early.text
    assert (early.status_code, draft.status_code) == (422, 302)
    assert not Scorecard.objects.get().is_in


def test_a_scorecard_says_that_its_draft_was_saved_and_when_only_once_it_was(
    interview, panel, client
):
    scoring.declare(seat(interview, panel[0]), "none")
    client.force_login(panel[0])
    url = f"{interview.get_absolute_url()}scorecard/"

    untouched = client.get(url).text
    client.post(url, {"seen": 0, "overall": "4", "do": "save"})
    saved = client.get(url).text

    assert "Draft saved" not in untouched
    assert f"Draft saved {moment(Scorecard.objects.get().saved_at)}" in saved
