"""A page behind a private link, as a capability brings one."""

from django.http import HttpResponse
from django.urls import path

from centre.links.opening import behind_link
from centre.urls import *  # noqa: F403
from centre.urls import urlpatterns as ours


@behind_link("letter")
def letter(request, link):
    return HttpResponse(f"letter {link.subject}")


@behind_link("offer")
def offer(request, link):
    return HttpResponse(f"offer {link.subject}")


urlpatterns = [
    path("letter/<int:link>/", letter, name="letter"),
    path("offer/<int:link>/", offer, name="offer"),
    *ours,
]
