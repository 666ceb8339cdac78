"""Which centre a request is about, and in which language it is answered."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from centre.accounts.policy import may
from centre.organisation.models import Centre
from centre.web.statements import Slot, kept


class Place:
    """Sets `request.centre`: the one chosen in the session, else the first; None if there is none.

    A page about one object moves the request to that object's centre (see `fetch`). Days and times
    are shown and typed in the centre's zone, wherever the server stands.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        request.centre, request.centres = None, []
        language = request.COOKIES.get("cohort_language", "en")
        if user.is_authenticated:
            language = user.language
            request.centres = user.centres
            if request.centres:
                chosen = request.session.get("centre")
                enter(
                    request,
                    next((one for one in request.centres if one.pk == chosen), request.centres[0]),
                )
        if language not in dict(settings.LANGUAGES):
            language = "en"
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
        try:
            response = self.get_response(request)
        finally:
            translation.deactivate()
            timezone.deactivate()
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


def fetch(request, queryset, **lookup):
    """The row of `queryset` that this person may see, or a 404; the request moves to its centre."""
    found = get_object_or_404(queryset.visible_to(request.user), **lookup)
    settle(request, found.centre_id)
    return found


def fetch_kept(request, name: str, queryset, pk: int):
    """As `fetch`, for a page opened all day: the statement is compiled once for each person.
    `queryset` is a function, and `name` is its own."""
    statement = kept(
        (name, request.user.sight),
        lambda: queryset().visible_to(request.user).filter(pk=Slot("pk")),
    )
    found = statement.objects(pk=pk)
    if not found:
        raise Http404
    settle(request, found[0].centre_id)
    return found[0]


def settle(request, centre_id: int) -> None:
    """Move the request to a centre of this person's, or answer 404."""
    if centre_id not in request.user.roles:
        # A system administrator without a role works in the admin, not on these pages.
        raise Http404
    enter(request, next(one for one in request.centres if one.pk == centre_id))


def enter(request, centre: Centre) -> None:
    """From here on the request is about this centre, and its clock is the centre's."""
    request.centre = centre
    timezone.activate(centre.zone)


def allowed(request, action: str) -> bool:
    return request.centre is not None and may(request.user, action, request.centre.pk)
