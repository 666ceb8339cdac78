"""A paper that is not in the store is noted as lost, and looked for again each day. What an earlier
version noted as unreadable while the store was away is read again, once; what cannot be read is
noted so again. So is each Word file, of which now the heads of pages and notes are looked through,
too. No column changes: of the field the choices alone."""

from django.db import migrations, models
from django.db.models import Q


def read_again(apps, _editor):
    files = apps.get_model("recruitment", "StoredFile").objects
    files.filter(Q(words="fault") | Q(words="read", kind="docx")).update(words="wanted")


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0058_ways_of_leaving_of_all")]
    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="words",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not to be read"),
                    ("wanted", "To be read"),
                    ("read", "Found by its words"),
                    ("none", "Without text, as a scan"),
                    ("fault", "Cannot be read"),
                    ("lost", "Not in the store"),
                ],
                default="",
                max_length=6,
                verbose_name="search",
            ),
        ),
        migrations.RunPython(read_again, migrations.RunPython.noop),
    ]
