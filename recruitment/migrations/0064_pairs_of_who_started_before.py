"""Who started before an accepted offer brought its supervisors along has them from it now, where
nobody supervises in that way yet: neither a row, ended or not, nor, as chief, who came with the
application. What the office entered stays as it is."""

import uuid

from django.db import migrations

# As recruitment.enrolment.supervising has them: taking the start back takes these back as well.
OF_STARTS = uuid.UUID("5b0d3c0e-2b1f-4f0a-9a35-8d0c2a6f7e11")


def give_pairs(apps, _editor):
    Offer, Supervision, Enrolment = (
        apps.get_model("recruitment", name) for name in ("Offer", "Supervision", "Enrolment")
    )
    had, pairs, tokens = {}, {}, set()
    for start, role, supervisor, ended_on, token in Supervision.objects.values_list(
        "enrolment", "role", "supervisor", "ended_on", "token"
    ):
        had.setdefault(start, []).append((role, supervisor, ended_on))
        tokens.add(token)
    for application, chief, co, own in Offer.objects.filter(
        state="accepted", application__enrolment__isnull=False
    ).values_list("application", "supervisor", "co_supervisor", "application__supervisor"):
        pairs[application] = {"chief": None if own else chief, "co": co}
    rows = []
    for start in Enrolment.objects.filter(application__in=pairs):
        known = had.get(start.pk, [])
        roles = {role for role, _who, _ended in known}
        now = {who for _role, who, ended_on in known if ended_on is None}
        for role, who in pairs[start.application_id].items():
            token = uuid.uuid5(OF_STARTS, f"{start.application_id} {role}")
            if who and role not in roles and who not in now and token not in tokens:
                now.add(who)
                rows.append(
                    Supervision(
                        enrolment=start, supervisor_id=who, role=role,
                        started_on=start.started_on, token=token,
                    )  # fmt: skip
                )
    Supervision.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0063_clashes_known_when_a_time_was_offered")]
    operations = [migrations.RunPython(give_pairs, migrations.RunPython.noop)]
