"""manage.py check_invariants: is everything in the database what its history says?"""

from django.core.management.base import BaseCommand, CommandError

from recruitment.moves.invariants import violations


class Command(BaseCommand):
    help = "Derive state, seats, keys and counts a second time, and name every row that disagrees."

    def handle(self, **options):
        found = 0
        for line in violations():
            found += 1
            self.stdout.write(line)
        if found:
            raise CommandError(f"{found} faults found.", returncode=1)
        self.stdout.write("All invariants hold.")
