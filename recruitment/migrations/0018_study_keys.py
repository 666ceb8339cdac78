"""People who studied are found by name and university too.

The folding is that of today: a key is worth what the next person's key is compared with.
"""

from itertools import groupby

from django.db import migrations

from recruitment.candidates import names

CHUNK = 500


def add_keys(apps, schema_editor):
    CandidateKey = apps.get_model("recruitment", "CandidateKey")
    records = apps.get_model("recruitment", "EducationRecord").objects.order_by("candidate_id", "pk")
    rows = records.values_list(
        "candidate_id", "candidate__centre_id", "candidate__full_name", "candidate__native_name",
        "institution",
    )  # fmt: skip
    keys = []
    for (person, centre, *called), studied in groupby(rows.iterator(CHUNK), lambda row: row[:4]):
        schools = {row[4] for row in studied}
        found = {names.name_key(name) for name in called} - {""}
        wanted = {names.study_key(name, school) for name in found for school in schools}
        keys += [
            CandidateKey(candidate_id=person, centre_id=centre, kind="s", key=key)
            for key in sorted(wanted)
        ]
        if len(keys) >= CHUNK:
            CandidateKey.objects.bulk_create(keys, ignore_conflicts=True)
            keys = []
    CandidateKey.objects.bulk_create(keys, ignore_conflicts=True)


def remove_keys(apps, schema_editor):
    apps.get_model("recruitment", "CandidateKey").objects.filter(kind="s").delete()


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0017_not_same")]

    operations = [migrations.RunPython(add_keys, remove_keys)]
