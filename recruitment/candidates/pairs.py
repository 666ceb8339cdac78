"""Two people somebody said are not the same: remembered, and never asked about again."""

from collections.abc import Collection

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.accounts.policy import centres_seen_whole
from centre.organisation.models import Centre
from recruitment.candidates.models import Candidate


class NotSameQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the centres `user` sees whole: a pair tells of both people."""
        if user.is_superuser:
            return self
        return self.filter(centre_id__in=centres_seen_whole(user))

    def of(self, person):
        """Pairs with `person`, a person or their id."""
        return self.filter(Q(first=person) | Q(second=person))

    def told(self, one: Candidate, other: Candidate):
        """What somebody said of these two."""
        first, second = sorted((one.pk, other.pk))
        return self.filter(first=first, second=second).select_related("said_by").first()

    def between(self, some: Collection[int], others: Collection[int]) -> set[frozenset[int]]:
        """The pairs of one of `some` with one of `others`, as sets of two ids."""
        if not some or not others:
            return set()
        rows = self.filter(
            Q(first__in=some, second__in=others) | Q(first__in=others, second__in=some)
        )
        return {frozenset(pair) for pair in rows.values_list("first", "second")}


class NotSame(models.Model):
    """One pair, the person added first as `first`. Taking it back deletes the row; the audit log
    keeps both."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="+")
    # The constraint begins with it.
    first = models.ForeignKey(
        Candidate, models.CASCADE, related_name="+", db_index=False, verbose_name=_("person")
    )
    second = models.ForeignKey(
        Candidate, models.CASCADE, related_name="+", verbose_name=_("other person")
    )
    said_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("said by")
    )
    said_at = models.DateTimeField(_("said"), auto_now_add=True)

    objects = NotSameQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("pair that is not the same")
        verbose_name_plural = _("pairs that are not the same")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_same_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_same_older_first"),
        ]

    def __str__(self):
        return _("%(one)s is not %(other)s") % {"one": self.first, "other": self.second}

    @classmethod
    def say(cls, one: Candidate, other: Candidate, *, by: User | None) -> "NotSame":
        """Remember that these two are two; said twice it is remembered once."""
        first, second = sorted((one, other), key=lambda person: person.pk)
        row, _is_new = cls.objects.get_or_create(
            first=first, second=second, defaults={"centre": first.centre, "said_by": by}
        )
        return row


def told_apart(person, other: str) -> Exists:
    """Whether somebody said that `person` is not the one in the column `other`."""
    rows = NotSame.objects.filter(
        Q(first=person, second=OuterRef(other)) | Q(second=person, first=OuterRef(other))
    )
    return Exists(rows)
