"""Who had added the other, of merges made before they said so: it stands in what the other was."""

from django.db import migrations


def read_from_before(apps, schema_editor):
    Merge = apps.get_model("recruitment", "Merge")
    User = apps.get_model("centre", "User")
    there = set(User.objects.values_list("pk", flat=True))
    for merge in Merge.objects.filter(undone_at=None, gone_added_by=None).iterator(500):
        number = int(merge.before.get("gone", {}).get("created_by_id") or 0)
        if number in there:
            Merge.objects.filter(pk=merge.pk).update(gone_added_by=number)


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0037_merges_remember_who_added")]

    operations = [migrations.RunPython(read_from_before, migrations.RunPython.noop)]
