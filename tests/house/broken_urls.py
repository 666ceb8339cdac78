"""The site's addresses and one that fails, for the page that says so."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from centre.urls import *  # noqa: F403
from centre.urls import urlpatterns as of_the_site


@login_not_required
def broken(request):
    raise ZeroDivisionError("the planted fault")


urlpatterns = [path("broken/", broken), *of_the_site]
