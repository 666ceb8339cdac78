"""Saving what somebody edited, unless somebody else was faster."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditlog.models import LogEntry
from django.db import transaction

from recruitment.candidates.models import Candidate, CandidateKey
from recruitment.register.activity import EDUCATION
from recruitment.register.edit_forms import CandidateForm


@transaction.atomic
def save_edit(form: CandidateForm, education) -> bool:
    """Save the filled form and its education rows; False, nothing written, if overtaken.

    An edit that changes nothing writes nothing.
    """
    if not (form.typed_fields or education.has_changed()):
        return True
    person = form.instance
    if not person.save_if(form.cleaned_data["version"], form.typed_fields):
        return False
    if education.has_changed():
        before = _told(person)
        education.save()
        CandidateKey.refresh([person])
        # One line in the person's history, where records come and go with rows of their own.
        LogEntry.objects.log_create(
            person,
            action=LogEntry.Action.UPDATE,
            changes={EDUCATION: [before, _told(person)]},
        )
    return True


def _told(person: Candidate) -> str:
    return "; ".join(
        f"{record}{f', {record.ended}' if record.ended else ''}"
        for record in person.education.all()
    )


@dataclass(frozen=True)
class Overtaken:
    """Who saved meanwhile, and when; and the fields both of them changed."""

    by: str
    at: datetime
    differences: list[tuple[Any, str, str]]  # field, as it is now, as typed


def overtaken(form: CandidateForm, now: Candidate) -> Overtaken:
    last = (
        LogEntry.objects.filter(
            content_type__app_label="recruitment",
            content_type__model="candidate",
            object_id=now.pk,
        )
        .select_related("actor")
        .order_by("-timestamp")
        .first()
    )
    differences = []
    for name in form.typed_fields:
        stored, typed = str(getattr(now, name) or ""), str(form.cleaned_data.get(name) or "")
        if stored != typed:
            differences.append((str(form.fields[name].label), stored, typed))
    by = str(last.actor) if last and last.actor else ""
    return Overtaken(by, now.updated_at, differences)
