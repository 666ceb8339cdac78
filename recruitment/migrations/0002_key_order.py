"""Search keys in code-point order on PostgreSQL, as on SQLite, so a prefix is a range of the index."""

from django.db import migrations


def order_by_code_point(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        table = apps.get_model("recruitment", "CandidateKey")._meta.db_table
        schema_editor.execute(
            f'ALTER TABLE {table} ALTER COLUMN key TYPE varchar(254) COLLATE "C"'
        )


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0001_initial")]
    operations = [migrations.RunPython(order_by_code_point, migrations.RunPython.noop)]
