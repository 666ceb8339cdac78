"""The applications somebody ticked in a list."""

from django.http import Http404

from recruitment.pipeline.models import Application

# A page holds 50; a hand-made request does not get to lock the whole table.
LIMIT = 200


def picked(request) -> list[Application]:
    """Those of the centre at hand, by name; a 404 if one of them is not this person's to see."""
    ticked = request.POST.getlist("application")
    if not all(pk.isascii() and pk.isdigit() and len(pk) < 19 for pk in ticked):
        raise Http404
    wanted = {int(pk) for pk in ticked}
    if len(wanted) > LIMIT:
        raise Http404
    found = list(
        Application.objects.visible_to(request.user)
        .filter(centre=request.centre, pk__in=wanted)
        .select_related("candidate", "stage", "track", "position", "intake", "centre")
        .order_by("candidate__sort_name", "pk")
    )
    if len(found) != len(wanted):
        raise Http404
    return found
