"""A form as a page of its own, or in the dialog of the page it was opened from."""

from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh


def writing(view):
    """Run `view` within a transaction if it is asked to write, so that it may lock and compare.

    Not for reads: under SQLite a transaction waits for writers.
    """
    within = transaction.atomic(view)

    @wraps(view)
    def either(request, *args, **kwargs):
        return (within if request.method == "POST" else view)(request, *args, **kwargs)

    return either


def locked(request, rows):
    """`rows`, locked until the end of the transaction if the request writes."""
    return rows.select_for_update(of=("self",)) if request.method == "POST" else rows


def sheet(request, partial: str, context: dict, *, title: str, trail=(), css="", status=200):
    """`partial`, a form under its heading: alone for the dialog that asked, else on a page.

    For the page: `trail`, (address, label) of the pages above it, and its own style sheet.
    """
    context = {"title": title, "partial": partial, "trail": trail, "css": css, **context}
    return render(request, partial if request.htmx else "forms/page.html", context, status=status)


def form_page(request, form, *, title, back_url, back_label, **context):
    """A form that needs no template of its own; 422 with errors, 409 if overtaken.

    Optional: `submit` (label of the button), `lead` (a sentence above), `note`, `delete_url`.
    """
    status = 200
    if form.is_bound and form.errors:
        status = 409 if getattr(form, "overtaken", False) else 422
    context |= {"form": form, "back_url": back_url, "action": request.get_full_path()}
    trail = [(back_url, back_label)]
    return sheet(request, "forms/_form.html", context, title=title, trail=trail, status=status)


def leave(request, url: str):
    """Go on from a form: a redirect, or for a dialog the word to the browser to go there."""
    if not request.htmx:
        return HttpResponseRedirect(url)
    page, _mark, place = url.partition("#")
    here = (request.htmx.current_url_abs_path or "").partition("#")[0]
    if place and page == here:
        # To another place of the same page a browser only scrolls, and shows what was before.
        return HttpResponseClientRefresh()
    return HttpResponseClientRedirect(url)


def saved(request, url, text=""):
    """Go on after a write."""
    if text:
        messages.success(request, text)
    return leave(request, url)


def refused(request, url, text):
    """Go back with the reason why nothing was done."""
    messages.error(request, text)
    return leave(request, url)
