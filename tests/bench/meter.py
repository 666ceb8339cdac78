"""Says in headers what a request cost the server: CPU always, statements and rows when asked."""

import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.measuring import rows_fetched


class Meter:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "X-Count" in request.headers:
            with CaptureQueriesContext(connection) as queries, rows_fetched() as counter:
                response = self.get_response(request)
            response["X-Statements"], response["X-Rows"] = len(queries), counter.rows
            return response
        before = time.thread_time_ns()
        response = self.get_response(request)
        response["X-CPU"] = time.thread_time_ns() - before
        return response
