"""Who may not be written to: told where an e-mail is written, and asked again before it goes."""

from collections.abc import Iterable

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centre.languages import day_in
from recruitment.candidates.models import Candidate

# E-mails to such a person: none of them goes out.
TO_SILENT = Q(to_candidate=True, candidate__no_contact_on__isnull=False)


def why_silent(person: Candidate) -> str:
    """Why nobody writes to this person; empty if one may."""
    if person.no_contact_on is None:
        return ""
    return _("%(name)s may not be written to since %(day)s: %(reason)s") % {
        "name": person,
        "day": day_in(person.no_contact_on, get_language() or "en"),
        "reason": person.no_contact_reason,
    }


def explain(tell: forms.Field, people: Iterable[Candidate]) -> None:
    """Say beside a tick that tells them why it cannot be set, where nobody may be told or can."""
    people = list(people)
    why = [why_silent(one) for one in people if one.email]
    if not why:
        why = [_("There is no e-mail address of %(name)s") % {"name": one} for one in people]
    if why and all(why):
        tell.disabled, tell.initial = True, False
        tell.help_text = f"{why[0]}."
