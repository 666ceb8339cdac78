"""Centres that came from the founding case since 0035 get the reasons for leaving it adds."""

from django.db import migrations

REASONS = [
    ("graduated", "Graduated"),
    ("contract-ended", "Contract ended"),
    ("resigned", "Resigned"),
]


def add(apps, schema_editor):
    reasons = apps.get_model("recruitment", "DispositionReason").objects
    for centre in apps.get_model("centre", "Centre").objects.all():
        last = reasons.filter(centre=centre, party="researcher").count()
        for nth, (code, name) in enumerate(REASONS):
            reasons.get_or_create(
                centre=centre,
                party="researcher",
                code=code,
                defaults={"name": name, "position": last + nth},
            )


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0057_interviews_of_an_application")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
