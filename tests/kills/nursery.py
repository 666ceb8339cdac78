"""A process that has loaded the program once: `python -m` this module, told by lines what to do.

Web servers and workers are forks of it, so that to kill one and start the next costs a moment. It
answers each line with one of JSON.
"""

import json
import os
import signal
import sys
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.testcases import QuietWSGIRequestHandler  # noqa: E402

from centre.web import paper  # noqa: E402
from centre.web.snapshot import snapshot  # noqa: E402
from recruitment.enrolment.models import Enrolment, Researcher  # noqa: E402
from recruitment.funding.models import PromisedPay  # noqa: E402
from recruitment.messages import sending  # noqa: E402
from recruitment.messages.models import Message  # noqa: E402
from recruitment.moves.invariants import violations  # noqa: E402
from recruitment.offers.models import Offer, OfferEvent  # noqa: E402
from recruitment.pipeline.models import Application  # noqa: E402
from recruitment.positions.models import Opening  # noqa: E402
from tests import factories  # noqa: E402

# What is claimed by a killed worker is looked at again soon, and not after minutes.
sending.LEASE = timedelta(seconds=1)
paper.is_able = lambda: (
    False
)  # a letter is not drawn: that takes seconds, and is not what is killed


def prepare(count):
    """A centre with `count` offers that are approved; {what: its number, or the numbers}."""
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    centre = factories.make_centre("killed")
    manager = factories.make_user("manager", centre)
    factories.make_user("director", centre)
    made = []
    for _n in range(count):
        one = factories.make_application(centre, kind="decision", intake="September 2027")
        factories.make_opening(one)
        offer = factories.make_offer(one, by=manager, state="approved")
        made.append([one.pk, offer.pk])
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(manager)
    # What the first request loads, every fork has then.
    for page in ("/emails/", f"/applications/{one.pk}/move/", f"/offers/{offer.pk}/do/send/"):
        assert client.get(page).status_code == 200, page
    return {
        "made": made,
        "session": client.cookies["sessionid"].value,
        "started": factories.stage(centre, "started").pk,
        "today": centre.today().isoformat(),
    }


def fork(work):
    """The number of a child that does `work` until it is killed, and says nothing."""
    connections.close_all()
    if child := os.fork():
        return child
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    try:
        work()
    finally:
        os._exit(1)


def web(port):
    def serve():
        ThreadedWSGIServer.daemon_threads = True
        server = ThreadedWSGIServer(("127.0.0.1", port), QuietWSGIRequestHandler)
        server.set_app(get_wsgi_application())
        server.serve_forever()

    return fork(serve)


def worker():
    return fork(lambda: call_command("worker", interval=0.05, startup_delay=False))


def killed(child):
    """Kill it; True if it had been running."""
    os.kill(child, signal.SIGKILL)
    _pid, how = os.waitpid(child, 0)
    return os.WIFSIGNALED(how)


def stands(application):
    """All that one answer or one start writes, side by side."""
    with snapshot():  # a server may still be storing what a killed program had sent
        return _stands(application)


def _stands(application):
    one = Application.objects.select_related("stage").get(pk=application)
    offer = Offer.objects.get(application=one)
    happened = OfferEvent.objects.filter(offer=offer)
    return [
        offer.state,
        one.stage.kind,
        happened.filter(kind="sent").count(),
        Message.objects.filter(application=one, kind="offer").count(),
        happened.filter(kind="accepted").count(),
        PromisedPay.objects.filter(application=one, is_accepted=True).count(),
        Opening.objects.filter(filled_by=one).count(),
        Enrolment.objects.filter(application=one).count(),
        Researcher.objects.filter(candidate=one.candidate_id).count(),
    ]


def mail(application):
    """[Message-ID, state, number] of the e-mail its offer went out with, if it has one."""
    rows = Message.objects.filter(application=application, kind="offer")
    return list(rows.values_list("message_id", "state", "pk").first() or [])


def clock():
    """What a worker does by the clock each minute: look for what is due, and what was lost."""
    sending.send_due.call()


def faults():
    return list(violations())


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(eval(line)), flush=True)  # noqa: S307, T201  our own test tells it
