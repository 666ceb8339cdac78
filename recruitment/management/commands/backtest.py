"""manage.py backtest: how good would the forecast have been, here or for another office's log?"""

import json
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from recruitment.dashboard.backtest import backtest, read_archive
from recruitment.dashboard.selectors import read_tracks
from recruitment.forecast.eventlog import BadLog
from recruitment.forecast.logfile import open_log
from recruitment.forecast.logfile import told as log_told
from recruitment.forecast.logscore import judge
from recruitment.forecast.verdict import told
from recruitment.management.chosen import chosen_centre, chosen_track


class Command(BaseCommand):
    help = (
        "Judge the forecast: at the past month-ends of a centre, each as it was known then; or "
        "with --log at the second half of an event log, from its first."
    )

    def add_arguments(self, parser):
        parser.add_argument("--centre", metavar="SLUG", help="needed where there are several")
        parser.add_argument(
            "--track", metavar="CODE", help="doctoral, postdoc or another; the first by default"
        )
        parser.add_argument(
            "--target", metavar="N", type=_people, help="people to reach, for the one promised"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--log", metavar="FILE", type=Path,
            help="a CSV file, .gz or not, with the columns case, activity and timestamp",
        )  # fmt: skip
        parser.add_argument("--success", metavar="ACTIVITY", help="with --log: what to reach")
        parser.add_argument(
            "--ended", metavar="ACTIVITY", action="append", default=[],
            help="with --log: ends a case without success; may be given several times",
        )  # fmt: skip

    def handle(self, *, log, success, ended, **options):
        if log is None:
            if success or ended:
                raise CommandError("--success and --ended belong to --log FILE.")
            return self._centre(options)
        if not success:
            raise CommandError("--log needs --success ACTIVITY: the activity to reach.")
        if names := [f"--{one}" for one in ("centre", "track", "target") if options[one]]:
            raise CommandError(f"{', '.join(names)} cannot stand beside --log: a log has none.")
        self._log(log, success, ended)

    def _log(self, log, success, ended):
        try:
            score = judge(open_log(log, success=success, ended=ended))
        except (BadLog, OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"{log}: {problem}") from problem
        self.stdout.write("\n".join(log_told(score)))

    def _centre(self, options):
        centre = chosen_centre(options["centre"])
        track = chosen_track(centre, read_tracks(centre), options["track"])
        track.centre = centre
        archive = read_archive(track, centre.today(), options["target"])
        if options["target"] and archive.promise is None:
            raise CommandError("--target: the track has no target whose date it could be set for.")
        found = backtest(archive, self._heard)
        if options["format"] == "json":
            head = {"centre": centre.slug, "track": track.code}
            self.stdout.write(json.dumps(head | found.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join([f"{centre}, {track}", *told(found)]))

    def _heard(self, cut, number, of):
        self.stderr.write(f"{number} of {of}: {cut}")


def _people(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= 100_000:
        raise ArgumentTypeError(f"“{text}” is no number of people from 1 to 100000.")
    return number
