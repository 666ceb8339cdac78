"""Each PDF and Word file is looked through for names that were taken apart, and of a PDF whether it
has a copy to show; each that was read before is read again, once, and withheld in anonymous review
until it is."""

from django.db import migrations


def read_again(apps, _editor):
    files = apps.get_model("recruitment", "StoredFile").objects
    files.filter(words="read").update(words="wanted")


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0064_pairs_of_who_started_before")]
    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
