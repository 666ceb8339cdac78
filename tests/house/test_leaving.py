"""Where a form in a dialog leads when it is done."""

import pytest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from centre.web.sheet import leave


def answer(url, here):
    request = RequestFactory().post("/", headers={"HX-Request": "true", "HX-Current-URL": here})
    request.htmx = HtmxDetails(request)
    return leave(request, url).headers


@pytest.mark.parametrize("here", ["/applications/1/", "/applications/1/#history"])
def test_to_another_place_of_the_same_page_the_page_is_fetched_again(here):
    told = answer("/applications/1/#referees", f"http://testserver{here}")

    assert told.get("HX-Refresh") == "true"


@pytest.mark.parametrize("url", ["/applications/1/", "/applications/2/#referees"])
def test_to_another_page_the_browser_goes_there(url):
    told = answer(url, "http://testserver/applications/1/")

    assert (told.get("HX-Redirect"), told.get("HX-Refresh")) == (url, None)
