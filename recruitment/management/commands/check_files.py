"""manage.py check_files: the store of documents against its rows, both ways."""

import hashlib
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from recruitment.documents import store
from recruitment.documents.models import StoredFile

# Younger ones may belong to a form that is being sent this moment.
OLD = timedelta(days=1)


class Command(BaseCommand):
    help = (
        "Compare every stored file with its row: name those that are lost or changed, and delete "
        "what no row names, as a form leaves it that failed on its way."
    )

    def handle(self, **options):
        faults = list(_faults())
        for fault in faults:
            self.stdout.write(fault)
        gone = _delete_unnamed()
        for key in gone:
            self.stdout.write(f"No row names {key}: deleted.")
        self.stdout.write(f"{len(gone)} files without a row deleted.")
        if faults:
            raise CommandError(f"{len(faults)} files are lost or changed.")


def _faults():
    rows = StoredFile.objects.order_by("pk").values_list("pk", "key", "sha256")
    for pk, key, sha256 in rows.iterator():
        try:
            with store.get(key) as content:
                digest = hashlib.sha256(content.read()).hexdigest()
        except OSError:
            yield f"File {pk} ({key}) is not in the store."
            continue
        if digest != sha256:
            yield f"File {pk} ({key}) is not what was stored."


def _delete_unnamed() -> list[str]:
    named = set(StoredFile.objects.values_list("key", flat=True))
    old = [key for key in store.every_key() if key not in named and store.age(key) > OLD]
    for key in old:
        store.drop(key)
    return old
