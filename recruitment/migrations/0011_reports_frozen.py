"""The database itself refuses to change a published report, whoever asks: code, shell or SQL.

Only the link to the account of who published may go, with that account. Anybody who changes the
table on SQLite must put the trigger back: there a changed table is a new one.
"""

from django.db import migrations

COLUMNS = (
    'centre_id, year, quarter, version, status, "on", known_at, data, published_at, publisher'
)
SQLITE = f"""
CREATE TRIGGER report_stays_published BEFORE UPDATE OF {COLUMNS} ON recruitment_report
WHEN OLD.status = 'published'
BEGIN SELECT RAISE(ABORT, 'A published report is frozen.'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION report_stays_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published report is frozen.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER report_stays_published BEFORE UPDATE OF {COLUMNS} ON recruitment_report
FOR EACH ROW WHEN (OLD.status = 'published') EXECUTE FUNCTION report_stays_published();
"""


def freeze(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def thaw(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER report_stays_published")
        else:
            cursor.execute("DROP TRIGGER report_stays_published ON recruitment_report")
            cursor.execute("DROP FUNCTION report_stays_published()")


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0010_reports")]
    operations = [migrations.RunPython(freeze, thaw)]
