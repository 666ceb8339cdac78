"""A panel as its people meet it, and as the office changes it."""

SECRET = "Could not explain the second experiment"


def page(client, user, interview):
    client.force_login(user)
    return client.get(interview.get_absolute_url()).text


def seat(interview, user):
    return interview.panel.select_related("interview__application__position").get(user=user)


def edit(client, user, interview, panel, **typed):
    """What the office reads after it changed the interview."""
    client.force_login(user)
    url = f"{interview.get_absolute_url()}edit/"
    form = client.get(url).context["form"]
    data = {
        "minutes": "45", "seen": form.seen_now, "token": interview.token,
        "due_on": form.initial["due_on"].isoformat(), "on": "2026-11-24", "at": "14:00",
        "panel": [one.pk for one in panel], **typed,
    }  # fmt: skip
    return client.post(url, data, follow=True).text
