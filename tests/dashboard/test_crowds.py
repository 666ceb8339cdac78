"""Many who look at the same moment: one draws, and what nobody waits for comes after the pages."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, current_thread

import pytest
from django.http import HttpResponse

from centre.web.afterwards import once_sent
from recruitment.dashboard import drawn as drawing

PEOPLE = 4


@pytest.fixture(autouse=True)
def nothing_drawn(monkeypatch):
    monkeypatch.setattr(drawing, "_kept", {})


def test_of_all_who_ask_at_once_one_draws_and_all_have_the_same(monkeypatch):
    together, times = Barrier(PEOPLE), []

    def draw(request, context):
        times.append(context)
        return {"figures": f"drawn {len(times)}"}

    def ask(_who):
        together.wait()
        return drawing.drawn(None, ("the same",), dict)

    monkeypatch.setattr(drawing, "_drawn", draw)
    with ThreadPoolExecutor(PEOPLE) as pool:
        seen = list(pool.map(ask, range(PEOPLE)))

    assert seen == [{"figures": "drawn 1"}] * PEOPLE
    assert len(times) == 1


def sent(answer):
    """What a server does once the last byte is out, but for the connections of a request."""
    for close in answer._resource_closers:
        close()


def test_what_is_left_begins_a_moment_after_the_page_and_in_a_thread_of_its_own(settings):
    settings.AFTERWARDS_PAUSE = 0.05
    done, by = Event(), []

    def work():
        by.append(current_thread())
        done.set()

    answer = once_sent(HttpResponse("page"), [work])
    assert not by
    sent(answer)
    assert not by

    assert done.wait(10)
    assert by[0] is not current_thread()


def test_what_fails_there_is_logged_and_nobody_meets_it(settings, caplog):
    settings.AFTERWARDS_PAUSE = 0.01
    begun, by = Event(), []

    def work():
        by.append(current_thread())
        begun.set()
        raise ZeroDivisionError

    sent(once_sent(HttpResponse("page"), [work]))
    assert begun.wait(10)
    by[0].join(10)

    assert "Work after an answer failed." in caplog.text
