"""manage.py createcentre SLUG: a real, empty centre with default pipelines, reasons and intakes."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from centre.organisation.models import Centre
from recruitment.pipeline.setup import start_centre


class Command(BaseCommand):
    help = "Start an empty centre with default pipelines, reasons, sources, intakes and a plan."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--name", default="")
        parser.add_argument("--starts-on", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--ends-on", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--doctoral-target", type=int, default=25, metavar="N")

    def handle(self, *, slug, name, starts_on, ends_on, doctoral_target, **options):
        centre = Centre(slug=slug, name=name or slug.replace("-", " ").title())
        today = centre.today()
        starts_on = starts_on or date(today.year, 1, 1)
        ends_on = ends_on or date(starts_on.year + 4, 12, 31)
        if ends_on <= starts_on:
            raise CommandError(
                f"--ends-on {ends_on} is not after --starts-on {starts_on}. Give a later day."
            )
        if doctoral_target < 0:
            raise CommandError(f"--doctoral-target {doctoral_target} is below 0. Give 0 or more.")
        if Centre.objects.filter(slug=slug).exists():
            raise CommandError(f"A centre “{slug}” already exists. Give another short name.")
        try:
            centre.full_clean()
        except ValidationError as error:
            text = "; ".join(
                f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items()
            )
            raise CommandError(text) from error
        start_centre(
            centre,
            starts_on=starts_on,
            ends_on=ends_on,
            doctoral_target=doctoral_target,
            needs_offers=True,
        )
        self.stdout.write(
            f"Centre “{centre.name}” ({slug}) is ready: target {doctoral_target} doctoral from "
            f"{starts_on} to {ends_on}. Give people their roles in the admin, under Memberships."
        )
