"""manage.py import_centre FILE.zip: a whole centre into this, still empty, installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from recruitment.archive.unpack import BadArchive, load


class Command(BaseCommand):
    help = "Load what export_centre wrote into an empty database: all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.zip")

    def handle(self, *, file, **options):
        try:
            with file.open("rb") as opened:
                archive = load(opened)
        except BadArchive as problem:
            raise CommandError(f"{file}: {problem} Nothing was loaded.") from problem
        except OSError as error:
            raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error
        rows = archive.rows
        self.stdout.write(
            f"{archive.manifest['centre']['name']}: {sum(rows.values())} rows, "
            f"{rows['recruitment.Candidate']} candidates. Nobody has a password yet: people set "
            "one with “Reset the password”; createsuperuser makes a system administrator."
        )
