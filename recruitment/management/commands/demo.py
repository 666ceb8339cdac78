"""manage.py demo: the founding case filled with invented people, for showing and measuring."""

import os
from datetime import date

from auditlog.models import LogEntry
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from centre.accounts.models import Membership, Role, User
from centre.organisation.models import Centre
from centre.people.models import Supervisor
from centre.targets.models import Target, TrackKind
from recruitment.demo.assessing import decide_some, interview_some
from recruitment.demo.documents import hand_in
from recruitment.demo.emails import tell_some
from recruitment.demo.funding import add_funding
from recruitment.demo.generate import fill
from recruitment.demo.nameless import review_without_names
from recruitment.demo.offers import offer_some
from recruitment.demo.referees import name_referees
from recruitment.demo.telling import tell_the_sponsor
from recruitment.demo.todo import write_down
from recruitment.positions.models import Position

FIXTURE = settings.BASE_DIR / "fixtures" / "centre.json"
# One account a role; all invented.
ACCOUNTS = [
    (Role.DIRECTOR, "director@example.org", "Prof. Adrian Kwan"),
    (Role.MANAGER, "manager@example.org", "Grace Lam"),
    (Role.SUPERVISOR, "supervisor@example.org", "Prof. Helena Cruz"),
    (Role.PANEL, "panel@example.org", "Dr Nnamdi Okafor"),
    (Role.INDUSTRY, "partner@example.org", "Wendy Tse"),
]
ADMIN = ("admin@example.org", "System administrator")
SUPERVISORS = [
    ("Prof. Siu-man Leung", "梁兆民", "cv"),
    ("Prof. Helena Cruz", "", "gen"),
    ("Dr Mei Sato", "佐藤芽衣", "img"),
    ("Prof. Tak-wai Cheung", "張德偉", "cv"),
    ("Dr Nnamdi Okafor", "", "gen"),
]
# Of 25; the others may be of any area.
AREAS = {"cv": 9, "gen": 8, "img": 6}
DOCTORAL = [
    ("PhD in computer vision", "cv"),
    ("PhD in generative AI", "gen"),
    ("PhD in AI imaging", "img"),
]


class Command(BaseCommand):
    help = "Load the founding case with invented candidates into a database without candidates."

    def add_arguments(self, parser):
        parser.add_argument("--candidates", type=int, default=186, metavar="N")
        parser.add_argument("--seed", type=int, default=25, metavar="S")
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the last day of the history; today by default",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, quietly, where there is a centre already",
        )

    def handle(self, *, candidates, seed, on, if_empty, **options):
        on = on or timezone.localdate()
        if candidates < 0:
            raise CommandError(f"--candidates {candidates} is below 0. Give 0 or more.")
        if on > timezone.localdate():
            raise CommandError(f"--on {on} lies in the future. Give today or an earlier day.")
        if Centre.objects.exists():
            if if_empty:
                return
            raise CommandError(
                "This database holds a centre already. Demo data goes into an empty one only: "
                "set DATABASE_URL to a new file."
            )
        with transaction.atomic():
            call_command("loaddata", str(FIXTURE), verbosity=0)
            centre = Centre.objects.get()
            self.people(centre)
            self.areas(centre)
            self.date_settings(centre)
            fill(centre, candidates=candidates, seed=seed, on=on)
            interview_some(centre, on=on)
            decide_some(centre, on=on)
            offer_some(centre, on=on)
            add_funding(centre, on)
            hand_in(centre, on=on)
            review_without_names(centre, on=on)
            name_referees(on=on)
            tell_some(centre)
            write_down(centre, on=on)
            tell_the_sponsor(centre, on=on)
        self.stdout.write(f"{centre}: {candidates} invented candidates, history up to {on}.")

    def date_settings(self, centre):
        """Its settings are on record since the agreement began, as its history is."""
        began = centre.end_of(centre.agreements.get().starts_on)
        LogEntry.objects.filter(timestamp__gt=began).update(timestamp=began)

    def areas(self, centre):
        target = Target.objects.current(centre, TrackKind.DOCTORAL)
        for mark, people in AREAS.items():
            target.area_plan.create(area=centre.areas.get(mark=mark), people=people)

    def people(self, centre):
        password = os.environ.get("DEMO_PASSWORD") or "demo-2025-centre"
        areas = {area.mark: area for area in centre.areas.all()}
        users = {}
        for role, email, name in ACCOUNTS:
            users[name] = User.objects.create_user(
                email, password, name=name, is_staff=role == Role.MANAGER
            )
            Membership.objects.create(user=users[name], centre=centre, role=role)
        User.objects.create_superuser(ADMIN[0], password, name=ADMIN[1])
        supervisors = {}
        for name, native, mark in SUPERVISORS:
            account = users.get(name) if name == "Prof. Helena Cruz" else None
            one = Supervisor.objects.create(
                centre=centre, name=name, native_name=native, user=account
            )
            one.areas.add(areas[mark])
            supervisors.setdefault(mark, []).append(one)
        doctoral = centre.tracks.get(kind="doctoral")
        doctoral.positions.all().delete()
        for title, mark in DOCTORAL:
            position = Position.objects.create(centre=centre, track=doctoral, title=title)
            position.areas.add(areas[mark])
            position.supervisors.set(supervisors[mark])
