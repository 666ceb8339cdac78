"""A form as a page of its own, or in the dialog of the page it was opened from."""

from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect


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


def form_page(request, form, *, title, back_url, back_label, **context):
    """The form as a whole page, or its inside for htmx; 422 with errors, 409 if overtaken.

    Optional: `submit` (label of the button), `lead` (a sentence above), `fieldsets`, `note`.
    """
    status = 200
    if form.is_bound and form.errors:
        status = 409 if getattr(form, "overtaken", False) else 422
    return render(
        request,
        "forms/_sheet.html" if request.htmx else "forms/page.html",
        {
            "form": form,
            "title": title,
            "back_url": back_url,
            "back_label": back_label,
            "action": request.get_full_path(),
            **context,
        },
        status=status,
    )


def saved(request, url, text=""):
    """Go on after a write: a redirect, or for a dialog the word to the browser to go there."""
    if text:
        messages.success(request, text)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def refused(request, url, text):
    """Go back with the reason why nothing was done."""
    messages.error(request, text)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
