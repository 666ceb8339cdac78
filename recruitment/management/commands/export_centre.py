"""manage.py export_centre SLUG FILE.zip: a whole centre, to be loaded into another installation."""

import os
from contextlib import suppress
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from recruitment.archive.pack import pack
from recruitment.management.chosen import chosen_centre
from recruitment.reports.exports import log_leaving


class Command(BaseCommand):
    help = "Write everything of one centre into one file; import_centre loads it again."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("file", type=Path, metavar="FILE.zip")

    def handle(self, *, slug, file, **options):
        centre = chosen_centre(slug)
        if file.exists():
            raise CommandError(f"{file} exists already. Name a new file.")
        # A file of that name is whole: written beside it, and renamed when all is on the disk.
        beside = file.with_name(f".{file.name}.part")
        try:
            with os.fdopen(
                os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b"
            ) as out:
                manifest = pack(centre, out, lambda _rows: None)
                out.flush()
                os.fsync(out.fileno())
            beside.rename(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        finally:
            with suppress(FileNotFoundError):
                beside.unlink()
        rows = {one["table"]: one["rows"] for one in manifest["tables"]}
        people = rows["recruitment.Candidate"]
        told = {"list": "Whole centre", "rows": sum(rows.values()), "people": people}
        log_leaving(centre, file.name, by=None, told=told)
        self.stdout.write(f"{file}: {sum(rows.values())} rows, {people} candidates.")
