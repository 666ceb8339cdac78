"""manage.py backtest: how good would the forecast have been?"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from recruitment.forecast.eventlog import BadLog
from recruitment.forecast.logfile import open_log, told
from recruitment.forecast.logscore import judge


class Command(BaseCommand):
    help = "Forecast the second half of an event log from its first, and say how far off that was."

    def add_arguments(self, parser):
        parser.add_argument(
            "--log", metavar="FILE", type=Path, required=True,
            help="a CSV file, .gz or not, with the columns case, activity and timestamp",
        )  # fmt: skip
        parser.add_argument(
            "--success", metavar="ACTIVITY", required=True, help="the activity to reach"
        )
        parser.add_argument(
            "--ended", metavar="ACTIVITY", action="append", default=[],
            help="an activity that ends a case without success; may be given several times",
        )  # fmt: skip

    def handle(self, *, log, success, ended, **options):
        try:
            score = judge(open_log(log, success=success, ended=ended))
        except (BadLog, OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"{log}: {problem}") from problem
        self.stdout.write("\n".join(told(score)))
