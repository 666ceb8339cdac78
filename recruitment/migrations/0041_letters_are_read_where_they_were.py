"""Panels read referees' letters where they did before it was said at each stage."""

from django.db import migrations

# As they were: from the interview on.
READ = ("interview", "references", "decision", "offer_approval", "offer", "pre_start", "started")


def open_letters(apps, schema_editor):
    apps.get_model("recruitment", "Stage").objects.filter(kind__in=READ).update(opens_letters=True)


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0040_stages_and_documents_ask_more")]

    operations = [migrations.RunPython(open_letters, migrations.RunPython.noop)]
