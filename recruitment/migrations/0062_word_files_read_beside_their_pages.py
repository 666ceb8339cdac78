"""Of each Word file all that it may say beside the text of its pages is looked through, too, for
the name in anonymous review; each that was read before is read again, once, and withheld there
until it is."""

from django.db import migrations


def read_again(apps, _editor):
    files = apps.get_model("recruitment", "StoredFile").objects
    files.filter(words="read", kind="docx").update(words="wanted")


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0061_reports_pdfs_fail_in_the_queue")]
    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
