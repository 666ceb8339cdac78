"""Two people, merged as the office does it: on the page."""

from django.urls import reverse

from recruitment.candidates.merges import Merge


def address(one, other):
    return reverse("recruitment:candidate-merge", args=[one.pk, other.pk])


def filled(client, one, other, **said):
    """What the page would send as it stands, but for what is said otherwise."""
    form = client.get(address(one, other)).context["form"]
    typed = {name: field.initial for name, field in form.fields.items() if name != "seen"}
    return typed | {"seen": form.seen_now} | said


def merge(client, one, other, **said):
    """Merge `other` into `one`."""
    typed = filled(client, one, other, **{"kept": one.pk} | said)
    return client.post(address(one, other), typed, follow=True)


def undo(client):
    """Undo the last merge."""
    last = Merge.objects.first()
    return client.post(reverse("recruitment:merge-undo", args=[last.pk]), follow=True)
