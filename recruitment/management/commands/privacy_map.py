"""manage.py privacy_map: what is held about people, as docs/privacy.md has it."""

from django.core.management.base import BaseCommand

from recruitment.privacy.printed import as_markdown


class Command(BaseCommand):
    help = "Print what is held about people: every field, what for, who meets it, how long."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        self.stdout.write(as_markdown(), ending="")
