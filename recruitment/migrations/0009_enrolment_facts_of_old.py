"""Facts of the starts there are, and deferrals: from the histories and the audit log.

Starts and their taking back are in the steps. Corrected days, leavings and deferrals were logged
with the moment of their saving; what the log does not tell is taken as known since the start.
"""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import migrations


def write(apps, schema_editor):
    steps = apps.get_model("recruitment", "StageTransition")
    applications = apps.get_model("recruitment", "Application")
    fact = apps.get_model("recruitment", "EnrolmentFact")
    succeeded = ("enrolled", "appointed")
    touched = set(steps.objects.filter(to_status__in=succeeded).values_list("application", flat=True))
    enrolments = {one.application_id: one for one in apps.get_model("recruitment", "Enrolment").objects.all()}
    for application in applications.objects.filter(pk__in=touched).select_related("centre").order_by("pk"):
        zone = ZoneInfo(application.centre.time_zone)
        facts = []
        for step in steps.objects.filter(application=application).order_by("sequence"):
            if step.to_status in succeeded:
                day = step.starts_on or step.effective_at.astimezone(zone).date()
                facts.append((step.recorded_at, day, None))
            elif step.from_status in succeeded:
                facts.append((step.recorded_at, None, None))
        facts = _corrected(apps, facts, enrolments.get(application.pk))
        fact.objects.bulk_create(
            fact(
                application=application, intake_id=application.intake_id,
                started_on=started, left_on=left, recorded_at=at,
            )
            for at, started, left in facts
        )  # fmt: skip
    _deferrals(apps)


def _corrected(apps, facts, enrolment):
    """With the changes of days that were logged since the last start, oldest first."""
    if enrolment is None:
        return facts
    since = facts[-1][0] if facts else None
    days = [enrolment.started_on, enrolment.left_on]
    later = []
    for entry in _log(apps, "enrolment").filter(object_id=enrolment.pk, action=1).order_by("-timestamp", "-pk"):
        changes = entry.changes or {}
        old = [changes.get(name) for name in ("started_on", "left_on")]
        if not any(old) or (since and entry.timestamp < since):
            continue
        later.insert(0, (entry.timestamp, *days))
        days = [_day(pair[0]) if pair else day for pair, day in zip(old, days)]
    if since is None:
        return later
    # The first fact of this start says what stood before anything was changed.
    return [*facts[:-1], (since, *days), *later]


def _deferrals(apps):
    """The log tells intakes by name; one renamed since is not found, and no deferral is made up."""
    tracks = dict(apps.get_model("recruitment", "Application").objects.values_list("pk", "track"))
    intakes = {
        (track, name): pk
        for pk, track, name in apps.get_model("recruitment", "Intake").objects.values_list("pk", "track", "name")
    }
    deferral = apps.get_model("recruitment", "Deferral")
    for entry in _log(apps, "application").filter(action=1).order_by("timestamp", "pk").iterator():
        names = (entry.changes or {}).get("intake") or [None, None]
        before, after = (intakes.get((tracks.get(entry.object_id), name)) for name in names)
        if before and after and before != after:
            row = deferral(application_id=entry.object_id, from_intake_id=before, to_intake_id=after)
            row.recorded_at = entry.timestamp
            row.save()


def _log(apps, model):
    entries = apps.get_model("auditlog", "LogEntry").objects
    return entries.filter(content_type__app_label="recruitment", content_type__model=model)


def _day(text):
    return None if text in (None, "None") else date.fromisoformat(str(text)[:10])


def remove(apps, schema_editor):
    apps.get_model("recruitment", "EnrolmentFact").objects.all().delete()
    apps.get_model("recruitment", "Deferral").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("recruitment", "0008_enrolment_facts"),
        ("auditlog", "0017_add_actor_email"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(write, remove)]
