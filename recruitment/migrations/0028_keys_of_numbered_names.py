"""Names with numbers in them are found by keys that keep those in order.

The folding is that of today: a key is worth what the next person's key is compared with.
"""

from django.db import migrations
from django.db.models import Q

from recruitment.candidates import names

CHUNK = 500


def make_keys_anew(apps, schema_editor):
    Candidate = apps.get_model("recruitment", "Candidate")
    CandidateKey = apps.get_model("recruitment", "CandidateKey")
    EducationRecord = apps.get_model("recruitment", "EducationRecord")
    several = r"[0-9][^0-9]*[0-9]"
    rows = Candidate.objects.filter(
        Q(full_name__regex=several) | Q(native_name__regex=several)
    ).order_by("pk")
    for person in rows.iterator(CHUNK):
        called = (person.full_name, person.native_name)
        found = {names.name_key(name) for name in called} - {""}
        schools = EducationRecord.objects.filter(candidate=person).values_list(
            "institution", flat=True
        )
        wanted = [("n", key) for key in sorted(found)]
        wanted += sorted(
            {("s", names.study_key(name, school)) for name in found for school in schools}
        )
        keys = CandidateKey.objects.filter(candidate=person, kind__in=["n", "s"])
        keys.delete()
        CandidateKey.objects.bulk_create(
            CandidateKey(candidate=person, centre_id=person.centre_id, kind=kind, key=key)
            for kind, key in wanted
        )


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0027_email_texts")]

    operations = [migrations.RunPython(make_keys_anew, migrations.RunPython.noop)]
