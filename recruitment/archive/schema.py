"""How a whole centre lies in its file, and which tables it was written from.

    manifest.json           what it is, and of every other entry its size and SHA-256
    centre.json             every row of every table, exactly; a line a row
    tables/<table>.csv      the same rows for a spreadsheet program, formulas kept out
    files/<table>/<id>...   what a row holds as a file: uploaded lists, PDFs, documents

`centre.json` is what is loaded again; the tables are for people. It is one JSON document, but is
written and read a line at a time, so that a centre of any size takes little memory.
"""

from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

KIND, FORMAT = "cohort whole centre", 1
MANIFEST, DATA = "manifest.json", "centre.json"
APPS = ("centre", "recruitment", "auditlog")


def table_entry(model: type[models.Model]) -> str:
    return f"tables/{model._meta.label}.csv"


def file_entry(model: type[models.Model], pk: int, field: models.Field) -> str:
    return f"files/{model._meta.label}/{pk}-{field.name}"


def entry_of_file(model: type[models.Model], pk: int) -> str:
    """Of a row whose bytes lie in the store of files."""
    return f"files/{model._meta.label}/{pk}"


def applied() -> list[str]:
    """The migrations this database has had of the tables that are carried."""
    found = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in found if app in APPS)


def known() -> set[str]:
    """The migrations this program knows of them."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {f"{app}.{name}" for app, name in loader.disk_migrations if app in APPS}
