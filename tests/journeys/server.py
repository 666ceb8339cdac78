"""The site on a free port, for a browser to visit, over the database of the test."""

from contextlib import contextmanager
from threading import Lock, Thread

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test.testcases import QuietWSGIRequestHandler


def one_at_a_time(application):
    """SQLite's test database is one connection in memory, which no two requests may use at once."""
    lock = Lock()

    def answer(environ, start_response):
        with lock:
            return application(environ, start_response)

    return answer


@contextmanager
def running():
    """The address of a server that runs as long as the block.

    A browser's threads may end after the last test did, so the sharing of the connection is not
    taken back.
    """
    shared = {
        one.alias: one
        for one in connections.all()
        if one.vendor == "sqlite" and one.is_in_memory_db()
    }
    for one in shared.values():
        one.inc_thread_sharing()
    server = ThreadedWSGIServer(
        ("127.0.0.1", 0), QuietWSGIRequestHandler, connections_override=shared
    )
    server.daemon_threads = True
    server.set_app(StaticFilesHandler(one_at_a_time(get_wsgi_application())))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
