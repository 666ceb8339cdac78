"""manage.py progress: what the dashboard shows, in the terminal or for another program."""

import json

from django.core.management.base import BaseCommand, CommandError

from centre.organisation.models import Centre
from recruitment.dashboard.asof import read_asof
from recruitment.dashboard.report import as_json, as_text
from recruitment.dashboard.selectors import read_dashboard, read_tracks


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
        where = _centre(centre)
        tracks = read_tracks(where)
        typed = {"on": on and str(on), "known": known and str(known)}
        asof = read_asof(typed, today=where.today())
        if asof.problem:
            raise CommandError(f"--{asof.about}: {asof.problem}")
        dash = read_dashboard(where, tracks, _track(where, tracks, track), asof.on, asof.known)
        if format == "json":
            self.stdout.write(json.dumps(as_json(dash), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(dash))


def _centre(slug):
    centres = list(Centre.objects.all()[:50])
    if not centres:
        raise CommandError("There is no centre yet. Start one: manage.py createcentre SLUG.")
    names = ", ".join(one.slug for one in centres)
    if not slug:
        if len(centres) > 1:
            raise CommandError(f"There are several centres. Name one with --centre: {names}.")
        return centres[0]
    found = Centre.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"--centre: there is no centre “{slug}”. Choose one of: {names}.")
    return found


def _track(centre, tracks, code):
    if not tracks:
        raise CommandError(f"Centre “{centre.slug}” has no track. Add one in the admin.")
    if not code:
        return next(iter(tracks))
    # By its name in addresses; else by its kind, which stays if somebody renames the track.
    found = next((one for one in tracks if one.code == code), None) or next(
        (one for one in tracks if one.kind == code), None
    )
    if found is None:
        names = ", ".join(one.code for one in tracks)
        raise CommandError(
            f"--track: centre “{centre.slug}” has no track “{code}”. Choose one of: {names}."
        )
    return found
