"""Times a candidate chooses from behind a private link; each is taken once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from centre.links.models import PrivateLink
from centre.links.purposes import purpose_of
from centre.templatetags.cohort import moment
from recruitment.assessment import choosing
from recruitment.assessment.actions import cancel
from recruitment.assessment.clashes import still_good
from recruitment.assessment.models import Interview
from recruitment.assessment.page_words import PHRASES
from recruitment.assessment.slots import Slot
from recruitment.candidates.models import Candidate
from recruitment.messages.models import Message
from recruitment.moves.gate import Ask, take
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_interview,
    make_user,
    reason,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    cache.clear()
    return make_centre()


@pytest.fixture
def panel(centre):
    return [make_user("panel", centre) for _member in range(2)]


def times(*days):
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    return [start + timedelta(days=day) for day in days]


def waiting(centre, panel=(), **fields):
    interview = make_interview(make_application(centre), *panel, at=None, **fields)
    return Interview.objects.select_related("centre", "application__candidate").get(pk=interview.pk)


def typed(centre, at):
    return {"time1": f"{timezone.localtime(at, centre.zone):%Y-%m-%dT%H:%M}"}


def anyway(warned):
    """What the form sends once the office has read its warning, and ticks."""
    return {"anyway": "on", "read": warned.context["form"]["read"].value()}


def offer(client, centre, interview, at):
    """As the office does it, whatever is warned of."""
    client.force_login(make_user("manager", centre))
    url, data = f"{interview.get_absolute_url()}slots/", typed(centre, at)
    answer = client.post(url, data)
    if answer.status_code == 422:
        client.post(url, data | anyway(answer))


def opened(client, interview):
    """The candidate's page, as they come to it: from the e-mail, by the button."""
    person = interview.application.candidate
    sent = [one for one in mail.outbox if one.to == [person.email]][-1]
    url = next(line for line in sent.body.splitlines() if line.startswith("http"))
    return client.post(url.removeprefix("http://127.0.0.1:8000")).url


def test_a_candidate_takes_one_of_the_times_and_everybody_is_invited(centre, panel, client):
    interview = waiting(centre, panel, candidate_zone="Europe/London")
    choosing.offer(interview, times(2, 3), by=None)
    url = opened(client, interview)
    _first, second = Slot.objects.all()

    page = client.get(url)
    client.post(url, {"slot": second.pk})

    assert page.text.count('name="slot"') == 2
    assert page.text.index("London time") < page.text.index("Hong Kong time")
    interview.refresh_from_db()
    assert interview.starts_at == second.starts_at
    assert interview.due_at > interview.starts_at
    invited = Message.objects.filter(subject__startswith="Interview:")
    assert set(invited.values_list("to", flat=True)) == {
        interview.application.candidate.email, *(user.email for user in panel),
    }  # fmt: skip
    assert 'name="slot"' not in client.get(url).text


def test_a_time_offered_to_two_is_taken_by_one(centre, client):
    one, two = waiting(centre), waiting(centre)
    choosing.offer(one, times(2), by=None)
    slot = Slot.objects.get()
    choosing.offer(two, times(3), [slot], by=None)
    url = opened(client, two)
    before = client.get(url).text.count('name="slot"')
    choosing.take(one, slot)

    late = client.post(url, {"slot": slot.pk})

    assert before == 2
    assert (late.status_code, late.text.count('name="slot"')) == (409, 1)
    assert "Somebody else has taken this time." in late.text
    slot.refresh_from_db()
    two.refresh_from_db()
    assert (slot.taken_by, two.starts_at) == (one, None)


def test_who_has_chosen_does_not_choose_again(centre):
    interview = waiting(centre)
    choosing.offer(interview, times(2, 3), by=None)
    first, second = Slot.objects.all()
    choosing.take(interview, first)

    with pytest.raises(choosing.Refused, match="You have chosen a time"):
        choosing.take(interview, second)

    assert Slot.objects.filter(taken_by=interview).get() == first


def test_nobody_whose_application_was_closed_takes_a_time_or_gets_a_new_link(centre, client):
    interview = waiting(centre)
    choosing.offer(interview, times(2), by=None)
    url = opened(client, interview)
    ask = Ask("close", reason=reason(centre, "weaker", party="centre"))
    take(interview.application, ask, actor=None)

    page = client.get(url)
    refused = client.post(url, {"slot": Slot.objects.get().pk})
    with pytest.raises(choosing.Refused, match="No time can be chosen"):
        choosing.take(interview, Slot.objects.get())
    purpose_of(PrivateLink.objects.get()).renew(PrivateLink.objects.get())

    assert "No time can be chosen at the moment. Please write to us." in page.text
    assert "application" not in re.search(r'role="alert">.*?</p>', page.text)[0]
    assert "None of the times is free" not in page.text
    assert 'name="slot"' not in page.text + refused.text
    assert refused.status_code == 409
    interview.refresh_from_db()
    assert interview.starts_at is None
    assert Message.objects.filter(kind="interview").count() == 1


def test_a_time_that_was_not_offered_or_has_passed_is_not_taken(centre):
    one, two = waiting(centre), waiting(centre)
    choosing.offer(one, times(2), by=None)
    choosing.offer(two, times(-1), by=None)

    for interview, slot in ((two, one.slots.get()), (two, two.slots.get())):
        with pytest.raises(choosing.Refused, match="not offered any more"):
            choosing.take(interview, slot)

    assert not Slot.objects.exclude(taken_by=None).exists()


def test_a_cancelled_interview_gives_its_time_back(centre):
    one, two = waiting(centre), waiting(centre)
    choosing.offer(one, times(2), by=None)
    slot = Slot.objects.get()
    choosing.offer(two, [], [slot], by=None)
    choosing.take(one, slot)
    cancel(Interview.objects.get(pk=one.pk), reason="", by=None)

    choosing.take(two, slot)

    slot.refresh_from_db()
    assert slot.taken_by == two


def test_the_same_times_sent_twice_are_offered_once_and_told_once(centre, client):
    interview = waiting(centre)
    client.force_login(make_user("manager", centre))
    at = timezone.localtime(times(2)[0], centre.zone)
    data = {"time1": f"{at:%Y-%m-%dT%H:%M}"}

    for _time in range(2):
        client.post(f"{interview.get_absolute_url()}slots/", data)

    assert [slot.starts_at for slot in interview.slots.all()] == times(2)
    assert Message.objects.count() == 1


def test_times_at_which_a_member_of_the_panel_is_busy_are_warned_of(centre, panel, client):
    interview = waiting(centre, panel)
    make_interview(make_application(centre), panel[0], at=times(2)[0])
    client.force_login(make_user("manager", centre))
    at = timezone.localtime(times(2)[0], centre.zone)
    data = {"time1": f"{at:%Y-%m-%dT%H:%M}"}
    url = f"{interview.get_absolute_url()}slots/"

    warned = client.post(url, data)
    none_yet = interview.slots.count()
    client.post(url, data | anyway(warned))

    assert warned.status_code == 422
    assert f"{panel[0]} has another interview" in warned.text
    assert (none_yet, interview.slots.count()) == (0, 1)


def test_a_new_link_ends_the_one_before(centre):
    interview = waiting(centre)

    choosing.offer(interview, times(2), by=None)
    choosing.offer(interview, times(3), by=None)

    open_now = PrivateLink.objects.of(choosing.PURPOSE, interview).filter(revoked_at=None)
    assert open_now.count() == 1


def test_a_link_shows_its_own_interview_alone(centre, client):
    person = make_candidate(centre, full_name="Somebody Else")
    interview = waiting(centre)
    other = make_interview(make_application(centre, candidate=person), at=None)
    choosing.offer(interview, times(2), by=None)
    strange = Slot.objects.create(centre=centre, starts_at=times(4)[0])
    strange.offered_to.add(other)
    url = opened(client, interview)

    page = client.get(url).text
    refused = client.post(url, {"slot": strange.pk})

    assert "Somebody Else" not in page
    assert f'value="{strange.pk}"' not in page
    assert "Choose one of the times." in refused.text
    assert not Slot.objects.exclude(taken_by=None).exists()


@pytest.mark.parametrize("slot", ["", "x", "9" * 40, "-1", "٣"])
def test_garbage_takes_no_time(centre, client, slot):
    interview = waiting(centre)
    choosing.offer(interview, times(2), by=None)

    answer = client.post(opened(client, interview), {"slot": slot})

    assert answer.status_code == 409
    assert not Slot.objects.exclude(taken_by=None).exists()


@pytest.mark.parametrize(
    ("at", "told"),
    [("2020-01-07T10:00", "This time has passed."), ("0026-11-28T10:00", "Check the year.")],
)
def test_a_time_that_cannot_be_offered_is_named_beside_its_field(centre, client, at, told):
    interview = waiting(centre)
    client.force_login(make_user("manager", centre))

    answer = client.post(f"{interview.get_absolute_url()}slots/", {"time1": at, "time2": at})

    assert (answer.status_code, interview.slots.count()) == (422, 0)
    wrong = answer.context["form"].errors
    assert [*wrong] == ["time1", "time2"]
    assert all(told in str(words) for words in wrong.values())


def both_offered(centre, panel, client):
    """Two who wait for the same panel, and were offered times that lie across each other."""
    one, two = waiting(centre, panel), waiting(centre, panel)
    at = times(2)[0]
    choosing.offer(one, [at], by=None)
    choosing.offer(two, [at + timedelta(minutes=20), *times(3)], by=None)
    return one, two, opened(client, two)


def test_a_panel_is_not_in_two_interviews_at_once_because_candidates_chose_so(
    centre, panel, client
):
    one, two, url = both_offered(centre, panel, client)
    lost, free = two.slots.all()
    choosing.take(one, one.slots.get())

    page = client.get(url).text
    late = client.post(url, {"slot": lost.pk})

    assert f'value="{free.pk}"' in page
    assert f'value="{lost.pk}"' not in page
    assert "Somebody else has taken this time." in late.text
    two.refresh_from_db()
    assert two.starts_at is None
    choosing.take(two, free)


def test_a_time_offered_in_spite_of_a_clash_can_be_taken_and_the_office_reads_who_clashes(
    centre, panel, client
):
    one, two = waiting(centre, panel), waiting(centre, panel)
    choosing.offer(one, times(2), by=None)
    slot = one.slots.get()
    client.force_login(make_user("manager", centre))
    data = {"shared": [slot.pk]}
    make_interview(make_application(centre), panel[0], at=slot.starts_at)

    warned = client.post(f"{two.get_absolute_url()}slots/", data)
    client.post(f"{two.get_absolute_url()}slots/", data | anyway(warned))
    offered = client.get(two.get_absolute_url()).text
    choosing.take(two, slot)

    assert f"{panel[0]} has another interview on" in warned.text
    assert "Offered in spite of another interview" in offered
    page = client.get(two.get_absolute_url()).text
    assert f"{panel[0]} has another interview on" in page
    assert "This was known when the time was offered." in page
    assert f"{panel[1]} has another interview on" not in page
    assert "Set for" in page


def test_what_was_offered_in_spite_of_a_clash_lifts_it_for_that_time_and_that_clash_alone(
    centre, panel, client
):
    interview = waiting(centre, panel)
    pressed, other = times(2, 3)
    choosing.offer(interview, [other], by=None)
    make_interview(make_application(centre), panel[0], at=pressed)
    offer(client, centre, interview, pressed)
    marked, plain = interview.slots.order_by("starts_at")

    make_interview(make_application(centre), panel[1], at=other)
    after_the_other = still_good(interview, [marked, plain])
    make_interview(make_application(centre), panel[1], at=pressed)

    assert after_the_other == [marked]
    assert still_good(interview, [marked, plain]) == []
    with pytest.raises(choosing.Refused, match="Somebody else has taken this time"):
        choosing.take(interview, marked)


def test_a_clash_that_came_after_the_time_was_offered_is_read_and_the_time_offered_again(
    centre, panel, client
):
    interview = waiting(centre, panel)
    at = times(2)[0]
    offer(client, centre, interview, at)
    slot = interview.slots.get()
    make_interview(make_application(centre), panel[0], at=at)
    lost = still_good(interview, [slot])

    offer(client, centre, interview, at)

    assert (lost, still_good(interview, interview.slots.all())) == ([], [slot])
    choosing.take(interview, slot)


def test_anyway_holds_for_what_was_on_the_page_and_not_for_what_came_while_it_was_read(
    centre, panel, client
):
    interview = waiting(centre, panel)
    at = times(2)[0]
    make_interview(make_application(centre), panel[0], at=at)
    client.force_login(make_user("manager", centre))
    url, data = f"{interview.get_absolute_url()}slots/", typed(centre, at)
    warned = client.post(url, data)
    make_interview(make_application(centre), panel[1], at=at)

    again = client.post(url, data | anyway(warned))

    assert (again.status_code, interview.slots.count()) == (422, 0)
    assert f"{panel[1]} has another interview" in again.text
    assert 'type="checkbox" name="anyway"' in again.text
    assert " checked" not in again.text
    client.post(url, data | anyway(again))
    assert still_good(interview, interview.slots.all()) == [interview.slots.get()]


def test_whoever_declared_a_conflict_in_another_interview_does_not_sit_there(centre, panel):
    one = waiting(centre, panel)
    choosing.offer(one, times(2), by=None)
    other = make_interview(make_application(centre), *panel, at=one.slots.get().starts_at)
    taken = still_good(one, one.slots.all())
    other.panel.update(conflict="declared")

    assert taken == []
    assert still_good(one, one.slots.all()) == [one.slots.get()]


def test_the_office_reads_which_times_are_offered_and_takes_one_back(centre, panel, client):
    one, two, url = both_offered(centre, panel, client)
    lost, free = two.slots.all()
    choosing.take(one, one.slots.get())
    client.force_login(make_user("manager", centre))
    page = two.get_absolute_url()

    before = client.get(page).text
    client.post(f"{page}slots/{free.pk}/take-back/")
    after = client.get(page).text
    shown = client.get(url).text
    sheet = client.get(f"{one.get_absolute_url()}slots/").text
    client.post(f"{page}slots/{free.pk}/offer-back/")

    words = moment(free.starts_at)
    assert "link holds until" in before
    assert before.count("Somebody is in another interview") == 1
    assert f'Take back<span class="visually-hidden">: {words}' in before
    assert f": {words}" not in after
    assert f"{words} is offered no longer" in after
    assert 'name="slot"' not in shown
    assert words not in sheet
    assert set(two.slots.all()) == {lost, free}


def test_a_time_that_was_chosen_is_not_taken_back(centre, panel, client):
    interview = waiting(centre, panel)
    choosing.offer(interview, times(2), by=None)
    slot = interview.slots.get()
    choosing.take(interview, slot)
    client.force_login(make_user("manager", centre))

    url = f"{interview.get_absolute_url()}slots/{slot.pk}/take-back/"
    told = client.post(url, follow=True).text

    assert "The candidate has chosen a time meanwhile." in told
    assert interview.slots.get() == slot


@pytest.mark.parametrize("end", ["chosen", "cancelled"])
def test_a_time_taken_back_is_not_offered_again_once_there_is_nothing_to_choose(
    centre, panel, client, end
):
    interview = waiting(centre, panel)
    choosing.offer(interview, times(2, 3), by=None)
    back, other = interview.slots.all()
    choosing.take_back(interview, back)
    if end == "chosen":
        choosing.take(interview, other)
    else:
        cancel(interview, by=None, reason="Moved away")
    client.force_login(make_user("manager", centre))

    url = f"{interview.get_absolute_url()}slots/{back.pk}/offer-back/"
    told = client.post(url, follow=True).text

    assert "This interview has a time already, or was cancelled." in told
    assert "is offered again" not in told
    assert back not in interview.slots.all()


def test_a_candidate_chooses_in_the_language_they_are_written_to_in(centre, panel, client):
    interview = waiting(centre, panel)
    Candidate.objects.update(language="zh-hant")
    interview = Interview.objects.select_related("centre", "application__candidate").get()
    choosing.offer(interview, times(2), by=None)
    url = opened(client, interview)

    page = client.get(url).text
    client.post(url, {"slot": Slot.objects.get().pk})

    assert 'lang="zh-Hant"><h1>請選擇面試時間</h1>' in page
    assert "香港時間" in page
    assert "您的面試" in client.get(url).text


def test_a_candidate_is_refused_a_time_in_the_language_they_are_written_to_in(
    centre, panel, client
):
    interview = waiting(centre, panel)
    Candidate.objects.update(language="zh-hans")
    interview = Interview.objects.select_related("centre", "application__candidate").get()
    choosing.offer(interview, times(2), by=None)
    url, slot = opened(client, interview), Slot.objects.get()

    none = client.post(url, {"slot": ""})
    make_interview(make_application(centre), panel[0], at=slot.starts_at)
    taken = client.post(url, {"slot": slot.pk})
    interview.slots.clear()
    unoffered = client.post(url, {"slot": slot.pk})
    cancel(Interview.objects.get(pk=interview.pk), reason="", by=None)
    cancelled = client.get(url)

    words = PHRASES["zh-hans"]
    for answer, key in ((none, "pick"), (taken, "taken"), (unoffered, "pick")):
        assert answer.status_code == 409
        assert words[key] in answer.text
    assert words["cancelled"] in cancelled.text
    with pytest.raises(choosing.Refused, match=words["cancelled"]):
        choosing.take(interview, slot)
