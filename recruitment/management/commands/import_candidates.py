"""manage.py import_candidates FILE --centre SLUG: a spreadsheet into the register, whole or not."""

import json
from contextlib import nullcontext

from auditlog.context import set_actor
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from centre.accounts.models import User
from centre.accounts.policy import may
from centre.organisation.models import Centre
from recruitment.exchange import report
from recruitment.exchange.columns import BadMap, read_map
from recruitment.exchange.encodings import KNOWN
from recruitment.exchange.plan import check
from recruitment.exchange.reader import UnknownEncoding, UnreadableFile, read_file
from recruitment.exchange.writer import ChangedMeanwhile, write
from recruitment.moves.gate import IllegalMove


class Command(BaseCommand):
    help = (
        "Read candidates and applications from a list: CSV, XLSX, XLSB, XLS, ODS or JSON Resume. "
        "Every bad row is reported at once; all is written or nothing; a second run adds nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--centre", required=True, metavar="SLUG")
        parser.add_argument(
            "--encoding",
            choices=[*KNOWN],
            default="",
            help="of a CSV, where it cannot be known",
        )
        parser.add_argument(
            "--columns", metavar="MAP.json", help='which column is which: {"Heading": "field"}'
        )
        parser.add_argument(
            "--no-header",
            action="store_true",
            help="the first line is a person: columns are named A, B, … in --columns",
        )
        parser.add_argument("--intake", default="", help="of rows whose sheet names none")
        parser.add_argument("--result", default="", help="of rows that name none, as “Enrolled”")
        parser.add_argument(
            "--nameless",
            action="store_true",
            help="rows without a name are people too, called “Applicant 12 (file)” by their number",
        )
        parser.add_argument(
            "--create-missing",
            action="store_true",
            help="make the intakes, tracks, positions, sources, supervisors and openings the "
            "file needs and the centre lacks",
        )
        parser.add_argument("--actor", metavar="EMAIL", help="who imports: the history names them")
        parser.add_argument("--dry-run", action="store_true", help="say what would be written")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, centre, **options):
        try:
            home = Centre.objects.get(slug=centre)
        except Centre.DoesNotExist as error:
            known = ", ".join(Centre.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no centre “{centre}”. There are: {known}.") from error
        # What is told of times is told in the centre's.
        with timezone.override(home.zone):
            self._import(home, **options)

    def _import(self, home, *, file, encoding, columns, actor, dry_run, format, **options):
        who = _actor(actor, home) if actor else None
        try:
            mapping = _read_columns(columns) if columns else {}
            sheet = read_file(file, encoding)
        except UnknownEncoding as error:
            samples = [f"  --encoding {name}: {text}" for name, text in error.samples.items()]
            raise CommandError("\n".join([str(error), *samples])) from error
        except (UnreadableFile, BadMap) as error:
            raise CommandError(str(error)) from error
        plan = check(
            sheet,
            home,
            mapping,
            options["create_missing"],
            options["intake"],
            options["no_header"],
            result=options["result"],
            is_nameless=options["nameless"],
        )
        result = report.expected(plan)
        if plan.is_ready and not dry_run:
            try:
                with set_actor(who) if who else nullcontext():
                    result = write(plan, actor=who)
            except (ChangedMeanwhile, IllegalMove) as error:
                raise CommandError(str(error)) from error
        self._tell(plan, result, dry_run, format)

    def _tell(self, plan, result, dry_run, format):
        if format == "json":
            data = report.as_data(plan, result, dry_run=dry_run)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(report.as_text(plan, result, dry_run=dry_run))
        if not plan.is_ready:
            faults = report.problems(plan)
            lines = [] if format == "json" else faults
            ending = "" if len(faults) == 1 else "s"
            raise CommandError(
                "\n".join([*lines, f"{len(faults)} problem{ending}. Nothing was written."])
            )


def _actor(email, home):
    """Who may import here: a system administrator or one whose role lets them."""
    who = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if who is None or not (who.is_superuser or may(who, "import_candidates", home.pk)):
        raise CommandError(f"“{email}” is not the address of an account that may import here.")
    return who


def _read_columns(path):
    try:
        with open(path, encoding="utf-8-sig") as opened:
            return read_map(json.load(opened))
    except OSError as error:
        raise BadMap(f"{path} cannot be opened: {error.strerror}.") from error
    except ValueError as error:
        raise BadMap(f"{path} is not JSON: {error}.") from error
