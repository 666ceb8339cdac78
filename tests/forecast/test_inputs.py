"""What the forecast is asked and what it answers, as values."""

from datetime import date

from recruitment.forecast.inputs import Evidence, Goal, Inputs, Live, Posts, Slot, Stage
from recruitment.forecast.plain import plain

STAGES = (
    Stage("offer", "Offer out", "offer", 0.75, 14, (Evidence(3, 4), Evidence(2, 5, 1.0))),
    Stage("pre", "Pre-arrival", "pre_start", 0.92, 63, accepted=True),
)


def question(counts) -> Inputs:
    return Inputs(
        as_of=date(2026, 11, 24),
        goal=Goal(25, date(2029, 12, 31), counts),
        stages=STAGES,
        live=(Live(stage=0, age=3, n=4), Live(stage=1, age=9, n=2, slot="2027-01")),
        posts=Posts(enrolled=9, in_post=((date(2025, 9, 1), 5), (date(2026, 9, 1), 3)), leavers=1),
    )


def test_who_counts_already_follows_the_definition():
    assert question("enrolled").counted == 9
    assert question("in_post").counted == 8
    assert question("accepted").counted == 10  # two have said yes and not started


def test_evidence_of_all_years_is_summed_for_showing():
    assert (STAGES[0].advanced, STAGES[0].resolved) == (5, 9)


def test_free_places_are_the_tighter_of_seats_and_supervisors():
    def slot(**bounds):
        day = date(2027, 9, 1)
        return Slot("2027-09", day, day, day, "September", **bounds)

    assert slot().free is None
    assert slot(seats=6, taken=1).free == 5
    assert slot(seats=6, capacity=4, taken=1).free == 3
    assert slot(seats=1, taken=3).free == 0  # more came than there were seats for


def test_plain_values_are_what_json_holds():
    assert plain(Live(0, 3, 4)) == {"stage": 0, "age": 3, "n": 4, "slot": None, "local": False}
    assert plain(Goal(25, date(2029, 12, 31)))["by"] == "2029-12-31"
