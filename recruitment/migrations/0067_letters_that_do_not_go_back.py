"""Before 0066 an offer has one letter at most, and that is drawn: on the way back those of deferrals
go, and what is not drawn yet, which is drawn again when somebody asks for it.

A migration of its own: PostgreSQL alters no table for whose rows, written in the same transaction,
a check still waits."""

from django.db import migrations
from django.db.models import Q


def keep_one_drawn(apps, _editor):
    letters = apps.get_model("recruitment", "OfferLetter").objects
    letters.filter(Q(number__gt=1) | Q(made_at=None)).delete()


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0066_letters_kept_as_they_went_out")]
    operations = [migrations.RunPython(migrations.RunPython.noop, keep_one_drawn)]
