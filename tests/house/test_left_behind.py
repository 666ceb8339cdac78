"""Who signs out leaves no name behind in the browser."""

from django.urls import reverse

from tests.factories import make_application, make_user, stage


def test_signing_out_takes_the_toast_with_it(client, centre):
    client.force_login(make_user("manager", centre))
    mine = make_application(centre, kind="screen")
    url = reverse("recruitment:application-move", args=[mine.pk])
    client.post(url, {"version": 1, "stage": stage(centre, "review").pk})
    assert client.cookies["messages"].value

    client.post(reverse("account_logout"))
    client.force_login(make_user("industry", centre))
    page = client.get("/").content.decode()

    assert mine.candidate.full_name not in page


def test_whoever_signs_in_next_reads_nothing_of_the_one_before(client, centre):
    client.force_login(make_user("manager", centre))
    mine = make_application(centre, kind="screen")
    url = reverse("recruitment:application-move", args=[mine.pk])
    client.post(url, {"version": 1, "stage": stage(centre, "review").pk})

    # The session ran out; the cookie of the toast is still there.
    del client.cookies["sessionid"]
    sign_in = client.get(reverse("account_login")).content.decode()
    client.force_login(make_user("industry", centre))
    page = client.get("/").content.decode()

    assert mine.candidate.full_name not in sign_in
    assert mine.candidate.full_name not in page
