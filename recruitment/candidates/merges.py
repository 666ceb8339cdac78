"""Two rows that were one person: which was kept, and where the other one went.

The other row is gone, so no list, search or count can show it; what it was stands in `before`, from
which the merge can be undone. Its address leads to the person kept.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.accounts.policy import centres_seen_whole
from centre.organisation.models import Centre
from centre.web.addresses import address
from recruitment.candidates.models import Candidate

UNDO_FOR = timedelta(days=7)
# The key the audit log has a merge under, in the history of the person kept.
MERGED = "merged"


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the centres `user` sees whole: a merge tells of both people."""
        if user.is_superuser:
            return self
        return self.filter(centre_id__in=centres_seen_whole(user))

    def standing(self):
        return self.filter(undone_at=None)

    def forward(self, user, gone: int) -> Candidate | None:
        """The person `gone` became, if `user` may see them."""
        mine = Candidate.objects.visible_to(user)
        row = self.standing().filter(gone=gone, kept__in=mine).select_related("kept").first()
        return row and row.kept


class Merge(models.Model):
    """One merge. A person kept may be merged on; then `kept` follows, and this one stands until
    that is undone."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="+")
    kept = models.ForeignKey(
        Candidate, models.CASCADE, related_name="merges", verbose_name=_("kept")
    )
    gone = models.PositiveBigIntegerField(_("number of the other"), editable=False)
    gone_name = models.CharField(_("the other"), max_length=200, editable=False)
    # They go on seeing the person, as somebody they added: see `CandidateQuerySet.added_by`.
    gone_added_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    gone_researcher = models.PositiveBigIntegerField(null=True, editable=False)
    # Both as they were, and what was moved: see recruitment.duplicates.merging.
    before = models.JSONField(default=dict, editable=False)
    not_chosen = models.TextField(_("values not chosen"), blank=True, editable=False)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by")
    )
    at = models.DateTimeField(_("merged"), auto_now_add=True)
    undone_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="merge_gone_once"
            )
        ]

    def __str__(self):
        return _("%(gone)s into %(kept)s") % {"gone": self.gone_name, "kept": self.kept}

    def get_absolute_url(self):
        return address("recruitment:candidate", self.kept_id)

    @property
    def may_undo_until(self):
        return self.at + UNDO_FOR

    @property
    def may_undo(self) -> bool:
        return self.undone_at is None and timezone.now() < self.may_undo_until
