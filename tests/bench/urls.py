"""The site's addresses and the floor: the least a page, a move and an add could do here.

Each stands behind the same middleware: session, user, memberships and centre are read for it too.
"""

from django.db import connection, transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import path
from django.views.decorators.http import require_POST

from centre.urls import *  # noqa: F403
from centre.urls import urlpatterns as of_the_site
from recruitment.candidates.models import Candidate

ROWS = Template(
    "<!doctype html><html lang='en'><title>Floor</title><table>{% for one in rows %}<tr>"
    "<td><a href='/candidates/{{ one.pk }}/'>{{ one.full_name }}</a></td><td>{{ one.email }}</td>"
    "<td>{{ one.nationality }}</td><td>{{ one.current_place }}</td></tr>{% endfor %}</table></html>"
)


def floor_page(request):
    """One indexed query, 25 rows."""
    rows = Candidate.objects.filter(centre=request.centre).order_by("sort_name", "pk")
    rows = rows.only("full_name", "email", "nationality", "current_place")[:25]
    return HttpResponse(ROWS.render(Context({"rows": rows})))


@require_POST
@transaction.atomic
def floor_move(request):
    """One conditional UPDATE and one INSERT."""
    row = int(request.POST["row"])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE bench_row SET version = version + 1 WHERE id = %s AND version = %s", [row, 0]
        )
        cursor.execute("INSERT INTO bench_step (row_id, note) VALUES (%s, %s)", [row, "moved"])
    return HttpResponse(status=204)


@require_POST
def floor_add(request):
    """One INSERT."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_row (name, version) VALUES (%s, 0)", [request.POST["name"]]
        )
    return HttpResponse(status=204)


urlpatterns = [
    path("floor/", floor_page),
    path("floor/move/", floor_move),
    path("floor/add/", floor_add),
    *of_the_site,
]
