"""Papers whose words were noted before it was noted, too, whether that is all of them are read
again: a page that is a scan may name the candidate whom a panel is not to know. Until the worker
has come to them, some at a time, anonymous review withholds them."""

from django.db import migrations


def read_again(apps, _editor):
    apps.get_model("recruitment", "StoredFile").objects.filter(words="read").update(words="wanted")


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0052_tasks_taken_back")]
    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
