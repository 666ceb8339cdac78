"""The table behind the cache: sign-in limits hold across workers without a cache server."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE cohort_cache")


class Migration(migrations.Migration):
    dependencies = [("centre", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
