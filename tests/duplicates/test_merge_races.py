"""Two at once, on a database with two connections: one merges, the other is told."""

import threading

import pytest
from django.db import close_old_connections, connection

from centre.web.refusal import Refused
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import Candidate
from recruitment.duplicates.merging import Choice, merge
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.pipeline.models import Application
from tests.factories import make_application, make_candidate, stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def two_connections():
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has no two connections; PostgreSQL has")


def at_once(*deeds):
    """Do each in a thread of its own; “done”, or what each was told."""
    ready, said = threading.Barrier(len(deeds)), {}

    def work(number, deed):
        try:
            ready.wait(timeout=60)
            deed()
            said[number] = "done"
        except (Refused, IllegalMove) as refusal:
            said[number] = str(refusal)
        except Exception as error:
            said[number] = repr(error)
        finally:
            close_old_connections()
            connection.close()

    hands = [threading.Thread(target=work, args=pair) for pair in enumerate(deeds)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return [said[number] for number in range(len(deeds))]


def test_two_who_merge_the_same_two_into_each_other_make_one_person(centre):
    one, other = make_candidate(centre, full_name="Ann A"), make_candidate(centre)

    said = at_once(
        lambda: merge(Choice(one.pk, other.pk), by=None),
        lambda: merge(Choice(other.pk, one.pk), by=None),
    )

    assert sorted(said)[1] == "done"
    assert "merged" in sorted(said)[0]
    assert (Candidate.objects.count(), Merge.objects.count()) == (1, 1)


def test_a_move_meanwhile_is_kept_whichever_comes_first(centre):
    one, other = make_candidate(centre), make_candidate(centre)
    theirs = make_application(centre, candidate=other, kind="screen")
    review = stage(centre, "review")

    said = at_once(
        lambda: merge(Choice(one.pk, other.pk), by=None),
        lambda: take(Application.objects.get(pk=theirs.pk), Ask("move", stage=review), actor=None),
    )

    theirs.refresh_from_db()
    assert said == ["done", "done"]
    assert (theirs.candidate, theirs.stage) == (one, review)
    assert Candidate.objects.get().current == theirs
