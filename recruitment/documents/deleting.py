"""Files go with what they belong to, whoever deletes that and however far up.

A candidate, an application or a document takes its versions and letters along by cascade, which
calls no verb of ours: so these listen. The bytes go after the commit. Should that fail, they are
bytes without a row, which `manage.py check_files` names and takes away; a row without bytes would
be a loss.
"""

from django.db import models, transaction

from recruitment.documents import store
from recruitment.documents.models import StoredFile


def take_along(owner: type[models.Model]) -> None:
    """Whenever a row of `owner` is deleted, the file it names in `file` goes too."""
    models.signals.post_delete.connect(
        _delete_file, sender=owner, dispatch_uid=f"file of {owner._meta.label}"
    )


def follow_deletions() -> None:
    models.signals.post_delete.connect(
        _drop_bytes, sender=StoredFile, dispatch_uid="bytes of a file"
    )


def _delete_file(instance, using, **_more) -> None:
    if instance.file_id:
        for one in StoredFile.objects.using(using).filter(pk=instance.file_id):
            one.delete()


def _drop_bytes(instance, using, **_more) -> None:
    def drop() -> None:  # by name: Django tells of one that fails by its name
        store.drop(instance.key)

    transaction.on_commit(drop, using=using, robust=True)
