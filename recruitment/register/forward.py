"""Old addresses of somebody who was merged lead to the person they are now."""

from functools import wraps

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.web.sheet import refused
from recruitment.candidates.merges import Merge


def forwards(view):
    """Lead whoever asks `view` about somebody merged to the same page of the person kept.

    What was sent about them is not taken for something said of the other: it is told, and done
    anew or not.
    """

    @wraps(view)
    def either(request, pk, **kwargs):
        try:
            return view(request, pk, **kwargs)
        except Http404:
            kept = Merge.objects.forward(request.user, pk)
            if kept is None:
                raise
        if request.method not in ("GET", "HEAD"):
            text = _("These two were merged meanwhile, and nothing was saved. Look again.")
            return refused(request, kept.get_absolute_url(), text)
        match = request.resolver_match
        url = reverse(match.view_name, kwargs=match.kwargs | {"pk": kept.pk})
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{url}?{query}" if query else url)

    return either
