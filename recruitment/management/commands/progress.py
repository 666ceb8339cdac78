"""manage.py progress: what the dashboard shows, in the terminal or for another program."""

import json

from django.core.management.base import BaseCommand, CommandError

from recruitment.dashboard.asof import read_asof
from recruitment.dashboard.report import as_json, as_text
from recruitment.dashboard.selectors import read_dashboard, read_tracks
from recruitment.management.chosen import chosen_centre, chosen_track


class Command(BaseCommand):
    help = "Print progress against the target, the funnel and the time in stage of a track."

    def add_arguments(self, parser):
        parser.add_argument("--centre", metavar="SLUG", help="needed where there are several")
        parser.add_argument(
            "--track", metavar="CODE", help="doctoral, postdoc or another; the first by default"
        )
        parser.add_argument(
            "--on", metavar="YYYY-MM-DD", help="as of the end of that day; today by default"
        )
        parser.add_argument(
            "--known",
            metavar="YYYY-MM-DD",
            help="leave out all that was recorded after that day; --on follows it",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, centre, track, on, known, format, **options):
        where = chosen_centre(centre)
        tracks = read_tracks(where)
        typed = {"on": on and str(on), "known": known and str(known)}
        asof = read_asof(typed, today=where.today())
        if asof.problem:
            raise CommandError(f"--{asof.about}: {asof.problem}")
        dash = read_dashboard(
            where, tracks, chosen_track(where, tracks, track), asof.on, asof.known
        )
        if format == "json":
            self.stdout.write(json.dumps(as_json(dash), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(dash))
